//! The XML documents of storage class analysis. The order of rows is the order of elements.

use super::*;

shape! {
    /// Several predicates, all of which must hold.
    pub document struct AnalyticsAndOperator {
        prefix: Option<String> = element("Prefix"),
        tags: Option<Vec<Tag>> = element("Tag"),
    }
}

shape! {
    /// One analytics configuration of a bucket.
    pub checked document struct AnalyticsConfiguration {
        id: String = element("Id"),
        filter: Option<AnalyticsFilter> = element("Filter"),
        storage_class_analysis: Option<StorageClassAnalysis> = element("StorageClassAnalysis"),
    }
}

shape! {
    /// The destination of the export.
    pub document struct AnalyticsExportDestination {
        s3_bucket_destination: Option<AnalyticsS3BucketDestination> = element("S3BucketDestination"),
    }
}

union! {
    /// The objects that an analytics configuration analyzes.
    pub enum AnalyticsFilter {
        And(AnalyticsAndOperator) = "And", and;
        Prefix(String) = "Prefix", prefix;
        Tag(Tag) = "Tag", tag;
    }
}

shape! {
    /// The bucket and format of the export.
    pub checked document struct AnalyticsS3BucketDestination {
        format: AnalyticsS3ExportFileFormat = element("Format"),
        bucket_account_id: Option<String> = element("BucketAccountId"),
        bucket: String = element("Bucket"),
        prefix: Option<String> = element("Prefix"),
    }
}

string_enum! {
    /// The format of the export.
    pub enum AnalyticsS3ExportFileFormat {
        Csv = "CSV",
    }
}

shape! {
    /// The storage class analysis of a bucket.
    pub document struct StorageClassAnalysis {
        data_export: Option<StorageClassAnalysisDataExport> = element("DataExport"),
    }
}

shape! {
    /// The export of a storage class analysis.
    pub checked document struct StorageClassAnalysisDataExport {
        output_schema_version: StorageClassAnalysisSchemaVersion = element("OutputSchemaVersion"),
        destination: Option<AnalyticsExportDestination> = element("Destination"),
    }
}

string_enum! {
    /// The version of the export.
    pub enum StorageClassAnalysisSchemaVersion {
        V1 = "V_1",
    }
}
