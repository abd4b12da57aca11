//! What boto3 makes of an operation: the request's form, and which of the answer's headers are members of its output.
//! An operation without a row has the form that follows from its table.

use fake_s3::introspection::{self, Place};
use std::sync::LazyLock;

/// How an operation travels.
pub struct Operation {
    pub name: &'static str,
    pub method: &'static str,
    /// The query that names the operation.
    pub query: &'static str,
    /// The parameter that is the XML body, and its root.
    pub document: Option<(&'static str, &'static str)>,
    /// The parameter that is the body as it stands.
    pub text: Option<&'static str>,
    /// Whether boto3 adds a checksum of the body when none is named.
    pub adds_checksum: bool,
    pub answer: Form,
    /// Members that are headers, beside those that begin with `x-amz-`.
    pub headers: &'static [(&'static str, &'static str)],
}

/// What an answer's body is to boto3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Nothing,
    Bytes,
    /// The root's children are members.
    Members,
    /// The root is a member itself.
    Member,
    /// The body is JSON, and a member.
    Json(&'static str),
}

use Form::{Bytes, Json, Member, Members, Nothing};

const NONE: &[(&str, &str)] = &[];
const E_TAG: &[(&str, &str)] = &[("etag", "ETag")];
const LOCATION: &[(&str, &str)] = &[("location", "Location")];
const OBJECT: &[(&str, &str)] = &[
    ("accept-ranges", "AcceptRanges"),
    ("cache-control", "CacheControl"),
    ("content-disposition", "ContentDisposition"),
    ("content-encoding", "ContentEncoding"),
    ("content-language", "ContentLanguage"),
    ("content-length", "ContentLength"),
    ("content-range", "ContentRange"),
    ("content-type", "ContentType"),
    ("etag", "ETag"),
    ("expires", "Expires"),
    // botocore hands out what it parsed and what was sent.
    ("expires", "ExpiresString"),
    ("last-modified", "LastModified"),
];

const fn row(
    name: &'static str,
    method: &'static str,
    query: &'static str,
    answer: Form,
    headers: &'static [(&'static str, &'static str)],
) -> Operation {
    Operation { name, method, query, document: None, text: None, adds_checksum: false, answer, headers }
}

impl Operation {
    const fn with_document(mut self, parameter: &'static str, root: &'static str) -> Self {
        self.document = Some((parameter, root));
        self
    }

    const fn with_text(mut self, parameter: &'static str) -> Self {
        self.text = Some(parameter);
        self
    }

    const fn with_checksum(mut self) -> Self {
        self.adds_checksum = true;
        self
    }
}

const OPERATIONS: &[Operation] = &[
    row("AbortMultipartUpload", "DELETE", "", Nothing, NONE),
    row("CompleteMultipartUpload", "POST", "", Members, NONE)
        .with_document("MultipartUpload", "CompleteMultipartUpload"),
    row("CopyObject", "PUT", "", Member, NONE),
    row("CreateBucket", "PUT", "", Nothing, LOCATION)
        .with_document("CreateBucketConfiguration", "CreateBucketConfiguration"),
    row("CreateMultipartUpload", "POST", "uploads", Members, NONE),
    row("DeleteBucket", "DELETE", "", Nothing, NONE),
    row("DeleteObject", "DELETE", "", Nothing, NONE),
    row("DeleteObjectTagging", "DELETE", "tagging", Nothing, NONE),
    row("DeleteObjects", "POST", "delete", Members, NONE).with_document("Delete", "Delete").with_checksum(),
    row("GetBucketEncryption", "GET", "encryption", Member, NONE),
    row("GetBucketInventoryConfiguration", "GET", "inventory", Member, NONE),
    row("GetBucketLocation", "GET", "location", Member, NONE),
    row("GetBucketMetricsConfiguration", "GET", "metrics", Member, NONE),
    row("GetBucketPolicy", "GET", "policy", Json("Policy"), NONE),
    row("GetBucketPolicyStatus", "GET", "policyStatus", Member, NONE),
    row("GetBucketReplication", "GET", "replication", Member, NONE),
    row("GetBucketOwnershipControls", "GET", "ownershipControls", Member, NONE),
    row("GetObject", "GET", "", Bytes, OBJECT),
    row("GetObjectAcl", "GET", "acl", Members, NONE),
    row("GetObjectLegalHold", "GET", "legal-hold", Member, NONE),
    row("GetObjectLockConfiguration", "GET", "object-lock", Member, NONE),
    row("GetObjectRetention", "GET", "retention", Member, NONE),
    row("GetPublicAccessBlock", "GET", "publicAccessBlock", Member, NONE),
    row("GetObjectAttributes", "GET", "attributes", Members, &[("last-modified", "LastModified")]),
    row("GetObjectTagging", "GET", "tagging", Members, NONE),
    row("HeadBucket", "HEAD", "", Nothing, NONE),
    row("HeadObject", "HEAD", "", Nothing, OBJECT),
    row("ListBuckets", "GET", "", Members, NONE),
    row("ListMultipartUploads", "GET", "uploads", Members, NONE),
    row("ListObjectVersions", "GET", "versions", Members, NONE),
    row("ListObjects", "GET", "", Members, NONE),
    row("ListObjectsV2", "GET", "list-type=2", Members, NONE),
    row("ListParts", "GET", "", Members, NONE),
    row("PutBucketAcl", "PUT", "acl", Nothing, NONE)
        .with_document("AccessControlPolicy", "AccessControlPolicy")
        .with_checksum(),
    row("PutBucketCors", "PUT", "cors", Nothing, NONE)
        .with_document("CORSConfiguration", "CORSConfiguration")
        .with_checksum(),
    row("PutBucketLifecycleConfiguration", "PUT", "lifecycle", Nothing, NONE)
        .with_document("LifecycleConfiguration", "LifecycleConfiguration")
        .with_checksum(),
    row("PutBucketPolicy", "PUT", "policy", Nothing, NONE).with_text("Policy").with_checksum(),
    row("PutObject", "PUT", "", Nothing, E_TAG).with_checksum(),
    row("PutObjectAcl", "PUT", "acl", Nothing, NONE)
        .with_document("AccessControlPolicy", "AccessControlPolicy")
        .with_checksum(),
    row("PutObjectLegalHold", "PUT", "legal-hold", Nothing, NONE)
        .with_document("LegalHold", "LegalHold")
        .with_checksum(),
    row("PutObjectLockConfiguration", "PUT", "object-lock", Nothing, NONE)
        .with_document("ObjectLockConfiguration", "ObjectLockConfiguration")
        .with_checksum(),
    row("PutObjectRetention", "PUT", "retention", Nothing, NONE)
        .with_document("Retention", "Retention")
        .with_checksum(),
    row("RestoreObject", "POST", "restore", Nothing, NONE)
        .with_document("RestoreRequest", "RestoreRequest")
        .with_checksum(),
    row("PutObjectTagging", "PUT", "tagging", Nothing, NONE).with_document("Tagging", "Tagging").with_checksum(),
    row("UploadPart", "PUT", "", Nothing, E_TAG).with_checksum(),
    row("UploadPartCopy", "PUT", "", Member, NONE),
];

/// The form of an operation: its row, or what follows from the crate's own table of it.
pub fn find(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().chain(DERIVED.iter()).find(|row| row.name == name)
}

/// The operations without a row: those of one document, in the request or in the response.
static DERIVED: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let tables = introspection::tables();
    let missing =
        tables.iter().filter(|table| table.is_of_bucket && !OPERATIONS.iter().any(|row| row.name == table.operation));
    missing.filter_map(derived).collect()
});

fn derived(table: &introspection::Table) -> Option<Operation> {
    let [query] = table.query else { return None };
    let answer = if table.root.is_some() { Members } else { Nothing };
    let row = row(table.operation, table.method, query, answer, NONE);
    let document = table.rows.iter().find(|row| row.place == Place::Document);
    Some(match document {
        Some(document) => row.with_document(document.name, document.name).with_checksum(),
        None => row,
    })
}

/// Headers whose parameter or member has a name of its own; the others follow from [`header_of`].
const NAMES: &[(&str, &str)] = &[
    ("ACL", "x-amz-acl"),
    ("BucketKeyEnabled", "x-amz-server-side-encryption-bucket-key-enabled"),
    ("CacheControl", "Cache-Control"),
    ("ChecksumCRC32", "x-amz-checksum-crc32"),
    ("ChecksumCRC32C", "x-amz-checksum-crc32c"),
    ("ChecksumCRC64NVME", "x-amz-checksum-crc64nvme"),
    ("ChecksumSHA1", "x-amz-checksum-sha1"),
    ("ChecksumSHA256", "x-amz-checksum-sha256"),
    ("ContentDisposition", "Content-Disposition"),
    ("ContentEncoding", "Content-Encoding"),
    ("ContentLanguage", "Content-Language"),
    ("ContentLength", "Content-Length"),
    ("ContentMD5", "Content-MD5"),
    ("ContentType", "Content-Type"),
    ("CopySourceSSECustomerAlgorithm", "x-amz-copy-source-server-side-encryption-customer-algorithm"),
    ("CopySourceSSECustomerKey", "x-amz-copy-source-server-side-encryption-customer-key"),
    ("CopySourceSSECustomerKeyMD5", "x-amz-copy-source-server-side-encryption-customer-key-MD5"),
    ("ExpectedSourceBucketOwner", "x-amz-source-expected-bucket-owner"),
    ("Expires", "Expires"),
    ("IfMatch", "If-Match"),
    ("IfModifiedSince", "If-Modified-Since"),
    ("IfNoneMatch", "If-None-Match"),
    ("IfUnmodifiedSince", "If-Unmodified-Since"),
    ("MpuObjectSize", "x-amz-mp-object-size"),
    ("ObjectLockEnabledForBucket", "x-amz-bucket-object-lock-enabled"),
    ("ObjectLockLegalHoldStatus", "x-amz-object-lock-legal-hold"),
    ("PartsCount", "x-amz-mp-parts-count"),
    ("Range", "Range"),
    ("SSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm"),
    ("SSECustomerKey", "x-amz-server-side-encryption-customer-key"),
    ("SSECustomerKeyMD5", "x-amz-server-side-encryption-customer-key-MD5"),
    ("SSEKMSKeyId", "x-amz-server-side-encryption-aws-kms-key-id"),
    ("TagCount", "x-amz-tagging-count"),
];

/// Parameters of the query, but for those of which only the first letter's case differs from [`kebab`].
const QUERY: &[(&str, &str)] = &[
    ("BucketRegion", "bucket-region"),
    ("ContinuationToken", "continuation-token"),
    ("Delimiter", "delimiter"),
    ("EncodingType", "encoding-type"),
    ("Id", "id"),
    ("FetchOwner", "fetch-owner"),
    ("KeyMarker", "key-marker"),
    ("Marker", "marker"),
    ("MaxBuckets", "max-buckets"),
    ("MaxKeys", "max-keys"),
    ("MaxParts", "max-parts"),
    ("MaxUploads", "max-uploads"),
    ("PartNumber", "partNumber"),
    ("PartNumberMarker", "part-number-marker"),
    ("Prefix", "prefix"),
    ("ResponseCacheControl", "response-cache-control"),
    ("ResponseContentDisposition", "response-content-disposition"),
    ("ResponseContentEncoding", "response-content-encoding"),
    ("ResponseContentLanguage", "response-content-language"),
    ("ResponseContentType", "response-content-type"),
    ("ResponseExpires", "response-expires"),
    ("StartAfter", "start-after"),
    ("UploadId", "uploadId"),
    ("UploadIdMarker", "upload-id-marker"),
    ("VersionId", "versionId"),
    ("VersionIdMarker", "version-id-marker"),
];

/// The name in the query, of a parameter that is there.
pub fn query_of(parameter: &str) -> Option<&'static str> {
    QUERY.iter().find_map(|(name, query)| (*name == parameter).then_some(*query))
}

/// The header of a parameter.
pub fn header_of(operation: &Operation, parameter: &str) -> String {
    if parameter == "ChecksumAlgorithm" && operation.adds_checksum {
        return "x-amz-sdk-checksum-algorithm".to_owned();
    }
    let named = NAMES.iter().find_map(|(name, header)| (*name == parameter).then_some(*header));
    named.map_or_else(|| format!("x-amz-{}", kebab(parameter)), str::to_owned)
}

/// The member that boto3 makes of a header of an answer.
pub fn member_of(operation: &Operation, header: &str) -> Vec<String> {
    if !header.starts_with("x-amz-") {
        let own = operation.headers.iter().filter(|(name, _)| *name == header);
        return own.map(|(_, member)| (*member).to_owned()).collect();
    }
    // Lists tell the Region too, and boto3 has no such member of theirs.
    let is_no_member = header == "x-amz-bucket-region" && operation.name.starts_with("ListObjects");
    if is_no_member || ["x-amz-request-id", "x-amz-id-2"].contains(&header) {
        return Vec::new();
    }
    let named = NAMES.iter().find_map(|(member, name)| (name.eq_ignore_ascii_case(header)).then_some(*member));
    vec![named.map_or_else(|| camel(&header["x-amz-".len()..]), str::to_owned)]
}

/// `CopySourceIfMatch` as `copy-source-if-match`. Every capital begins a word, as in the recordings' masks.
pub fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

fn camel(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').filter(|word| !word.is_empty()).map(capital).collect()
}
