//! Inventory reports. The fake stores their configurations and writes no report.

use super::Identified;
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::{
    InventoryConfiguration, InventoryFormat, InventoryFrequency, InventoryIncludedObjectVersions,
    InventoryOptionalField, InventoryS3BucketDestination, InventorySchedule,
};

/// The errors of a configuration that is put.
pub(crate) static ERRORS: [&ErrorRow; 3] =
    [&table::MALFORMED_XML, &table::CONFIGURATION_ID_MISMATCH, &table::INVENTORY_DESTINATION_INVALID];

const ARN: &str = "arn:aws:s3:::";

impl Identified for InventoryConfiguration {
    fn id(&self) -> &str {
        self.id()
    }

    fn check(&self) -> Result<(), S3Error> {
        let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
        match destination(self) {
            None => return malformed("the destination has no S3BucketDestination"),
            Some(sent) if matches!(sent.format(), InventoryFormat::Unknown(_)) => {
                return malformed("the format is CSV, ORC or Parquet");
            }
            Some(_) => {}
        }
        match self.schedule().map(InventorySchedule::frequency) {
            Some(InventoryFrequency::Daily | InventoryFrequency::Weekly) => {}
            _ => return malformed("the frequency is Daily or Weekly"),
        }
        if matches!(self.included_object_versions(), InventoryIncludedObjectVersions::Unknown(_)) {
            return malformed("IncludedObjectVersions is All or Current");
        }
        let is_unknown = |field: &InventoryOptionalField| matches!(field, InventoryOptionalField::Unknown(_));
        if self.optional_fields().iter().any(is_unknown) {
            return malformed("an optional field is unknown");
        }
        Ok(())
    }

    fn check_destination(&self) -> Result<(), S3Error> {
        match destination(self) {
            Some(sent) if sent.bucket().starts_with(ARN) => Ok(()),
            _ => Err(table::INVENTORY_DESTINATION_INVALID.error().because(format!("an ARN begins with {ARN}"))),
        }
    }
}

fn destination(own: &InventoryConfiguration) -> Option<&InventoryS3BucketDestination> {
    own.destination()?.s3_bucket_destination()
}
