//! What is blocked of public access.

use crate::model::bucket::Bucket;
use crate::model::settings::PublicAccessBlock;
use crate::model::store::Store;

/// What is blocked of public access to a bucket: what it blocks itself, and what its owner's account blocks for all its
/// buckets.
pub fn blocks(store: &Store, bucket: &Bucket) -> PublicAccessBlock {
    let of_account = store.accounts.get(&bucket.owner).and_then(|account| account.public_access_block);
    let of_both = [bucket.settings.public_access_block, of_account];
    let any = |flag: fn(PublicAccessBlock) -> bool| of_both.into_iter().flatten().any(flag);
    PublicAccessBlock {
        block_public_acls: any(|block| block.block_public_acls),
        ignore_public_acls: any(|block| block.ignore_public_acls),
        block_public_policy: any(|block| block.block_public_policy),
        restrict_public_buckets: any(|block| block.restrict_public_buckets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::BucketName;
    use crate::primitives::DateTime;

    const NOTHING: PublicAccessBlock = PublicAccessBlock {
        block_public_acls: false,
        ignore_public_acls: false,
        block_public_policy: false,
        restrict_public_buckets: false,
    };

    #[test]
    fn whatever_either_blocks_is_blocked() {
        let mut store = Store::new(0, DateTime::from_secs(0), "us-east-1".into());
        let owner = store.accounts.own().clone();
        let name = BucketName::try_from("backups").unwrap();
        store.create_bucket(name, owner.clone(), "us-east-1".to_owned()).settings.public_access_block = None;
        let blocked = |store: &Store| blocks(store, store.bucket("backups").unwrap());
        assert_eq!(blocked(&store), NOTHING);

        let policies = PublicAccessBlock { block_public_policy: true, ..NOTHING };
        store.accounts.get_mut(&owner).unwrap().public_access_block = Some(policies);
        assert_eq!(blocked(&store), policies);

        let acls = PublicAccessBlock { block_public_acls: true, ..NOTHING };
        store.bucket_mut("backups").unwrap().settings.public_access_block = Some(acls);
        assert_eq!(blocked(&store), PublicAccessBlock { block_public_acls: true, ..policies });
    }
}
