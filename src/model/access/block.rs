//! What is blocked of public access to a bucket, by whoever blocks it.

use super::account::AccountId;
use crate::model::bucket::Bucket;
use crate::model::settings::PublicAccessBlock;
use crate::model::store::Store;

/// What is blocked of a bucket: what itself and what its owner's account blocks.
pub fn effective(store: &Store, bucket: &Bucket) -> PublicAccessBlock {
    of(store, &bucket.owner, bucket.settings.public_access_block)
}

/// The same of a bucket that is about to be made.
pub fn of(store: &Store, owner: &AccountId, own: Option<PublicAccessBlock>) -> PublicAccessBlock {
    let account = store.accounts.get(owner).and_then(|account| account.public_access_block);
    [own, account].into_iter().flatten().fold(PublicAccessBlock::NOTHING, PublicAccessBlock::or)
}
