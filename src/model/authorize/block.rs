//! What is blocked of public access to a bucket, by whoever blocks it.

use crate::model::access::account::AccountId;
use crate::model::access::block::PublicAccessBlock;
use crate::model::bucket::BucketState;
use crate::model::store::Store;

/// What is blocked of a bucket: what itself and what its owner's account blocks.
pub fn effective(store: &Store, bucket: &BucketState) -> PublicAccessBlock {
    of(store, &bucket.owner, bucket.settings.public_access_block)
}

/// The same of a bucket that is about to be made.
pub fn of(store: &Store, owner: &AccountId, own: Option<PublicAccessBlock>) -> PublicAccessBlock {
    let account = store.accounts.get(owner).and_then(|account| account.public_access_block);
    [own, account].into_iter().flatten().fold(PublicAccessBlock::NOTHING, PublicAccessBlock::or)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::primitives::DateTime;
    use crate::model::name::BucketName;

    const NOTHING: PublicAccessBlock = PublicAccessBlock::NOTHING;

    #[test]
    fn whatever_either_blocks_is_blocked() {
        let mut store = Store::new(0, DateTime::from_secs(0), "us-east-1".into());
        let owner = store.accounts.own().clone();
        let name = BucketName::try_from("backups").unwrap();
        store.create_bucket(name, owner.clone(), "us-east-1".to_owned()).settings.public_access_block = None;
        let blocked = |store: &Store| effective(store, store.bucket("backups").unwrap());
        assert_eq!(blocked(&store), NOTHING);

        let policies = PublicAccessBlock { block_public_policy: true, ..NOTHING };
        store.accounts.get_mut(&owner).unwrap().public_access_block = Some(policies);
        assert_eq!(blocked(&store), policies);

        let acls = PublicAccessBlock { block_public_acls: true, ..NOTHING };
        store.bucket_mut("backups").unwrap().settings.public_access_block = Some(acls);
        assert_eq!(blocked(&store), PublicAccessBlock { block_public_acls: true, ..policies });
    }
}
