//! Documents that a bucket stores as they were put, once they are valid.

mod analytics;
mod intelligent_tiering;
mod inventory;
mod logging;
mod metrics;
mod notification;
mod replication;
mod table;
mod website;

pub use logging::Logging;
pub use notification::Notifications;
pub use replication::Replication;
pub use table::{ConfigurationTable, Identified};
pub use website::Website;

pub(crate) use inventory::ERRORS as INVENTORY_ERRORS;
pub(crate) use notification::ERRORS as NOTIFICATION_ERRORS;
pub(crate) use replication::ERRORS as REPLICATION_ERRORS;
pub(crate) use website::ERRORS as WEBSITE_ERRORS;

use crate::api::types::{
    AnalyticsConfiguration, BucketAbacStatus, IntelligentTieringConfiguration, InventoryConfiguration,
    MetricsConfiguration,
};

/// The configurations of one bucket.
#[derive(Debug, Clone, Default)]
pub struct Configurations {
    /// `None` until a status is put.
    pub abac: Option<BucketAbacStatus>,
    pub logging: Option<Logging>,
    pub website: Option<Website>,
    pub replication: Option<Replication>,
    pub notifications: Notifications,
    pub inventory: ConfigurationTable<InventoryConfiguration>,
    pub metrics: ConfigurationTable<MetricsConfiguration>,
    pub analytics: ConfigurationTable<AnalyticsConfiguration>,
    pub intelligent_tiering: ConfigurationTable<IntelligentTieringConfiguration>,
}
