//! Who is shown as the owner of things and the initiator of uploads.

use crate::model::store::Store;
use crate::types::{Initiator, Owner};

/// An owner has no display name any more (recorded), but in worlds that are older.
pub(crate) fn owner(store: &Store) -> Owner {
    let display_name = store.settings.owners_have_display_names.then(|| store.account.display_name.clone());
    Owner { id: Some(store.account.canonical_id.clone()), display_name }
}

/// An initiator still has one (recorded).
pub(crate) fn initiator(store: &Store) -> Initiator {
    Initiator { id: Some(store.account.canonical_id.clone()), display_name: Some(store.account.display_name.clone()) }
}
