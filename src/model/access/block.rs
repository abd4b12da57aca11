//! What is blocked of public access to a bucket, by itself and by the account that owns it.

use crate::model::bucket::Bucket;
use crate::model::settings::PublicAccessBlock;
use crate::model::store::Store;

/// What is blocked in effect: by the bucket's own block or by its owner's.
pub fn effective(store: &Store, bucket: &Bucket) -> PublicAccessBlock {
    let nothing = PublicAccessBlock::NOTHING;
    let own = bucket.settings.public_access_block.unwrap_or(nothing);
    let account = store.accounts.get(&bucket.owner).and_then(|account| account.public_access_block);
    own.or(account.unwrap_or(nothing))
}
