//! The configurations that a bucket stores.

use super::error::{At, WorldError};
use super::plain::Plain;
use crate::api::error::S3Error;
use crate::api::types::{
    AbacStatus, AnalyticsConfiguration, IntelligentTieringConfiguration, InventoryConfiguration, LoggingEnabled,
    MetricsConfiguration, NotificationConfiguration, ReplicationConfiguration, WebsiteConfiguration,
};
use crate::model::configurations::{
    self, ConfigurationTable, Identified, Logging, Notifications, Replication, Website,
};
use crate::model::store::Store;
use crate::ops::put_bucket_abac;
use serde::{Deserialize, Serialize};

type PlainList<T> = Vec<Plain<T>>;

/// The configurations of one bucket, as fields of the bucket.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ConfigurationsJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    abac_status: Option<Plain<AbacStatus>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logging_enabled: Option<Plain<LoggingEnabled>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website_configuration: Option<Plain<WebsiteConfiguration>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replication_configuration: Option<Plain<ReplicationConfiguration>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notification_configuration: Option<Plain<NotificationConfiguration>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inventory_configuration_list: PlainList<InventoryConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    metrics_configuration_list: PlainList<MetricsConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    analytics_configuration_list: PlainList<AnalyticsConfiguration>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    intelligent_tiering_configuration_list: PlainList<IntelligentTieringConfiguration>,
}

impl ConfigurationsJson {
    /// `None` for a bucket without any.
    pub(super) fn of(own: &configurations::Configurations) -> Option<Self> {
        fn list<T: Identified + Clone>(own: &ConfigurationTable<T>) -> PlainList<T> {
            own.iter().cloned().map(Plain).collect()
        }
        let notifications = &own.notifications;
        let all = Self {
            abac_status: own.abac.clone().map(|status| Plain(AbacStatus { status: Some(status) })),
            logging_enabled: own.logging.as_ref().map(|own| Plain(own.document().clone())),
            website_configuration: own.website.as_ref().map(|own| Plain(own.document().clone())),
            replication_configuration: own.replication.as_ref().map(|own| Plain(own.document().clone())),
            notification_configuration: (!notifications.is_empty()).then(|| Plain(notifications.document().clone())),
            inventory_configuration_list: list(&own.inventory),
            metrics_configuration_list: list(&own.metrics),
            analytics_configuration_list: list(&own.analytics),
            intelligent_tiering_configuration_list: list(&own.intelligent_tiering),
        };
        (all != Self::default()).then_some(all)
    }

    /// Checks all of them, as the operations check what is put.
    pub(super) fn read(&self, at: &At, store: &mut Store) -> Result<configurations::Configurations, WorldError> {
        let ids = &mut store.ids;
        let abac = self.abac_status.as_ref().map(|sent| put_bucket_abac::status(Some(&sent.0))).transpose();
        let logging = self.logging_enabled.clone().map(|sent| Logging::new(sent.0)).transpose();
        let website = self.website_configuration.clone().map(|sent| Website::new(sent.0)).transpose();
        let replication = self.replication_configuration.clone();
        let replication = replication.map(|sent| Replication::new(sent.0, || ids.rule())).transpose();
        let notifications = self.notification_configuration.clone();
        let notifications = notifications.map(|sent| Notifications::new(sent.0, || ids.rule())).transpose();
        Ok(configurations::Configurations {
            abac: abac.map_err(at.field("AbacStatus").refused())?,
            logging: logging.map_err(at.field("LoggingEnabled").refused())?,
            website: website.map_err(at.field("WebsiteConfiguration").refused())?,
            replication: replication.map_err(at.field("ReplicationConfiguration").refused())?,
            notifications: notifications.map_err(at.field("NotificationConfiguration").refused())?.unwrap_or_default(),
            inventory: table(at, "InventoryConfigurationList", &self.inventory_configuration_list)?,
            metrics: table(at, "MetricsConfigurationList", &self.metrics_configuration_list)?,
            analytics: table(at, "AnalyticsConfigurationList", &self.analytics_configuration_list)?,
            intelligent_tiering: table(
                at,
                "IntelligentTieringConfigurationList",
                &self.intelligent_tiering_configuration_list,
            )?,
        })
    }
}

fn table<T: Identified + Clone>(at: &At, name: &str, list: &[Plain<T>]) -> Result<ConfigurationTable<T>, WorldError> {
    let mut table = ConfigurationTable::default();
    for (index, Plain(sent)) in list.iter().enumerate() {
        let at = at.entry(name, index);
        if table.get(sent.id()).is_ok() {
            return Err(at.wrong(format!("the id {} is used twice", sent.id())));
        }
        let put: Result<(), S3Error> = table.put(sent.id(), sent.clone());
        put.map_err(at.refused())?;
    }
    Ok(table)
}
