//! The one door: each call of each way in passes here, and can be held or delayed.

pub(crate) mod interventions;
