//! The XML documents of object lock. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;

shape! {
    /// How long new versions are retained that say nothing of it.
    pub document struct DefaultRetention {
        mode: Option<ObjectLockRetentionMode> = element("Mode"),
        days: Option<i32> = element("Days"),
        years: Option<i32> = element("Years"),
        default_event_hold: Option<EventHoldDuration> = element("DefaultEventHold"),
    }
}

shape! {
    /// How long an event hold goes on once it is released.
    pub document struct EventHoldDuration {
        days: Option<i32> = element("Days"),
        years: Option<i32> = element("Years"),
    }
}

shape! {
    /// Whether a bucket has object lock, and what it does by default.
    pub document struct ObjectLockConfiguration {
        object_lock_enabled: Option<ObjectLockEnabled> = element("ObjectLockEnabled"),
        rule: Option<ObjectLockRule> = element("Rule"),
    }
}

shape! {
    /// Whether a legal hold is on.
    pub document struct ObjectLockLegalHold {
        status: Option<ObjectLockLegalHoldStatus> = element("Status"),
    }
}

shape! {
    /// Until when a version is retained.
    pub document struct ObjectLockRetention {
        mode: Option<ObjectLockRetentionMode> = element("Mode"),
        retain_until_date: Option<DateTime> = element("RetainUntilDate"),
        event_hold: Option<ObjectLockEventHold> = element("EventHold"),
        event_hold_duration: Option<EventHoldDuration> = element("EventHoldDuration"),
    }
}

shape! {
    /// What a bucket with object lock does by default.
    pub document struct ObjectLockRule {
        default_retention: Option<DefaultRetention> = element("DefaultRetention"),
    }
}
