//! Server access logging. The fake stores the configuration and delivers no logs.

use crate::api::error::{S3Error, table};
use crate::api::types::{BucketLogsPermission, LoggingEnabled, PartitionDateSource};

/// A valid configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Logging(LoggingEnabled);

impl Logging {
    /// Checks a configuration; the operation looks for the target bucket.
    ///
    /// # Errors
    /// `MalformedXML`, with the reason.
    pub fn new(sent: LoggingEnabled) -> Result<Self, S3Error> {
        let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
        for grant in sent.target_grants() {
            if !matches!(grant.permission(), Some(known) if !matches!(known, BucketLogsPermission::Unknown(_))) {
                return malformed("the permission of a grant is FULL_CONTROL, READ or WRITE");
            }
            if grant.grantee().is_none() {
                return malformed("a grant has a grantee");
            }
        }
        if let Some(format) = sent.target_object_key_format() {
            let partitioned = format.partitioned_prefix();
            if format.simple_prefix().is_some() == partitioned.is_some() {
                return malformed("the key format is SimplePrefix or PartitionedPrefix");
            }
            let source = partitioned.and_then(|own| own.partition_date_source());
            if matches!(source, Some(PartitionDateSource::Unknown(_))) {
                return malformed("the date source is EventTime or DeliveryTime");
            }
        }
        Ok(Self(sent))
    }

    /// The configuration as it was put.
    pub fn document(&self) -> &LoggingEnabled {
        &self.0
    }
}
