//! Object lock headers: refused by name until locks are modelled.

/// The fields of the group.
pub(crate) const NOT_MODELLED: [&str; 6] = [
    "object_lock_mode",
    "object_lock_retain_until_date",
    "object_lock_legal_hold_status",
    "object_lock_event_hold",
    "object_lock_event_hold_duration_days",
    "object_lock_event_hold_duration_years",
];
