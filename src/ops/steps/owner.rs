//! Who is shown as the owner of things and the initiator of uploads.

use crate::api::types::{Initiator, Owner};
use crate::model::access::account::CanonicalId;
use crate::model::access::acl::Access;
use crate::model::access::principal::Principal;
use crate::model::bucket::BucketState;
use crate::model::object::StoredObject;
use crate::model::store::Store;
use crate::model::upload::Upload;

/// An owner has no display name any more (recorded), but in worlds that are older.
pub(crate) fn owner(store: &Store, id: &CanonicalId) -> Owner {
    let display_name = store.settings.owners_have_display_names.then(|| name_of(store, id)).flatten();
    Owner { id: Some(id.to_string()), display_name }
}

fn name_of(store: &Store, id: &CanonicalId) -> Option<String> {
    store.accounts.by_canonical_id(id.as_str()).map(|account| account.display_name.clone())
}

/// The owner of a bucket.
pub(crate) fn of_bucket(store: &Store, bucket: &BucketState) -> CanonicalId {
    store.accounts.canonical_id(&bucket.owner)
}

/// The owner of an object: its bucket's, who owns the delete markers too, or who wrote it. Where its bucket has ACLs
/// disabled, its bucket's, whoever wrote it.
pub(crate) fn of_object(store: &Store, bucket: &BucketState, object: Option<&StoredObject>) -> CanonicalId {
    of(store, bucket, object.and_then(|object| object.access.as_deref()))
}

/// The owner of what an upload will make.
pub(crate) fn of_upload(store: &Store, bucket: &BucketState, upload: &Upload) -> CanonicalId {
    of(store, bucket, upload.access.as_ref())
}

fn of(store: &Store, bucket: &BucketState, access: Option<&Access>) -> CanonicalId {
    let own = access.filter(|_| bucket.settings.has_acls()).map(|access| access.owner.clone());
    own.unwrap_or_else(|| of_bucket(store, bucket))
}

/// An initiator still has a display name (recorded). Its id is that of the account, or the name of the user or session
/// beyond S3 (documented).
pub(crate) fn initiator(store: &Store, initiator: &Principal) -> Initiator {
    let id = store.accounts.canonical_id_of(initiator);
    let (id, display_name) = match initiator {
        Principal::Anonymous | Principal::Root(_) => (id.to_string(), name_of(store, &id)),
        Principal::User { name, .. } => (initiator.to_string(), Some(name.clone())),
        Principal::Role { name, session, .. } => (initiator.to_string(), Some(format!("{name}/{session}"))),
    };
    Initiator { id: Some(id), display_name }
}
