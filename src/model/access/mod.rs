//! Who may do what: accounts and their principals, access control lists, and policies.

pub(crate) mod account;
pub(crate) mod acl;
pub(crate) mod action;
pub(crate) mod auth;
pub(crate) mod block;
pub(crate) mod caller;
pub(crate) mod policy;
pub(crate) mod principal;
