//! Who may do what, as tables that can be held against the documentation.

#[path = "access/lists.rs"]
mod lists;
#[path = "access/operations.rs"]
mod operations;
#[path = "access/uploads.rs"]
mod uploads;
#[path = "access/world.rs"]
mod world;
