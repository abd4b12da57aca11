//! Decides whether a caller may do what it asks, from the state of the whole world: principals, policies, ACLs, KMS
//! keys and blocked public access.

pub(crate) mod block;
pub(crate) mod decision;
pub(crate) mod key;
