//! The XML documents of restoring archived objects. The order of rows is the order of elements.

use super::*;
use crate::api::primitives::DateTime;
use serde::{Deserialize, Serialize};

shape! {
    /// How an archived object is restored.
    pub checked read document struct GlacierJobParameters {
        tier: Tier = element("Tier"),
    }
}

/// Where a restore writes to that selects.
///
/// Nobody outside the crate can make one, and a request that has one is refused by name: nothing of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OutputLocation {}

shape! {
    /// What is to be restored, and for how long.
    pub read document struct RestoreRequest {
        days: Option<i32> = element("Days"),
        glacier_job_parameters: Option<GlacierJobParameters> = element("GlacierJobParameters"),
        r#type: Option<RestoreRequestType> = element("Type"),
        tier: Option<Tier> = element("Tier"),
        description: Option<String> = element("Description"),
        select_parameters: Option<SelectParameters> = element("SelectParameters"),
        output_location: Option<OutputLocation> = element("OutputLocation"),
    }
}

shape! {
    /// Whether an archived object is being restored.
    pub written document struct RestoreStatus {
        is_restore_in_progress: Option<bool> = element("IsRestoreInProgress"),
        restore_expiry_date: Option<DateTime> = element("RestoreExpiryDate"),
    }
}

/// What a restore selects.
///
/// Nobody outside the crate can make one, and a request that has one is refused by name: nothing of it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SelectParameters {}
