//! The errors that the SDK models as types of their own.

use crate::api::error::{for_each_modeled_error, modeled};

for_each_modeled_error!(modeled);

/// The builders.
pub mod builders {
    pub use super::*;
}
