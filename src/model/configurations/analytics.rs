//! Storage class analysis. The fake stores its configurations and analyzes nothing.

use super::Identified;
use crate::api::error::{S3Error, table};
use crate::api::types::{AnalyticsConfiguration, AnalyticsS3ExportFileFormat, StorageClassAnalysisSchemaVersion};

impl Identified for AnalyticsConfiguration {
    fn id(&self) -> &str {
        self.id()
    }

    fn check(&self) -> Result<(), S3Error> {
        let malformed = |why: &str| Err(table::MALFORMED_XML.error().because(why));
        let Some(analysis) = self.storage_class_analysis() else {
            return malformed("the document has no StorageClassAnalysis");
        };
        let Some(export) = analysis.data_export() else { return Ok(()) };
        if matches!(export.output_schema_version(), StorageClassAnalysisSchemaVersion::Unknown(_)) {
            return malformed("the schema version is V_1");
        }
        match export.destination().and_then(|sent| sent.s3_bucket_destination()) {
            None => malformed("the export has no S3BucketDestination"),
            Some(sent) if matches!(sent.format(), AnalyticsS3ExportFileFormat::Unknown(_)) => {
                malformed("the format is CSV")
            }
            Some(_) => Ok(()),
        }
    }
}
