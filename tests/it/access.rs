//! Who may do what, as tables that can be held against the documentation.

mod lists;
mod operations;
mod policies;
mod properties;
mod rest;
mod uploads;
mod world;
