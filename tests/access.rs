//! Who may do what, as tables that can be held against the documentation.

#[path = "access/lists.rs"]
mod lists;
#[path = "access/operations.rs"]
mod operations;
#[path = "access/policies.rs"]
mod policies;
#[path = "access/properties.rs"]
mod properties;
#[path = "access/rest.rs"]
mod rest;
#[path = "access/uploads.rs"]
mod uploads;
#[path = "access/world.rs"]
mod world;
