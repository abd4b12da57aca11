//! Who may do what: accounts and their principals, access control lists, policies, and how they come to one answer.

pub(crate) mod account;
pub(crate) mod acl;
pub(crate) mod action;
pub(crate) mod block;
pub(crate) mod caller;
pub(crate) mod decision;
pub(crate) mod policy;
pub(crate) mod principal;
