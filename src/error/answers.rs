//! The one table of errors: what S3 says, and how sure we are that it does.
//!
//! One row is one sentence of S3's. An operation names the rows it may answer in its `ANSWERS`; nothing else in the
//! crate spells a code, a status or a message. A `{}` in a message is a gap that the operation fills.

use std::fmt;

/// How well an answer is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Seen in an answer recorded from AWS.
    Recorded,
    /// In AWS's documentation or its service model.
    Documented,
    /// Asserted by a test suite that is said to run against AWS.
    Suite,
    /// Another implementation's choice, or an inference.
    Guess,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Recorded => "recorded",
            Self::Documented => "documented",
            Self::Suite => "suite",
            Self::Guess => "guess",
        })
    }
}

/// One sentence of S3's: a row of the table of errors.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The row's name in this crate, such as `NO_SUCH_UPLOAD`.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// S3's code.
    pub code: &'static str,
    /// S3's sentence; `{}` stands for a value that depends on the request.
    pub message: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
}

macro_rules! answers {
    ($($name:ident = $status:literal $code:ident $confidence:ident $message:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($code), "`, ", stringify!($status), ".")]
            pub(crate) static $name: Answer = Answer {
                name: stringify!($name),
                status: $status,
                code: stringify!($code),
                message: $message,
                confidence: Confidence::$confidence,
            };
        )*
        /// The whole table.
        pub(crate) static ALL: &[&Answer] = &[$(&$name),*];
    };
}

answers! {
    // 304
    NOT_MODIFIED = 304 NotModified Recorded "Not Modified";

    // 400: what the request says about itself
    ACL_NOT_SUPPORTED = 400 AccessControlListNotSupported Recorded "The bucket does not allow ACLs";
    ACL_UNKNOWN = 400 InvalidArgument Recorded "";
    ACL_WITH_GRANTS = 400 InvalidRequest Recorded "Specifying both Canned ACLs and Header Grants is not allowed";
    ACL_WITH_OWNER_ENFORCED = 400 InvalidBucketAclWithObjectOwnership Documented "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    BAD_REQUEST = 400 BadRequest Guess "An error occurred when parsing the HTTP request.";
    BUCKET_REGION_INVALID = 400 InvalidArgument Recorded "Argument value {} is not a valid AWS Region";
    CHUNK_MALFORMED = 400 IncompleteBody Guess "The request body terminated unexpectedly";
    COMPLETE_WITHOUT_PARTS = 400 InvalidRequest Recorded "You must specify at least one part";
    CONTENT_SHA256_MISMATCH = 400 XAmzContentSHA256Mismatch Guess "The provided 'x-amz-content-sha256' header does not match what was computed.";
    CONTENT_SHA256_UNKNOWN = 400 InvalidArgument Guess "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
    CONTINUATION_TOKEN_INVALID = 400 InvalidArgument Recorded "The continuation token provided is incorrect";
    COPY_ONTO_ITSELF = 400 InvalidRequest Recorded "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    COPY_RANGE_BEYOND = 400 InvalidRequest Recorded "The specified copy range is invalid for the source object size";
    COPY_RANGE_FORM = 400 InvalidArgument Recorded "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
    COPY_RANGE_PAST_END = 400 InvalidArgument Recorded "Range specified is not valid for source object of size: {}";
    COPY_SOURCE_INVALID = 400 InvalidArgument Recorded "Invalid copy source object key";
    COPY_SOURCE_TOO_LARGE = 400 InvalidRequest Guess "The specified copy source is larger than the maximum allowable size for a copy source: {}";
    DIGEST_MD5_INVALID = 400 InvalidDigest Recorded "The Content-MD5 you specified was invalid.";
    DIGEST_MD5_MISMATCH = 400 BadDigest Recorded "The Content-MD5 you specified did not match what we received.";
    DIGEST_MISMATCH = 400 BadDigest Recorded "The {} you specified did not match the calculated checksum.";
    DIGEST_MISSING = 400 InvalidRequest Guess "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
    CHECKSUM_ALGORITHM_HEADER = 400 InvalidRequest Guess "The algorithm type you specified in x-amz-checksum- header is invalid.";
    CHECKSUM_ALGORITHM_MISMATCH = 400 InvalidRequest Guess "Value for x-amz-sdk-checksum-algorithm header is invalid.";
    CHECKSUM_ALGORITHM_UNKNOWN = 400 InvalidRequest Guess "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]";
    CHECKSUM_ALGORITHM_WITHOUT_VALUE = 400 InvalidRequest Guess "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.";
    CHECKSUM_COMPLETE_TYPE = 400 InvalidRequest Recorded "The upload was created using the {} checksum mode. The complete request must use the same checksum mode.";
    CHECKSUM_INVALID = 400 InvalidRequest Recorded "Value for x-amz-checksum-{} header is invalid.";
    CHECKSUM_MULTIPLE = 400 InvalidRequest Recorded "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
    CHECKSUM_PART_MISSING = 400 InvalidRequest Recorded "The upload was created using a {} checksum. The complete request must include the checksum for each part. It was missing for part {} in the request.";
    CHECKSUM_PART_OTHER = 400 BadDigest Recorded "The {} you specified for part {} did not match what we received.";
    CHECKSUM_TYPE_INVALID = 400 InvalidRequest Suite "Value for x-amz-checksum-type header is invalid.";
    CHECKSUM_TYPE_MISMATCH = 400 InvalidRequest Recorded "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}";
    CHECKSUM_TYPE_NOT_ALLOWED = 400 InvalidRequest Recorded "The {} checksum type cannot be used with the {} checksum algorithm.";
    CHECKSUM_TYPE_WITHOUT_ALGORITHM = 400 InvalidRequest Recorded "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
    KEY_WITH_UPLOADS = 400 InvalidRequest Guess "Key is not expected for the GET method ?uploads subresource";
    DECODED_LENGTH_INVALID = 400 InvalidArgument Guess "The x-amz-decoded-content-length header must be a non-negative integer.";
    ENCODING_INVALID = 400 InvalidArgument Recorded "Invalid Encoding Method specified in Request";
    ENCRYPTION_UNKNOWN = 400 InvalidArgument Guess "The encryption method specified is not supported";
    ENTITY_TOO_LARGE = 400 EntityTooLarge Documented "Your proposed upload exceeds the maximum allowed size";
    ENTITY_TOO_SMALL = 400 EntityTooSmall Recorded "Your proposed upload is smaller than the minimum allowed size";
    EXPECTED_OWNER_INVALID = 400 InvalidBucketOwnerAWSAccountID Recorded "The value of the expected bucket owner parameter must be an AWS Account ID... [{}]";
    FIELD_INVALID = 400 InvalidArgument Guess "The value of this parameter is not of its type.";
    INCOMPLETE_BODY = 400 IncompleteBody Documented "You did not provide the number of bytes specified by the Content-Length HTTP header";
    INVALID_BUCKET_NAME = 400 InvalidBucketName Recorded "The specified bucket is not valid.";
    INVALID_PART = 400 InvalidPart Recorded "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    INVALID_PART_ORDER = 400 InvalidPartOrder Recorded "The list of parts was not in ascending order. Parts must be ordered by part number.";
    INVALID_STORAGE_CLASS = 400 InvalidStorageClass Recorded "The storage class you specified is not valid";
    INVALID_URI = 400 InvalidURI Documented "Couldn't parse the specified URI.";
    KEY_TOO_LONG = 400 KeyTooLongError Documented "Your key is too long";
    LIFECYCLE_ABORT_DAYS = 400 InvalidArgument Guess "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer";
    LIFECYCLE_ID_TOO_LONG = 400 InvalidArgument Suite "ID length should not exceed allowed limit of 255";
    LIFECYCLE_ID_TWICE = 400 InvalidArgument Suite "Rule ID must be unique. Found same ID for more than one rule";
    LIFECYCLE_NO_ACTION = 400 InvalidRequest Suite "At least one action needs to be specified in a rule";
    LIFECYCLE_NO_RULES = 400 InvalidRequest Documented "At least one lifecycle rule must be specified.";
    LIFECYCLE_TOO_MANY_RULES = 400 InvalidRequest Documented "The number of lifecycle rules must not exceed the allowed limit of 1000 rules.";
    LIFECYCLE_V1_FILTER = 400 InvalidRequest Guess "Filter element can only be used in Lifecycle V2.";
    LIFECYCLE_V2_PREFIX = 400 InvalidRequest Guess "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.";
    LOCATION_INVALID = 400 InvalidLocationConstraint Recorded "The specified location-constraint is not valid";
    LOCATION_MISSING = 400 IllegalLocationConstraintException Recorded "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.";
    LOCATION_OTHER = 400 IllegalLocationConstraintException Recorded "The {} location constraint is incompatible for the region specific endpoint this request was sent to.";
    MALFORMED_TRAILER = 400 MalformedTrailerError Guess "The request contained trailing data that was not well-formed or did not conform to our published schema.";
    MALFORMED_XML = 400 MalformedXML Recorded "The XML you provided was not well-formed or did not validate against our published schema";
    MAX_BUCKETS_RANGE = 400 InvalidArgument Documented "Argument max-buckets must be an integer between 1 and 10000";
    MAX_NOT_A_NUMBER = 400 InvalidArgument Guess "Provided {} not an integer or within integer range";
    MAX_RANGE = 400 InvalidArgument Guess "Argument {} must be an integer between 0 and 2147483647";
    METADATA_DIRECTIVE_UNKNOWN = 400 InvalidArgument Guess "Unknown metadata directive.";
    METADATA_TOO_LARGE = 400 MetadataTooLarge Documented "Your metadata headers exceed the maximum allowed metadata size";
    OBJECT_SIZE_INVALID = 400 InvalidRequest Guess "Value for x-amz-mp-object-size header is invalid: '{}'";
    OBJECT_SIZE_MISMATCH = 400 InvalidRequest Recorded "The provided 'x-amz-mp-object-size' header value {} does not match what was computed: {}";
    OBJECT_SIZE_NEGATIVE = 400 InvalidRequest Guess "Value for x-amz-mp-object-size header is less than zero: '{}'";
    PART_NUMBER_RANGE = 400 InvalidArgument Recorded "Part number must be an integer between 1 and 10000, inclusive";
    PART_NUMBER_TOO_SMALL = 400 InvalidArgument Guess "PartNumber must be >= 1";
    PART_NUMBER_WITHOUT_UPLOAD = 400 InvalidArgument Suite "This operation does not accept partNumber without uploadId";
    RANGE_WITH_PART_NUMBER = 400 InvalidRequest Recorded "Cannot specify both Range header and partNumber query parameter";
    REDIRECT_INVALID = 400 InvalidRedirectLocation Guess "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.";
    TRAILER_UNKNOWN = 400 InvalidRequest Guess "The value specified in the x-amz-trailer header is not supported";
    TRAILER_VALUE_INVALID = 400 InvalidRequest Guess "Value for {} trailing header is invalid.";
    UPLOADS_WITH_UPLOAD_ID = 400 InvalidArgument Suite "Conflicting query string parameters: uploads, uploadId";
    UPLOAD_ID_MARKER_INVALID = 400 InvalidArgument Recorded "Invalid uploadId marker";
    VERSION_ID_INVALID = 400 InvalidArgument Recorded "Invalid version id specified";

    // 403
    ACCESS_DENIED = 403 AccessDenied Recorded "Access Denied";
    OBJECT_ARCHIVED = 403 InvalidObjectState Recorded "The operation is not valid for the object's storage class";

    // 404
    NO_SUCH_BUCKET = 404 NoSuchBucket Recorded "The specified bucket does not exist";
    NO_SUCH_KEY = 404 NoSuchKey Recorded "The specified key does not exist.";
    NO_SUCH_LIFECYCLE = 404 NoSuchLifecycleConfiguration Recorded "The lifecycle configuration does not exist";
    NO_SUCH_VERSION = 404 NoSuchVersion Recorded "The specified version does not exist.";
    NO_SUCH_UPLOAD = 404 NoSuchUpload Recorded "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";

    // 405, 409, 411, 412, 416
    METHOD_NOT_ALLOWED = 405 MethodNotAllowed Suite "The specified method is not allowed against this resource.";
    BUCKET_ALREADY_OWNED = 409 BucketAlreadyOwnedByYou Recorded "Your previous request to create the named bucket succeeded and you already own it.";
    CONDITIONAL_CONFLICT = 409 ConditionalRequestConflict Recorded "The conditional request cannot succeed due to a conflicting operation against this resource.";
    BUCKET_NOT_EMPTY = 409 BucketNotEmpty Recorded "The bucket you tried to delete is not empty";
    MISSING_CONTENT_LENGTH = 411 MissingContentLength Documented "You must provide the Content-Length HTTP header.";
    PRECONDITION_FAILED = 412 PreconditionFailed Recorded "At least one of the pre-conditions you specified did not hold";
    INVALID_PART_NUMBER = 416 InvalidPartNumber Recorded "The requested partnumber is not satisfiable";
    INVALID_RANGE = 416 InvalidRange Recorded "The requested range is not satisfiable";

    // 501: loudly
    CONDITION_NOT_IMPLEMENTED = 501 NotImplemented Recorded "A header you provided implies functionality that is not implemented";
    NOT_MODELLED = 501 NotImplemented Guess "fake-s3 does not model {}";
}
