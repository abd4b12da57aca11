//! Who is shown as the owner of things and the initiator of uploads.

use crate::model::store::Store;
use crate::types::{Initiator, Owner};

/// An owner has no display name any more (recorded).
pub(crate) fn owner(store: &Store) -> Owner {
    Owner { id: Some(store.account.canonical_id.clone()), display_name: None }
}

/// An initiator still has one (recorded).
pub(crate) fn initiator(store: &Store) -> Initiator {
    Initiator { id: Some(store.account.canonical_id.clone()), display_name: Some(store.account.display_name.clone()) }
}
