//! The one table of errors: what S3 says, and how sure we are that it does.
//!
//! One row is one sentence of S3's. An operation names the rows it may answer in its `ERRORS`; nothing else in the
//! crate spells a code, a status or a message. A `{}` in a message is a gap that the operation fills.
//!
//! Rows stand by status, and of one status by name; `tests/tidy/` checks it.
//!
//! A row says where it is from, best source first: `LS:` a test of LocalStack's whose answers were recorded from AWS,
//! `doc:` AWS's documentation, `model:` its service model, `suite:` ceph's s3-tests (`ST`) or versitygw's tests against
//! S3 (`VGW`), `field report:` an answer quoted in public, `guess:` and why.

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

/// One error that S3 returns: a row of the error table.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorRow {
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
    /// Where it is from: a recorded test, a page, a suite, a reason to guess.
    pub source: &'static str,
}

macro_rules! errors {
    ($($name:ident = $status:literal $code:ident $(.$exception:ident)? $confidence:ident $source:literal $message:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($code), $(".", stringify!($exception),)? "`, ", stringify!($status), ".")]
            pub(crate) static $name: ErrorRow = ErrorRow {
                name: stringify!($name),
                status: $status,
                code: concat!(stringify!($code) $(, ".", stringify!($exception))?),
                message: $message,
                confidence: Confidence::$confidence,
                source: $source,
            };
        )*
        /// The whole table.
        pub(crate) static ALL: &[&ErrorRow] = &[$(&$name),*];
    };
}

errors! {
    // 301
    PERMANENT_REDIRECT = 301 PermanentRedirect Documented "doc: 'Error responses', User guide 'Redirects'" "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";

    // 304
    NOT_MODIFIED = 304 NotModified Recorded "LS:test_s3_get_object_preconditions" "Not Modified";

    // 400: what the request says about itself
    ACCELERATION_WITH_PERIODS = 400 InvalidRequest Recorded "LS:test_bucket_acceleration_configuration_exc" "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names";
    ACL_NOT_SUPPORTED = 400 AccessControlListNotSupported Recorded "field reports of many recorded answers; suite: ST" "The bucket does not allow ACLs";
    ACL_UNKNOWN = 400 InvalidArgument Recorded "LS:test_s3_object_acl_exceptions" "";
    ACL_WITH_GRANTS = 400 InvalidRequest Recorded "LS:test_s3_object_acl_exceptions (recorded of PutObjectAcl)" "Specifying both Canned ACLs and Header Grants is not allowed";
    ACL_WITH_OWNER_ENFORCED = 400 InvalidBucketAclWithObjectOwnership Documented "doc: 'Error responses' (InvalidBucketAclWithObjectOwnership)" "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
    ANONYMOUS_STREAMING = 400 InvalidRequest Guess "guess: another implementation's sentence" "Anonymous requests don't support this x-amz-content-sha256 value. Please use UNSIGNED-PAYLOAD or STREAMING-UNSIGNED-PAYLOAD-TRAILER.";
    ATTRIBUTES_MISSING = 400 InvalidRequest Guess "guess: another implementation's sentence" "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty";
    ATTRIBUTE_UNKNOWN = 400 InvalidArgument Guess "guess: another implementation's sentence" "Invalid attribute name specified.";
    AUTHORIZATION_COMPONENT = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; the authorization component \"{}\" is malformed.";
    AUTHORIZATION_COMPONENTS = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.";
    AUTHORIZATION_COMPONENT_MISSING = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; missing {}.";
    AUTHORIZATION_DATE = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; incorrect date format \"{}\". This date in the credential must be in the format \"yyyyMMdd\".";
    AUTHORIZATION_DATE_OTHER = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; Invalid credential date. Date is not the same as X-Amz-Date.";
    AUTHORIZATION_MALFORMED = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence; that of the query is recorded" "The authorization header is malformed; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
    AUTHORIZATION_ONE_WORD = 400 InvalidArgument Suite "field report: learnjs#23 quotes AWS" "Authorization header is invalid -- one and only one ' ' (space) required.";
    AUTHORIZATION_REGION = 400 AuthorizationHeaderMalformed Recorded "LS: a recorded answer to a request that is signed for aws-global" "The authorization header is malformed; the region '{}' is wrong; expecting '{}'";
    AUTHORIZATION_SERVICE = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; incorrect service \"{}\". This endpoint belongs to \"s3\".";
    AUTHORIZATION_TERMINAL = 400 AuthorizationHeaderMalformed Guess "guess: another implementation's sentence" "The authorization header is malformed; incorrect terminal \"{}\". This endpoint uses \"aws4_request\".";
    AUTHORIZATION_TWICE = 400 InvalidArgument Suite "field report: an answer of AWS that is quoted in many places" "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified";
    AUTHORIZATION_UNKNOWN = 400 InvalidArgument Suite "field report: public logs quote AWS" "Unsupported Authorization Type";
    AUTHORIZATION_V2_MALFORMED = 400 InvalidArgument Suite "field report: tests of other implementations quote an answer of AWS" "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
    BAD_REQUEST = 400 BadRequest Suite "field report: versitygw 1364 quotes AWS" "An error occurred when parsing the HTTP request.";
    BODY_EMPTY = 400 MissingRequestBodyError Suite "field report: versitygw 820 and aws-sdk-cpp 733 quote AWS; suite: moto's tests that are verified against AWS" "Request Body is empty";
    BUCKET_KEY_WITH_DSSE = 400 InvalidArgument Guess "doc: User guide 'bucket-key' (bucket keys are not supported for DSSE-KMS); the answer is a guess" "S3 Bucket Keys aren't supported for DSSE-KMS";
    BUCKET_REGION_INVALID = 400 InvalidArgument Recorded "LS:test_list_buckets_region_validation" "Argument value {} is not a valid AWS Region";
    BYPASS_WITHOUT_LOCK = 400 InvalidArgument Recorded "LS: recorded answers to DeleteObject and DeleteObjects" "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.";
    CHECKSUM_ALGORITHMS_SEVERAL = 400 InvalidRequest Suite "suite: swift's tests against S3" "Invalid types are specified in x-amz-checksum-algorithm header.";
    CHECKSUM_ALGORITHM_HEADER = 400 InvalidRequest Guess "guess: another implementation's sentence" "The algorithm type you specified in x-amz-checksum- header is invalid.";
    CHECKSUM_ALGORITHM_MISMATCH = 400 InvalidRequest Suite "suite: swift's tests against S3" "Value for x-amz-sdk-checksum-algorithm header is invalid.";
    CHECKSUM_ALGORITHM_NOT_YET = 400 InvalidRequest Recorded "LS:test_multipart_parts_checksum_exceptions_composite" "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]";
    CHECKSUM_ALGORITHM_UNKNOWN = 400 InvalidRequest Guess "guess: another implementation's list of August 2026; AWS's of February (recorded) was shorter" "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]";
    CHECKSUM_ALGORITHM_WITHOUT_VALUE = 400 InvalidRequest Guess "guess: another implementation's sentence" "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.";
    CHECKSUM_COMPLETE_TYPE = 400 InvalidRequest Recorded "LS:test_multipart_parts_checksum_exceptions_composite, LS:test_multipart_parts_checksum_exceptions_full_object" "The upload was created using the {} checksum mode. The complete request must use the same checksum mode.";
    CHECKSUM_INVALID = 400 InvalidRequest Recorded "LS:test_s3_checksum_no_algorithm" "Value for x-amz-checksum-{} header is invalid.";
    CHECKSUM_MODE_INVALID = 400 InvalidRequest Suite "suite: swift's tests against S3" "Value for x-amz-checksum-mode header is invalid.";
    CHECKSUM_MULTIPLE = 400 InvalidRequest Recorded "LS:test_s3_checksum_no_algorithm" "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
    CHECKSUM_PART_INVALID = 400 InvalidArgument Suite "suite: swift's tests against S3" "Invalid Base64 or multiple checksums present in request";
    CHECKSUM_PART_MISSING = 400 InvalidRequest Recorded "LS:test_multipart_parts_checksum_exceptions_composite" "The upload was created using a {} checksum. The complete request must include the checksum for each part. It was missing for part {} in the request.";
    CHECKSUM_PART_OTHER = 400 BadDigest Recorded "LS:test_multipart_parts_checksum_exceptions_composite" "The {} you specified for part {} did not match what we received.";
    CHECKSUM_TYPE_INVALID = 400 InvalidRequest Suite "suite: VGW" "Value for x-amz-checksum-type header is invalid.";
    CHECKSUM_TYPE_MISMATCH = 400 InvalidRequest Recorded "LS:test_multipart_parts_checksum_exceptions_composite, LS:test_multipart_parts_checksum_exceptions_full_object" "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}";
    CHECKSUM_TYPE_NOT_ALLOWED = 400 InvalidRequest Recorded "LS:test_multipart_checksum_type_compatibility" "The {} checksum type cannot be used with the {} checksum algorithm.";
    CHECKSUM_TYPE_WITHOUT_ALGORITHM = 400 InvalidRequest Recorded "LS:test_multipart_parts_checksum_exceptions_composite" "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.";
    CHUNK_MALFORMED = 400 IncompleteBody Suite "field reports: versitygw 1660, 1666, 1695 quote answers of AWS" "The request body terminated unexpectedly";
    CHUNK_TOO_SMALL = 400 InvalidChunkSizeError Documented "doc: 'Signature calculations: chunked upload' (the limit); the sentence is another implementation's" "Only the last chunk is allowed to have a size less than 8192 bytes";
    COMPLETE_WITHOUT_PARTS = 400 InvalidRequest Recorded "LS: a recorded answer to CompleteMultipartUpload without a body" "You must specify at least one part";
    CONFIGURATION_ID_MISMATCH = 400 IdMismatch Recorded "LS:test_s3_put_inventory_report_exceptions; of other kinds of configurations a guess" "Document ID does not match the specified configuration ID.";
    CONTENT_SHA256_MISMATCH = 400 XAmzContentSHA256Mismatch Guess "guess: another implementation's sentence; the elements stand in public logs" "The provided 'x-amz-content-sha256' header does not match what was computed.";
    CONTENT_SHA256_MISSING = 400 InvalidRequest Guess "guess: another implementation's sentence" "Missing required header for this request: x-amz-content-sha256";
    CONTENT_SHA256_TRAILER = 400 InvalidRequest Suite "field report: versitygw 1601 and 1679 quote AWS" "The value of x-amz-content-sha256 header is invalid.";
    CONTENT_SHA256_UNKNOWN = 400 InvalidArgument Guess "guess: another implementation's sentence" "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.";
    CONTINUATION_TOKEN_INVALID = 400 InvalidArgument Recorded "LS:test_list_objects_v2_continuation_start_after" "The continuation token provided is incorrect";
    COPY_ONTO_ITSELF = 400 InvalidRequest Recorded "LS:test_s3_copy_object_in_place_metadata_directive, LS:test_s3_copy_object_in_place_storage_class, LS:test_s3_copy_object_in_place_website_redirect_location" "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    COPY_RANGE_BEYOND = 400 InvalidRequest Recorded "LS:test_upload_part_copy_range" "The specified copy range is invalid for the source object size";
    COPY_RANGE_FORM = 400 InvalidArgument Recorded "LS:test_upload_part_copy_range" "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy";
    COPY_RANGE_PAST_END = 400 InvalidArgument Recorded "LS:test_upload_part_copy_range" "Range specified is not valid for source object of size: {}";
    COPY_SOURCE_BUCKET = 400 InvalidArgument Suite "field report: versitygw 1388, 1390 and aws-sdk-cpp 1647 quote AWS" "Invalid copy source bucket name";
    COPY_SOURCE_ENCODING = 400 InvalidArgument Suite "field report: versitygw 1401 and paws 819 quote AWS" "Invalid copy source encoding";
    COPY_SOURCE_INVALID = 400 InvalidArgument Recorded "LS:test_s3_copy_object_wrong_format" "Invalid copy source object key";
    COPY_SOURCE_MARKER = 400 InvalidRequest Recorded "LS: a recorded answer to CopyObject" "The source of a copy request may not specifically refer to a delete marker by version id.";
    COPY_SOURCE_NOT_TAKEN = 400 InvalidArgument Suite "field report: versitygw 1612 and 1642 quote AWS" "You can only specify a copy source header for copy requests.";
    COPY_SOURCE_TOO_LARGE = 400 InvalidRequest Guess "guess: another implementation's sentence; the limit is documented" "The specified copy source is larger than the maximum allowable size for a copy source: {}";
    COPY_WITH_BODY = 400 InvalidRequest Suite "field reports: versitygw 1242 and amazonka 118 quote AWS" "The request included a body. Requests of this type must not include a non-empty body.";
    CORS_EXPOSED_INVALID = 400 InvalidRequest Suite "field report: cloudserver 497 quotes AWS, which speaks of AllowedHeader" "AllowedHeader \"{}\" contains invalid character.";
    CORS_EXPOSED_WILDCARD = 400 InvalidRequest Suite "field report: librelio javascript 53 quotes an answer of AWS" "ExposeHeader \"{}\" contains wildcard. We currently do not support wildcard for ExposeHeader.";
    CORS_HEADER_WILDCARDS = 400 InvalidRequest Guess "guess: as of AllowedOrigin, whose sentence is S3's" "AllowedHeader \"{}\" can not have more than one wildcard.";
    CORS_ID_TOO_LONG = 400 InvalidRequest Guess "doc: API_CORSRule (255 letters); the sentence is that of other ids" "ID length should not exceed allowed limit of 255";
    CORS_METHOD_INVALID = 400 BadRequest Suite "field report: another implementation's test against AWS (eutester); suite: ST test_cors_origin_response (the status)" "Invalid Access-Control-Request-Method: {}";
    CORS_METHOD_UNKNOWN = 400 InvalidRequest Recorded "LS:test_put_cors_invalid_rules" "Found unsupported HTTP method in CORS config. Unsupported method is {}";
    CORS_ORIGIN_MISSING = 400 BadRequest Recorded "LS:test_cors_http_options_no_config" "Insufficient information. Origin request header needed.";
    CORS_ORIGIN_WILDCARDS = 400 InvalidRequest Suite "field report: versitygw 1870 quotes an answer of AWS" "AllowedOrigin \"{}\" can not have more than one wildcard.";
    CUSTOMER_ALGORITHM_MISSING = 400 InvalidArgument Recorded "LS:test_put_object_validation_sse_c" "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.";
    CUSTOMER_ALGORITHM_UNKNOWN = 400 InvalidEncryptionAlgorithmError Recorded "LS:test_put_object_validation_sse_c, LS:test_copy_object_with_sse_c" "The Encryption request you specified is not valid. Supported value: AES256.";
    CUSTOMER_KEY_INVALID = 400 InvalidArgument Recorded "LS:test_put_object_validation_sse_c" "The secret key was invalid for the specified algorithm.";
    CUSTOMER_KEY_MD5_MISMATCH = 400 InvalidArgument Recorded "LS:test_put_object_validation_sse_c" "The calculated MD5 hash of the key did not match the hash that was provided.";
    CUSTOMER_KEY_MISSING = 400 InvalidArgument Recorded "LS:test_put_object_validation_sse_c" "Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.";
    CUSTOMER_KEY_NOT_APPLICABLE = 400 InvalidRequest Suite "suite: ST, VGW" "The encryption parameters are not applicable to this object.";
    CUSTOMER_KEY_OVER_HTTP = 400 InvalidRequest Guess "doc: User guide 'ServerSideEncryptionCustomerKeys' (S3 rejects it); the sentence is another implementation's" "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure connection.";
    CUSTOMER_KEY_WITH_METHOD = 400 InvalidArgument Recorded "LS:test_put_object_validation_sse_c, LS:test_copy_object_with_sse_c" "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";
    DECODED_LENGTH_INVALID = 400 InvalidArgument Guess "guess: the sentence is ours" "The x-amz-decoded-content-length header must be a non-negative integer.";
    DIGEST_MD5_INVALID = 400 InvalidDigest Recorded "LS: recorded answers to PutObject and UploadPart with a bad Content-MD5" "The Content-MD5 you specified was invalid.";
    DIGEST_MD5_MISMATCH = 400 BadDigest Recorded "LS: recorded answers to PutObject (the digest in hexadecimal) and UploadPart (in base64)" "The Content-MD5 you specified did not match what we received.";
    DIGEST_MISMATCH = 400 BadDigest Recorded "LS:test_multipart_parts_checksum_exceptions_full_object" "The {} you specified did not match the calculated checksum.";
    DIGEST_MISSING = 400 InvalidRequest Guess "guess: another implementation's sentence" "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
    EMAIL_AMBIGUOUS = 400 AmbiguousGrantByEmailAddress Documented "doc: 'Error responses'" "The email address you provided is associated with more than one account.";
    EMAIL_UNRESOLVABLE = 400 UnresolvableGrantByEmailAddress Documented "doc: 'Error responses'" "The email address you provided does not match any account on record.";
    ENCODING_INVALID = 400 InvalidArgument Recorded "LS:test_list_ops_encoding_type_validation" "Invalid Encoding Method specified in Request";
    ENCRYPTION_CONTEXT_INVALID = 400 InvalidArgument Suite "field report: an answer of AWS that is quoted in public" "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map";
    ENCRYPTION_NOT_TAKEN = 400 InvalidArgument Suite "field report: fog-aws 589, irods_resource_plugin_s3 1838 and ClickHouse 64570 quote answers of AWS; doc: API_GetObject, API_HeadObject" "x-amz-server-side-encryption header is not supported for this operation.";
    ENCRYPTION_PARAMETERS_MISSING = 400 InvalidRequest Recorded "LS:test_copy_object_with_sse_c, LS:test_multipart_upload_sse_c" "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";
    ENCRYPTION_UNKNOWN = 400 InvalidArgument Guess "guess: six other implementations agree on the sentence" "The encryption method specified is not supported";
    ENTITY_TOO_LARGE = 400 EntityTooLarge Documented "doc: User guide 'qfacts'; the elements are recorded on POST forms" "Your proposed upload exceeds the maximum allowed size";
    ENTITY_TOO_SMALL = 400 EntityTooSmall Recorded "LS:test_multipart_complete_multipart_too_small" "Your proposed upload is smaller than the minimum allowed size";
    EXPECTED_OWNER_INVALID = 400 InvalidBucketOwnerAWSAccountID Recorded "LS:test_delete_bucket_policy_expected_bucket_owner (recorded of DeleteBucketPolicy)" "The value of the expected bucket owner parameter must be an AWS Account ID... [{}]";
    FIELD_INVALID = 400 InvalidArgument Guess "guess: not recorded" "The value of this parameter is not of its type.";
    GRANTS_TOO_MANY = 400 InvalidRequest Guess "guess: the limit is documented (User guide 'acl-overview'), the answer is ours" "An access control list can have at most 100 grants";
    GRANT_FORMAT = 400 InvalidArgument Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "Argument format not recognized";
    GRANT_ID_INVALID = 400 InvalidArgument Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "Invalid id";
    GRANT_URI_INVALID = 400 InvalidArgument Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "Invalid group uri";
    HEADERS_TOO_LARGE = 400 RequestHeaderSectionTooLarge Documented "doc: 'Error responses'; the limit: API 'PUT Object' (8 KB)" "Your request header section exceeds the maximum allowed size.";
    HEADER_NOT_TAKEN = 400 InvalidArgument Suite "field report: AWS.jl 695 and libs3 80 (with their elements), boto3 2675, aws-cli 1674, alpakka 2906 and pekko-connectors 1245 quote answers of AWS" "The specified header is not valid in this context";
    INCOMPLETE_BODY = 400 IncompleteBody Documented "doc: 'Error responses'" "You did not provide the number of bytes specified by the Content-Length HTTP header";
    INVALID_BUCKET_NAME = 400 InvalidBucketName Recorded "doc: User guide 'bucketnamingrules'; the answer is recorded" "The specified bucket is not valid.";
    INVALID_PART = 400 InvalidPart Recorded "LS:test_complete_multipart_parts_order" "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    INVALID_PART_ORDER = 400 InvalidPartOrder Recorded "LS:test_complete_multipart_parts_order" "The list of parts was not in ascending order. Parts must be ordered by part number.";
    INVALID_STORAGE_CLASS = 400 InvalidStorageClass Recorded "LS: recorded answers to PutObject with storage classes that do not exist, and with OUTPOSTS" "The storage class you specified is not valid";
    INVALID_URI = 400 InvalidURI Guess "guess: the code is documented, that it is the answer to this is not" "Couldn't parse the specified URI.";
    INVENTORY_DESTINATION_INVALID = 400 InvalidS3DestinationBucket Recorded "LS:test_s3_put_inventory_report_exceptions" "Invalid bucket ARN.";
    KEY_OUTSIDE_BUCKET = 400 BadRequest Suite "field reports: floci 1231 and 1320 tell of AWS" "Bad Request";
    KEY_TOO_LONG = 400 KeyTooLongError Documented "doc: User guide 'object-keys'; the elements are other implementations'" "Your key is too long";
    KEY_WITH_UPLOADS = 400 InvalidRequest Guess "guess: another implementation's sentence" "Key is not expected for the GET method ?uploads subresource";
    KMS_ALIAS_NOT_FOUND = 400 KMS.NotFoundException Guess "guess: KMS's own sentence" "Alias {} is not found.";
    KMS_ARN_OF_OTHER_REGION = 400 KMS.NotFoundException Recorded "LS:test_s3_sse_validate_kms_key" "Invalid arn {}";
    KMS_HEADER_WITHOUT_KMS = 400 InvalidArgument Guess "guess: the sentence is that of the key's id" "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    KMS_KEY_DISABLED = 400 KMS.DisabledException Recorded "LS:test_s3_sse_validate_kms_key_state" "{} is disabled.";
    KMS_KEY_ID_INVALID = 400 KMS.NotFoundException Recorded "LS:test_s3_sse_validate_kms_key" "Invalid keyId '{}'";
    KMS_KEY_NOT_FOUND = 400 KMS.NotFoundException Recorded "LS:test_s3_sse_validate_kms_key" "Key '{}' does not exist";
    KMS_KEY_PENDING_DELETION = 400 KMS.KMSInvalidStateException Recorded "LS:test_s3_sse_validate_kms_key_state" "{} is pending deletion.";
    KMS_KEY_USAGE = 400 KMS.InvalidKeyUsageException Guess "doc: 'Error responses' (code); the sentence is KMS's own" "{} key usage is {} which is not valid for GenerateDataKey.";
    KMS_OVER_HTTP = 400 InvalidArgument Suite "field report: Dremio DX-21818 quotes an answer of AWS" "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a secure connection.";
    KMS_WITHOUT_METHOD = 400 InvalidArgument Suite "suite: ST" "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    KMS_WITHOUT_SIGNATURE_V4 = 400 InvalidArgument Suite "field report: an answer of AWS that is quoted in many places" "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    LIFECYCLE_ABORT_DAYS = 400 InvalidArgument Guess "guess: six other implementations agree" "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer";
    LIFECYCLE_ABORT_SIZES = 400 InvalidRequest Suite "field report: cfn-lint 3554 quotes an answer of AWS" "AbortIncompleteMultipartUpload cannot be specified with Object Size.";
    LIFECYCLE_ABORT_TAGS = 400 InvalidRequest Suite "field report: terraform-aws-s3-bucket 109 quotes an answer of AWS" "AbortIncompleteMultipartUpload cannot be specified with Tags.";
    LIFECYCLE_CLASS_TWICE = 400 InvalidRequest Guess "guess: another implementation's sentence" "'StorageClass' must be different for '{}' actions in same 'Rule' with {}";
    LIFECYCLE_DATES_AND_DAYS = 400 InvalidRequest Guess "guess: another implementation's sentence" "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for {}";
    LIFECYCLE_DATES_ORDER = 400 InvalidArgument Guess "guess: by analogy with days" "'Date' in the Expiration action for {} must be later than 'Date' in the Transition action";
    LIFECYCLE_DATE_NOT_MIDNIGHT = 400 InvalidArgument Recorded "LS: recorded answers to PutBucketLifecycleConfiguration (how the date is written is a guess)" "'Date' must be at midnight GMT";
    LIFECYCLE_DAYS_ORDER = 400 InvalidArgument Guess "guess: another implementation's sentence" "'Days' in the Expiration action for {} must be greater than 'Days' in the Transition action";
    LIFECYCLE_ID_TOO_LONG = 400 InvalidArgument Suite "suite: ST (code); the sentence is another implementation's" "ID length should not exceed allowed limit of 255";
    LIFECYCLE_ID_TWICE = 400 InvalidArgument Suite "suite: ST; field report: tiflash 9889 quotes an answer of AWS" "Rule ID must be unique. Found same ID for more than one rule";
    LIFECYCLE_LARGER_RANGE = 400 InvalidRequest Guess "guess: another implementation's sentence" "'ObjectSizeGreaterThan' should be between 0 and 1099511627776000.";
    LIFECYCLE_MARKER_SIZES = 400 InvalidRequest Guess "guess: another implementation's sentence" "ExpiredObjectDeleteMarker cannot be specified with Object Size.";
    LIFECYCLE_MARKER_TAGS = 400 InvalidRequest Documented "doc: 'Lifecycle configuration elements' (the rule); the sentence is another implementation's" "ExpiredObjectDeleteMarker cannot be specified with Tags.";
    LIFECYCLE_MINIMUM_UNKNOWN = 400 InvalidRequest Recorded "LS:test_s3_transition_default_minimum_object_size" "Invalid TransitionDefaultMinimumObjectSize found: {}";
    LIFECYCLE_NONCURRENT_ORDER = 400 InvalidArgument Suite "field report: cdkd 1426 quotes an answer of AWS" "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action";
    LIFECYCLE_NOT_POSITIVE = 400 InvalidArgument Suite "suite: ST (code); field report: Arsenal 2648, run against AWS" "'{}' for {} action must be a positive integer";
    LIFECYCLE_NO_ACTION = 400 InvalidRequest Suite "field report: crossplane 1337 quotes an answer of AWS" "At least one action needs to be specified in a rule";
    LIFECYCLE_NO_RULES = 400 InvalidRequest Documented "doc: 'Error responses' (code); the sentence is another implementation's" "At least one lifecycle rule must be specified.";
    LIFECYCLE_PREFIXES_OVERLAP = 400 InvalidRequest Guess "guess: another implementation's sentence, which it says is S3's" "Found overlapping prefixes '{}' and '{}' for same action type '{}'";
    LIFECYCLE_PREFIX_TOO_LONG = 400 InvalidRequest Guess "guess: the limit is documented, code and sentence are not known" "The maximum size of a prefix is 1024.";
    LIFECYCLE_SIZES_CROSSED = 400 InvalidRequest Documented "doc: 'Lifecycle configuration elements' (the rule); the sentence is another implementation's" "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.";
    LIFECYCLE_SMALLER_RANGE = 400 InvalidRequest Guess "guess: another implementation's sentence" "'ObjectSizeLessThan' should be between 1 and 1099511627776000.";
    LIFECYCLE_TAGS_TOO_MANY = 400 InvalidRequest Guess "guess: an object has at most 10 tags (documented); the sentence is ours" "A lifecycle rule filter cannot have more than 10 tags.";
    LIFECYCLE_TAG_TWICE = 400 InvalidRequest Recorded "LS: recorded answers to PutBucketLifecycleConfiguration" "Duplicate Tag Keys are not allowed.";
    LIFECYCLE_TOO_MANY_RULES = 400 InvalidRequest Documented "doc: 'Error responses'" "The number of lifecycle rules must not exceed the allowed limit of 1000 rules.";
    LIFECYCLE_TRANSITIONS_CLOSE = 400 InvalidArgument Guess "guess: another implementation's sentence" "'{}' in the '{}' action for StorageClass '{}' for {} must be at least one day apart from {} in the '{}' action for StorageClass '{}'";
    LIFECYCLE_TRANSITION_EARLY = 400 InvalidArgument Documented "doc: User guide 'lifecycle-transition-general-considerations' (the rule); the sentence is widely quoted" "'{}' in {} action must be greater than or equal to 30 for storageClass '{}'";
    LIFECYCLE_TRANSITION_NEGATIVE = 400 InvalidArgument Guess "guess: another implementation's sentence" "'{}' in {} action must be nonnegative";
    LIFECYCLE_V1_FILTER = 400 InvalidRequest Guess "guess: another implementation's sentence" "Filter element can only be used in Lifecycle V2.";
    LIFECYCLE_V1_NEWER_VERSIONS = 400 InvalidRequest Suite "field report: terraform-provider-aws 23228 quotes an answer of AWS" "NewerNoncurrentVersions element can only be used in Lifecycle V2.";
    LIFECYCLE_V2_PREFIX = 400 InvalidRequest Guess "guess: another implementation's sentence" "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.";
    LIST_BUCKETS_UNPAGED = 400 InvalidRequest Guess "doc: User guide 'BucketRestrictions' (that it is rejected); code and sentence are guesses" "Unpaginated ListBuckets requests are not supported for accounts with a bucket quota above 10,000.";
    LOCATION_INVALID = 400 InvalidLocationConstraint Recorded "LS:test_create_bucket_with_invalid_location_constraint, LS:test_different_location_constraint" "The specified location-constraint is not valid";
    LOCATION_MISSING = 400 IllegalLocationConstraintException Recorded "LS:test_different_location_constraint, LS:test_create_bucket_with_invalid_location_constraint, LS:test_create_bucket_with_eu_location_constraint_raises" "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.";
    LOCATION_OTHER = 400 IllegalLocationConstraintException Recorded "LS:test_different_location_constraint, LS:test_create_bucket_with_invalid_location_constraint, LS:test_create_bucket_with_eu_location_constraint_raises" "The {} location constraint is incompatible for the region specific endpoint this request was sent to.";
    LOCK_DATE_FORMAT = 400 InvalidArgument Suite "suite: VGW" "The retain until date must be provided in ISO 8601 format";
    LOCK_DATE_PAST = 400 InvalidArgument Recorded "LS:test_s3_object_retention_exc" "The retain until date must be in the future!";
    LOCK_DIGEST_MISSING = 400 InvalidRequest Suite "suite: VGW test_rest_put_object.sh (Put Object); field report: s3cmd 1436 quotes an answer of AWS (Put Part)" "Content-MD5 OR x-amz-checksum- HTTP header is required for {} requests with Object Lock parameters";
    LOCK_HEADERS_HALF = 400 InvalidArgument Recorded "LS: recorded answers to PutObject" "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
    LOCK_HEADER_DATE_PAST = 400 InvalidArgument Suite "suite: VGW; how the date is spelt is a guess" "The retain until date must be in the future!";
    LOCK_HOLD_UNKNOWN = 400 InvalidArgument Suite "suite: VGW" "Legal Hold must be either of 'ON' or 'OFF'";
    LOCK_MISSING = 400 InvalidRequest Recorded "LS:test_s3_object_retention_exc" "Bucket is missing Object Lock Configuration";
    LOCK_MISSING_FOR_HEADERS = 400 InvalidRequest Suite "field report: versitygw 1751 compared it with AWS" "Bucket is missing ObjectLockConfiguration";
    LOCK_MODE_UNKNOWN = 400 InvalidArgument Recorded "LS:test_s3_object_lock_mode_validation" "Unknown wormMode directive.";
    LOCK_PERIOD_NOT_POSITIVE = 400 InvalidArgument Suite "field report: storj/edge 528 quotes an answer of AWS" "Default retention period must be a positive integer value.";
    LOCK_PERIOD_TOO_LARGE = 400 InvalidArgument Suite "field report: storj/edge 528 quotes an answer of AWS" "Default retention period too large.";
    LOGGING_TARGET_MISSING = 400 InvalidTargetBucketForLogging Recorded "LS:test_put_bucket_logging_wrong_target" "The target bucket for logging does not exist";
    LOGGING_TARGET_OWNER = 400 InvalidTargetBucketForLogging Guess "doc: 'Error responses' (the code, and that the owner must be the same); the sentence is a guess" "The owner for the bucket to be logged and the target bucket must be the same.";
    MALFORMED_ACL = 400 MalformedACLError Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "The XML you provided was not well-formed or did not validate against our published schema";
    MALFORMED_TRAILER = 400 MalformedTrailerError Suite "field reports: versitygw 1600, 1626, 1690, 1691 quote answers of AWS" "The request contained trailing data that was not well-formed or did not conform to our published schema.";
    MALFORMED_XML = 400 MalformedXML Recorded "LS: recorded answers to PutBucketLifecycleConfiguration" "The XML you provided was not well-formed or did not validate against our published schema";
    MASTER_KEY_WITHOUT_KMS = 400 InvalidArgument Recorded "LS: a recorded answer to PutBucketEncryption" "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse";
    MAX_BUCKETS_RANGE = 400 InvalidArgument Guess "doc: model:ListBuckets; the sentence is a guess" "Argument max-buckets must be an integer between 1 and 10000";
    MAX_NOT_A_NUMBER = 400 InvalidArgument Guess "guess: another implementation's sentence" "Provided {} not an integer or within integer range";
    MAX_RANGE = 400 InvalidArgument Guess "guess: another implementation's sentence" "Argument {} must be an integer between 0 and 2147483647";
    MESSAGE_TOO_LARGE = 400 MaxMessageLengthExceeded Guess "guess: code and sentence are documented ('Error responses'), the limit is ours" "Your request was too big.";
    METADATA_DIRECTIVE_UNKNOWN = 400 InvalidArgument Guess "guess: another implementation's sentence" "Unknown metadata directive.";
    METADATA_NOT_TAKEN = 400 InvalidArgument Suite "field report: minio-py 675 (with its elements), aws-sdk-cpp 1905 and aws-sdk-java 1882 quote answers of AWS" "Metadata cannot be specified in this context.";
    METADATA_TOO_LARGE = 400 MetadataTooLarge Documented "doc: User guide 'UsingMetadata', 'Error responses'" "Your metadata headers exceed the maximum allowed metadata size";
    MISSING_SECURITY_HEADER = 400 MissingSecurityHeader Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "Your request was missing a required header";
    NOTIFICATION_ARN = 400 InvalidArgument Recorded "LS:test_invalid_sqs_arn" "The ARN could not be parsed";
    NOTIFICATION_EVENT = 400 InvalidArgument Guess "guess: the sentence of other implementations" "The event is not supported for notifications";
    NOTIFICATION_FILTER_NAME = 400 InvalidArgument Recorded "LS:test_bucket_notification_with_invalid_filter_rules" "filter rule name must be either prefix or suffix";
    NOTIFICATION_OVERLAP = 400 InvalidArgument Suite "field reports: many quote an answer of AWS" "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.";
    OBJECT_OWNERSHIP_INVALID = 400 InvalidArgument Recorded "LS: recorded answers to CreateBucket with an ownership that does not exist, and with none" "Invalid x-amz-object-ownership header: {}";
    OBJECT_SIZE_INVALID = 400 InvalidRequest Guess "guess: another implementation's sentences" "Value for x-amz-mp-object-size header is invalid: '{}'";
    OBJECT_SIZE_MISMATCH = 400 InvalidRequest Recorded "LS:test_multipart_size_validation" "The provided 'x-amz-mp-object-size' header value {} does not match what was computed: {}";
    OBJECT_SIZE_NEGATIVE = 400 InvalidRequest Guess "guess: another implementation's sentences" "Value for x-amz-mp-object-size header is less than zero: '{}'";
    PART_ENCRYPTION_MISMATCH = 400 InvalidRequest Recorded "LS:test_multipart_upload_sse_c_validation" "The provided encryption parameters did not match the ones used originally.";
    PART_ENCRYPTION_MISSING = 400 InvalidRequest Recorded "LS:test_multipart_upload_sse_c_validation" "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.";
    PART_NUMBER_RANGE = 400 InvalidArgument Recorded "LS:test_complete_multipart_parts_order; suite: VGW" "Part number must be an integer between 1 and 10000, inclusive";
    PART_NUMBER_TOO_SMALL = 400 InvalidArgument Guess "guess: another implementation's sentence" "PartNumber must be >= 1";
    PART_NUMBER_WITHOUT_UPLOAD = 400 InvalidArgument Suite "field reports: versitygw 1226 and 1237 quote AWS" "This operation does not accept partNumber without uploadId";
    POLICY_ACTION_INVALID = 400 MalformedPolicy Suite "suite: VGW (versitygw 650)" "Policy has invalid action";
    POLICY_CONDITION_KEY_INVALID = 400 MalformedPolicy Guess "guess: another implementation's sentence" "Policy has an invalid condition key";
    POLICY_CONDITION_OTHER = 400 MalformedPolicy Suite "field report: S3-Uploads 239 quotes AWS" "Conditions do not apply to combination of actions and resources in statement";
    POLICY_CONDITION_VALUE_INVALID = 400 MalformedPolicy Guess "guess: the code is S3's for every fault of a policy, the sentence is ours" "Invalid value in Conditions";
    POLICY_EFFECT_INVALID = 400 MalformedPolicy Suite "suite: VGW (versitygw 647)" "Invalid effect: {}";
    POLICY_FIELD_MISSING = 400 MalformedPolicy Suite "field reports: answers of AWS quoted in many places (Principal); suite: VGW (Statement)" "Missing required field {}";
    POLICY_JSON_INVALID = 400 MalformedPolicy Suite "suite: VGW" "This policy contains invalid Json";
    POLICY_NOT_JSON = 400 MalformedPolicy Suite "field report: aws-cli 2779 quotes an answer of AWS" "Policies must be valid JSON and the first byte must be '{'";
    POLICY_PRINCIPAL_INVALID = 400 MalformedPolicy Documented "doc: re:Post 's3-invalid-principal-in-policy-error'" "Invalid principal in policy";
    POLICY_RESOURCE_INVALID = 400 MalformedPolicy Documented "doc: User guide 'HostingWebsiteOnS3Setup'; suite: VGW (versitygw 648)" "Policy has invalid resource";
    POLICY_RESOURCE_OTHER = 400 MalformedPolicy Suite "suite: VGW (versitygw 645)" "Action does not apply to any resource(s) in statement";
    POLICY_STATEMENT_EMPTY = 400 MalformedPolicy Suite "suite: VGW (versitygw 646)" "Could not parse the policy: Statement is empty!";
    POLICY_SYNTAX_INVALID = 400 MalformedPolicy Guess "guess: another implementation's sentence" "Invalid policy syntax.";
    POLICY_TOO_LARGE = 400 MalformedPolicy Guess "doc: User guide 'add-bucket-policy' (the limit); the sentence is another implementation's" "Normalized policy document exceeds the maximum allowed size of 20480 bytes";
    POLICY_VERSION_INVALID = 400 MalformedPolicy Suite "suite: VGW" "The policy must contain a valid version string";
    POST_ALGORITHM = 400 InvalidArgument Guess "guess: as of the query" "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"";
    POST_CONDITIONS_LIST = 400 InvalidPolicyDocument Suite "suite: ST (the status), VGW (the sentence)" "Invalid Policy: Invalid 'conditions' value: must be a List.";
    POST_CONDITION_ARGUMENTS = 400 InvalidPolicyDocument Suite "suite: ST test_post_object_missing_content_length_argument (the status), VGW (the sentence)" "Invalid Policy: Invalid {}: wrong number of arguments.";
    POST_CONDITION_KIND = 400 InvalidPolicyDocument Guess "guess: another implementation's sentence" "Invalid Policy: Invalid condition test: must be a List or Object.";
    POST_CONDITION_OPERATOR = 400 InvalidPolicyDocument Guess "guess: another implementation's sentence" "Invalid Policy: Invalid Condition: unknown operation '{}'.";
    POST_CONDITION_WITHOUT_OPERATOR = 400 InvalidPolicyDocument Suite "field report: Stack Overflow 43431505 quotes an answer of AWS; for an empty list another implementation has it" "Invalid Policy: Invalid Condition: missing operation identifier.";
    POST_CREDENTIAL = 400 InvalidArgument Guess "guess: another implementation's sentence, which is that of the query without its beginning" "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
    POST_CREDENTIAL_DATE = 400 InvalidArgument Guess "guess: another implementation's sentence, which is that of the query without its beginning" "incorrect date format \"{}\". This date in the credential must be in the format \"yyyyMMdd\".";
    POST_CREDENTIAL_EMPTY = 400 InvalidArgument Suite "field report: outline 7060 quotes an answer of AWS" "a non-empty Access Key (AKID) must be provided in the credential.";
    POST_DATE = 400 InvalidArgument Suite "field report: michaeldyrynda/s3upload 1 quotes an answer of AWS" "X-Amz-Date must be formated via ISO8601 Long format";
    POST_DATE_OTHER = 400 InvalidArgument Guess "guess: documented is that it is the day of the signing key; the sentence is another implementation's of the query" "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".";
    POST_EXPIRATION_INVALID = 400 InvalidPolicyDocument Suite "field reports: carrierwave_direct 2 and 189, s3_direct_upload 11 quote answers of AWS" "Invalid Policy: Invalid 'expiration' value: '{}'";
    POST_FIELDS_TOO_LARGE = 400 MaxPostPreDataLengthExceeded Suite "field reports: s3_direct_upload 45, ember-uploader 45 quote answers of AWS" "Your POST request fields preceeding the upload file was too large.";
    POST_FIELD_MISSING = 400 InvalidArgument Recorded "LS:test_post_request_missing_signature, LS:test_post_request_missing_fields; field reports of the key" "Bucket POST must contain a field named '{}'.  If it is specified, please check the order of the fields.";
    POST_FIELD_UNICODE = 400 InvalidArgument Suite "field report: react-native-uploader-s3 5 quotes an answer of AWS" "Malformed Unicode code sequence in the field.";
    POST_FILE_MISSING = 400 InvalidArgument Suite "field reports: boto3 934, vue-dropzone 303 quote answers of AWS; doc: 'Error responses' has the sentence with IncorrectNumberOfFilesInPostRequest, which nobody was seen to get" "POST requires exactly one file upload per request.";
    POST_KEY_EMPTY = 400 InvalidArgument Guess "guess: six other implementations agree on the sentence" "User key must have a length greater than 0.";
    POST_MALFORMED = 400 MalformedPOSTRequest Documented "doc: 'Error responses'; field report: re:Post of a content type without a boundary" "The body of your POST request is not well-formed multipart/form-data.";
    POST_POLICY_BASE64 = 400 InvalidPolicyDocument Guess "guess: another implementation's sentence" "Invalid Policy: invalid Base64 encoding.";
    POST_POLICY_INCOMPLETE = 400 InvalidPolicyDocument Suite "suite: ST test_post_object_missing_expires_condition, test_post_object_missing_conditions_list (the status), VGW (the sentence)" "Invalid Policy: Policy missing {}.";
    POST_POLICY_JSON = 400 InvalidPolicyDocument Suite "field reports: ember-uploader 43, carrierwave_direct 230 quote answers of AWS" "Invalid Policy: Invalid JSON.";
    POST_POLICY_UNEXPECTED = 400 InvalidPolicyDocument Suite "field report: Stack Overflow 31169349 quotes an answer of AWS" "Invalid Policy: Unexpected: '{}'";
    POST_QUERY = 400 InvalidArgument Guess "doc: 'HTML forms' (they take no authentication in the query); the sentence is another implementation's" "Query String Parameters not allowed on POST requests.";
    POST_REGION = 400 InvalidArgument Suite "field reports: meteor-slingshot 150, aws-sdk-js 2529 quote answers of AWS" "the region '{}' is wrong; expecting '{}'";
    POST_SERVICE = 400 InvalidArgument Guess "guess: another implementation's sentence, which is that of the query without its beginning" "incorrect service \"{}\". This endpoint belongs to \"s3\".";
    POST_SIMPLE_CONDITION = 400 InvalidPolicyDocument Recorded "LS:test_post_object_policy_conditions_validation_eq" "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.";
    POST_SIMPLE_VALUE = 400 InvalidPolicyDocument Suite "field report: bennadel.com 2503 quotes an answer of AWS" "Invalid Policy: Invalid Simple-Condition: value must be a string.";
    POST_TERMINAL = 400 InvalidArgument Guess "guess: another implementation's sentence, which is that of the query without its beginning" "incorrect terminal \"{}\". This endpoint uses \"aws4_request\".";
    PUBLIC_ACCESS_BLOCK_EMPTY = 400 InvalidRequest Guess "guess: another implementation's sentence" "Must specify at least one configuration.";
    QUERY_ALGORITHM = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"";
    QUERY_CREDENTIAL_DATE = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "Error parsing the X-Amz-Credential parameter; incorrect date format \"{}\". This date in the credential must be in the format \"yyyyMMdd\".";
    QUERY_CREDENTIAL_MALFORMED = 400 AuthorizationQueryParametersError Recorded "LS: a recorded answer to a presigned request whose credential is encoded twice" "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
    QUERY_DATE = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
    QUERY_DATE_OTHER = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{}\".";
    QUERY_EXPIRES_NEGATIVE = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "X-Amz-Expires must be non-negative";
    QUERY_EXPIRES_NO_NUMBER = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "X-Amz-Expires should be a number";
    QUERY_EXPIRES_TOO_LARGE = 400 AuthorizationQueryParametersError Guess "doc: 'Authenticating requests: query parameters' (the limit); the sentence is another implementation's" "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds";
    QUERY_PARAMETERS_MISSING = 400 AuthorizationQueryParametersError Recorded "LS:test_s3_put_presigned_url_missing_sig_param" "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
    QUERY_REGION = 400 AuthorizationQueryParametersError Suite "field report: an answer of AWS that is quoted in many places; that of the header is recorded" "Error parsing the X-Amz-Credential parameter; the region '{}' is wrong; expecting '{}'";
    QUERY_SERVICE = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "Error parsing the X-Amz-Credential parameter; incorrect service \"{}\". This endpoint belongs to \"s3\".";
    QUERY_TERMINAL = 400 AuthorizationQueryParametersError Guess "guess: another implementation's sentence" "Error parsing the X-Amz-Credential parameter; incorrect terminal \"{}\". This endpoint uses \"aws4_request\".";
    RANGE_WITH_PART_NUMBER = 400 InvalidRequest Recorded "LS:test_get_object_part" "Cannot specify both Range header and partNumber query parameter";
    REDIRECT_INVALID = 400 InvalidRedirectLocation Guess "guess: another implementation's sentence" "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.";
    REPLICATION_DESTINATION = 400 InvalidRequest Suite "field report: terraform-aws-remote-state-s3-backend 107 quotes an answer of AWS" "Destination bucket must have versioning enabled.";
    REPLICATION_ID_TWICE = 400 InvalidArgument Guess "guess: another implementation's sentence" "Rule Id must be unique";
    REPLICATION_MARKERS_MISSING = 400 InvalidRequest Suite "field reports quote an answer of AWS" "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";
    REPLICATION_MARKERS_WITHOUT_FILTER = 400 InvalidRequest Suite "field report: rust-lang/simpleinfra 468 quotes an answer of AWS" "DeleteMarkerReplication cannot be used for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";
    REPLICATION_PRIORITY_MISSING = 400 InvalidRequest Guess "guess: as of DeleteMarkerReplication, whose sentence is S3's" "Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";
    REPLICATION_VERSIONING = 400 InvalidRequest Recorded "LS:test_replication_config" "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
    REQUEST_TIMEOUT = 400 RequestTimeout Documented "doc: 'Error responses'" "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.";
    RESPONSE_HEADERS_ANONYMOUS = 400 InvalidRequest Documented "doc: API reference 'GetObject' (that they must be signed); the sentence is another implementation's" "Request specific response headers cannot be used for anonymous GET requests.";
    RESPONSE_HEADER_NOT_LATIN = 400 InvalidArgument Recorded "LS:test_s3_get_response_header_overrides" "Header value cannot be represented using ISO-8859-1.";
    RESPONSE_HEADER_UNKNOWN = 400 InvalidArgument Suite "field report: versitygw 2075 quotes AWS" "{} is not in the set of overridable response headers. Please refer to the S3 API documentation for a complete list of overridable response headers.";
    RESTORE_DAYS = 400 InvalidArgument Guess "guess: another implementation's sentence; that it is at least a day is documented of batch jobs" "restoration days should be at least 1";
    RESTORE_TIER = 400 InvalidArgument Guess "guess: the sentence stands in public tools that look for it, the code is inferred" "Retrieval option is not supported by this storage class";
    SELECTORS_SEVERAL = 400 InvalidArgument Suite "field report: backlot 230 measured the status; the sentence is as of uploads with uploadId" "Conflicting query string parameters: {}, {}";
    SIGNATURE_V2_UNKNOWN = 400 InvalidRequest Suite "field report: the answer of Regions that know no SigV2 is quoted in many places" "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
    START_AFTER_NOT_TAKEN = 400 InvalidArgument Suite "field reports: versitygw 2004 and amazonka 376 quote AWS" "startAfter only supported in REST.GET.BUCKET with list-type=2";
    TAGGING_DIRECTIVE_UNKNOWN = 400 InvalidArgument Guess "guess: another implementation's sentence" "Unknown tagging directive.";
    TAGGING_HEADER_INVALID = 400 InvalidArgument Recorded "LS:test_object_tagging_exc" "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.";
    TAGS_OF_BUCKET_TOO_MANY = 400 BadRequest Guess "guess: another implementation's sentence; the limit is documented" "Bucket tag count cannot be greater than 50";
    TAGS_OF_OBJECT_TOO_MANY = 400 BadRequest Suite "field report: boto3 1213 quotes an answer of AWS" "Object tags cannot be greater than 10";
    TAG_KEY_INVALID = 400 InvalidTag Recorded "LS:test_tagging_validation, LS:test_create_bucket_with_tags_exc" "The TagKey you have provided is invalid";
    TAG_RESERVED_ON_BUCKET = 400 InvalidTag Recorded "LS:test_tagging_validation" "System tags cannot be added/updated by requester";
    TAG_RESERVED_ON_NEW_BUCKET = 400 InvalidTag Recorded "LS:test_create_bucket_with_tags_exc" "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags. Remove \"aws:\" from your tag keys and try again.";
    TAG_RESERVED_ON_OBJECT = 400 InvalidTag Recorded "LS:test_tagging_validation" "Your TagKey cannot be prefixed with aws:";
    TAG_TWICE = 400 InvalidTag Recorded "LS:test_tagging_validation" "Cannot provide multiple Tags with the same key";
    TAG_VALUE_INVALID = 400 InvalidTag Recorded "LS:test_tagging_validation, LS:test_create_bucket_with_tags_exc" "The TagValue you have provided is invalid";
    TOKEN_EXPIRED = 400 ExpiredToken Documented "doc: 'Error responses'; field reports quote it with its element" "The provided token has expired.";
    TOKEN_INVALID = 400 InvalidToken Documented "doc: 'Error responses'; field reports quote it with its element" "The provided token is malformed or otherwise invalid.";
    TOO_MANY_BUCKETS = 400 TooManyBuckets Documented "doc: 'Error responses' (code), User guide 'BucketRestrictions'; field report: terraform-aws-next-js 15 quotes the sentence of AWS" "You have attempted to create more buckets than allowed";
    TRAILER_UNKNOWN = 400 InvalidRequest Guess "guess: another implementation's sentence" "The value specified in the x-amz-trailer header is not supported";
    TRAILER_VALUE_INVALID = 400 InvalidRequest Suite "field report: versitygw 1652 quotes an answer of AWS" "Value for {} trailing header is invalid.";
    UNEXPECTED_CONTENT = 400 UnexpectedContent Recorded "LS:test_s3_bucket_acl_exceptions, LS:test_s3_object_acl_exceptions" "This request does not support content";
    UPDATE_KEY_ARN = 400 InvalidRequest Documented "doc: API reference 'UpdateObjectEncryption'" "Requests that modify an object's encryption type to SSE-KMS require a valid AWS KMS key Amazon Resource Name (ARN). Confirm that you have a correctly formatted KMS key ARN in your request, and then try again.";
    UPDATE_SIGNATURE = 400 InvalidRequest Documented "doc: API reference 'UpdateObjectEncryption'" "Requests that modify an object encryption configuration require AWS Signature Version 4. Modify the request to use AWS Signature Version 4, and then try again.";
    UPDATE_SOURCE = 400 InvalidRequest Documented "doc: API reference 'UpdateObjectEncryption'" "The UpdateObjectEncryption operation doesn't support source objects with the encryption type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are supported.";
    UPLOADS_WITH_UPLOAD_ID = 400 InvalidArgument Suite "suite: VGW test_rest_list_multipart_uploads.sh" "Conflicting query string parameters: uploads, uploadId";
    UPLOAD_ID_MARKER_INVALID = 400 InvalidArgument Recorded "LS: recorded answers to ListMultipartUploads with markers" "Invalid uploadId marker";
    VERSIONING_MISSING = 400 IllegalVersioningConfigurationException Recorded "LS:test_bucket_versioning_crud" "The Versioning element must be specified";
    VERSION_ID_EMPTY = 400 InvalidArgument Guess "field report: backlot 204 quotes an answer of AWS; other implementations have the same sentence" "Version id cannot be the empty string";
    VERSION_ID_INVALID = 400 InvalidArgument Recorded "LS:test_delete_object" "Invalid version id specified";
    VERSION_MARKER_ALONE = 400 InvalidArgument Recorded "LS:test_list_objects_versions_markers" "A version-id marker cannot be specified without a key marker.";
    VERSION_MARKER_EMPTY = 400 InvalidArgument Guess "field report, and another implementation's table" "A version-id marker cannot be empty.";
    VERSION_MARKER_INVALID = 400 InvalidArgument Guess "guess: the sentence is that of versionId, which is recorded" "Invalid version id specified";
    WEBSITE_CONDITION_EMPTY = 400 InvalidRequest Guess "guess: LocalStack's sentence" "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.";
    WEBSITE_INDEX_INVALID = 400 InvalidArgument Guess "guess: the sentence of LocalStack and other implementations" "The IndexDocument Suffix is not well formed";
    WEBSITE_INDEX_MISSING = 400 InvalidArgument Guess "guess: the sentence of LocalStack and other implementations" "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
    WEBSITE_PROTOCOL = 400 InvalidRequest Guess "guess: LocalStack's sentence" "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.";
    WEBSITE_REDIRECT_ALL = 400 InvalidArgument Suite "suite: s3-website tests of ceph and others; LocalStack has the same sentence" "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
    WEBSITE_REPLACE_TWICE = 400 InvalidRequest Guess "guess: LocalStack's sentence" "You can only define ReplaceKeyPrefix or ReplaceKey but not both.";

    // 403
    ACCESS_DENIED = 403 AccessDenied Recorded "LS:test_delete_bucket_policy_expected_bucket_owner (recorded of DeleteBucketPolicy)" "Access Denied";
    ACCESS_KEY_UNKNOWN = 403 InvalidAccessKeyId Documented "doc: 'Error responses'; field reports quote it with its element" "The AWS Access Key Id you provided does not exist in our records.";
    ANONYMOUS_COPY = 403 AccessDenied Guess "guess: another implementation's sentence" "Anonymous users cannot copy objects. Please authenticate.";
    ANONYMOUS_UPLOAD = 403 AccessDenied Guess "guess: a public log quotes it of AWS, of what year it does not say" "Anonymous users cannot initiate multipart uploads.  Please authenticate.";
    CORS_BUCKET_NOT_FOUND = 403 AccessForbidden Recorded "LS:test_cors_http_options_non_existent_bucket" "CORSResponse: Bucket not found";
    CORS_NOT_ALLOWED = 403 AccessForbidden Recorded "LS:test_cors_match_origins" "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    CORS_NOT_ENABLED = 403 AccessForbidden Recorded "LS:test_cors_http_options_no_config" "CORSResponse: CORS is not enabled for this bucket.";
    CROSS_LOCATION_LOGGING = 403 CrossLocationLoggingProhibitted Recorded "LS:test_put_bucket_logging_wrong_target" "Cross S3 location logging not allowed. ";
    CUSTOMER_KEYS_BLOCKED = 403 AccessDenied Suite "field report: an answer of AWS that is quoted in public; doc: User guide 'blocking-unblocking-s3-c-encryption-gpb'" "User: {} is not authorized to perform: s3:PutObject on resource: \"{}\" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type";
    CUSTOMER_KEY_WRONG = 403 AccessDenied Recorded "LS:test_object_retrieval_sse_c" "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.";
    DATE_MISSING = 403 AccessDenied Suite "field report: an answer of AWS that is quoted in public" "AWS authentication requires a valid Date or x-amz-date header";
    HEADERS_NOT_SIGNED = 403 AccessDenied Recorded "LS: recorded answers to presigned requests" "There were headers present in the request which were not signed";
    KMS_DENIED = 403 AccessDenied Suite "suite: mountpoint-s3's tests against S3 (session policies); field reports: logs that quote the others" "User: {} is not authorized to perform: {} on resource: {} {}";
    KMS_DENIED_ELSEWHERE = 403 AccessDenied Suite "field report: logs that quote an answer of AWS" "User: {} is not authorized to perform: {} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access";
    NOT_AUTHORIZED = 403 AccessDenied Documented "doc: IAM user guide 'Troubleshoot access denied error messages'; field reports of S3's (since 2024, within one account)" "User: {} is not authorized to perform: {} on resource: \"{}\" {}";
    OBJECT_ALREADY_ACTIVE = 403 ObjectAlreadyInActiveTierError Documented "model: ObjectAlreadyInActiveTierError; that it is the answer for INTELLIGENT_TIERING is inferred" "This action is not allowed against this storage tier.";
    OBJECT_ARCHIVED = 403 InvalidObjectState Recorded "LS:test_s3_get_deep_archive_object_restore" "The operation is not valid for the object's storage class";
    OBJECT_LOCKED = 403 AccessDenied Recorded "LS:test_object_lock_extend_duration, LS:test_s3_object_retention_exc" "Access Denied because object protected by object lock.";
    OBJECT_NOT_ARCHIVED = 403 InvalidObjectState Suite "field report: moto 4670 quotes an answer of AWS" "Restore is not allowed for the object's current storage class";
    POST_CONDITION_FAILED = 403 AccessDenied Recorded "LS:test_post_object_policy_conditions_validation_eq, LS:test_post_object_policy_conditions_validation_starts_with" "Invalid according to Policy: Policy Condition failed: {}";
    POST_EXPIRED = 403 AccessDenied Recorded "LS:test_post_request_expires" "Invalid according to Policy: Policy expired.";
    POST_FIELDS_EXTRA = 403 AccessDenied Suite "field reports: aws-sdk-php 290 and 3292 (of `bucket`), s3_direct_upload 54 quote answers of AWS" "Invalid according to Policy: Extra input fields: {}";
    QUERY_V2_EXPIRES_NO_NUMBER = 403 AccessDenied Suite "suite: swift's tests against S3" "Invalid date (should be seconds since epoch): {}";
    QUERY_V2_PARAMETERS_MISSING = 403 AccessDenied Recorded "LS:test_s3_put_presigned_url_missing_sig_param" "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    REQUEST_EXPIRED = 403 AccessDenied Recorded "LS: recorded answers to presigned requests; field reports quote the elements in their order" "Request has expired";
    REQUEST_NOT_VALID_YET = 403 AccessDenied Guess "guess: another implementation's sentence" "Request is not valid yet";
    REQUEST_TOO_SKEWED = 403 RequestTimeTooSkewed Documented "doc: 'Error responses'; field reports quote it with its elements" "The difference between the request time and the current time is too large.";
    SIGNATURE_MISMATCH = 403 SignatureDoesNotMatch Recorded "LS: recorded answers to presigned requests; field reports quote the elements in their order" "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    SOURCE_ARCHIVED = 403 InvalidObjectState Suite "field report: s3cmd 193 quotes AWS" "Operation is not valid for the source object's storage class";
    UPDATE_KEY_ACCOUNT = 403 AccessDenied Documented "doc: API reference 'UpdateObjectEncryption'" "The AWS KMS key in the request must be owned by the same account as the bucket. Modify the request to specify a KMS key from the same account, and then try again.";
    UPDATE_LOCKED = 403 AccessDenied Documented "doc: API reference 'UpdateObjectEncryption'" "The encryption type for the specified object can’t be updated because that object is protected by S3 Object Lock. If the object has a governance-mode retention period or a legal hold, you must first remove the Object Lock status on the object before you issue your UpdateObjectEncryption request. You can't use the UpdateObjectEncryption operation with objects that have an Object Lock compliance mode retention period applied to them.";

    // 404
    NO_OBJECT_LOCK = 404 ObjectLockConfigurationNotFoundError Recorded "LS:test_put_object_lock_configuration_on_existing_bucket" "Object Lock configuration does not exist for this bucket";
    NO_OWNERSHIP_CONTROLS = 404 OwnershipControlsNotFoundError Recorded "LS: a recorded answer to GetBucketOwnershipControls after the controls were deleted" "The bucket ownership controls were not found";
    NO_PUBLIC_ACCESS_BLOCK = 404 NoSuchPublicAccessBlockConfiguration Recorded "LS:test_crud_public_access_block" "The public access block configuration was not found";
    NO_SUCH_BUCKET = 404 NoSuchBucket Recorded "LS: recorded answers to copies from keys and buckets that do not exist" "The specified bucket does not exist";
    NO_SUCH_BUCKET_POLICY = 404 NoSuchBucketPolicy Recorded "LS:test_get_bucket_policy" "The bucket policy does not exist";
    NO_SUCH_CONFIGURATION = 404 NoSuchConfiguration Recorded "LS:test_get_bucket_metrics_configuration_not_exist, LS:test_s3_inventory_report_crud" "The specified configuration does not exist.";
    NO_SUCH_CORS = 404 NoSuchCORSConfiguration Recorded "LS:test_get_cors" "The CORS configuration does not exist";
    NO_SUCH_KEY = 404 NoSuchKey Recorded "LS:test_range_key_not_exists" "The specified key does not exist.";
    NO_SUCH_LIFECYCLE = 404 NoSuchLifecycleConfiguration Recorded "LS:test_delete_bucket_lifecycle_configuration" "The lifecycle configuration does not exist";
    NO_SUCH_OBJECT_LOCK = 404 NoSuchObjectLockConfiguration Recorded "LS:test_s3_object_retention_exc, LS:test_put_get_object_legal_hold" "The specified object does not have a ObjectLock configuration";
    NO_SUCH_REPLICATION = 404 ReplicationConfigurationNotFoundError Recorded "LS:test_replication_config" "The replication configuration was not found";
    NO_SUCH_TAG_SET = 404 NoSuchTagSet Recorded "LS:test_bucket_tagging_crud" "The TagSet does not exist";
    NO_SUCH_UPLOAD = 404 NoSuchUpload Recorded "LS:test_multipart_no_such_upload" "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
    NO_SUCH_VERSION = 404 NoSuchVersion Recorded "LS: inside a recorded answer to DeleteObjects; doc: 'Error responses'" "The specified version does not exist.";
    NO_SUCH_WEBSITE = 404 NoSuchWebsiteConfiguration Documented "doc: 'Error responses' (code); the sentence is quoted in many places" "The specified bucket does not have a website configuration";

    // 405, 409, 411, 412, 416
    DELETE_MARKER = 405 MethodNotAllowed Recorded "LS:test_object_tagging_versioned" "The specified method is not allowed against this resource.";
    EMAIL_GRANTEE_ELSEWHERE = 405 MethodNotAllowed Guess "guess: that eight Regions alone take such grants is documented (User guide 'acl-overview'); the answer of the others is that of all of them today" "The specified method is not allowed against this resource.";
    EMAIL_GRANTEE_REFUSED = 405 MethodNotAllowed Documented "doc: model:PutBucketAcl (end of support for e-mail grantees, October 2025); the sentence is that of the code" "The specified method is not allowed against this resource.";
    METHOD_NOT_ALLOWED = 405 MethodNotAllowed Suite "suite: VGW test_rest_list_buckets.sh" "The specified method is not allowed against this resource.";
    BUCKET_ALREADY_EXISTS = 409 BucketAlreadyExists Documented "doc: 'Error responses'; the answer is recorded elsewhere" "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
    BUCKET_ALREADY_OWNED = 409 BucketAlreadyOwnedByYou Recorded "LS:test_create_bucket_with_existing_name" "Your previous request to create the named bucket succeeded and you already own it.";
    BUCKET_HAS_VERSIONS = 409 BucketNotEmpty Recorded "LS:test_delete_versioned_bucket_with_objects" "The bucket you tried to delete is not empty. You must delete all versions in the bucket.";
    BUCKET_NOT_EMPTY = 409 BucketNotEmpty Recorded "LS:test_delete_bucket_with_objects" "The bucket you tried to delete is not empty";
    CONDITIONAL_CONFLICT = 409 ConditionalRequestConflict Recorded "LS:test_multipart_if_*" "The conditional request cannot succeed due to a conflicting operation against this resource.";
    LOCK_WITHOUT_VERSIONS = 409 InvalidBucketState Recorded "LS:test_put_object_lock_configuration_on_existing_bucket" "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    RESTORE_IN_PROGRESS = 409 RestoreAlreadyInProgress Documented "doc: 'Error responses', API_RestoreObject" "Object restore is already in progress";
    VERSIONING_LOCKED = 409 InvalidBucketState Recorded "LS: a recorded answer to PutBucketVersioning" "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
    MISSING_CONTENT_LENGTH = 411 MissingContentLength Documented "doc: 'Error responses', 'Signature calculations'" "You must provide the Content-Length HTTP header.";
    PRECONDITION_FAILED = 412 PreconditionFailed Recorded "LS:test_put_object_if_match" "At least one of the pre-conditions you specified did not hold";
    INVALID_PART_NUMBER = 416 InvalidPartNumber Recorded "LS:test_get_object_part" "The requested partnumber is not satisfiable";
    INVALID_RANGE = 416 InvalidRange Recorded "LS:test_get_object_range" "The requested range is not satisfiable";

    // 500, where AWS itself goes wrong
    INTERNAL_ERROR = 500 InternalError Recorded "LS:test_create_bucket_with_tags_exc; doc: User guide 'mpuoverview' (parts with checksums that are not numbered without a gap)" "We encountered an internal error. Please try again.";

    // 501: loudly
    CONDITION_NOT_IMPLEMENTED = 501 NotImplemented Recorded "LS:test_put_object_if_none_match_validation, LS:test_multipart_if_*" "A header you provided implies functionality that is not implemented";
    CONDITION_NOT_KNOWN = 501 NotImplemented Guess "guess: AWS's sentence of 2018 about If-Match on a put (s3-tests 218), which S3 did not know then" "A header you provided implies functionality that is not implemented";
    NOT_MODELLED = 501 NotImplemented Guess "guess: loudly, rather than stored and ignored" "fake-s3 does not model {}";
    RENAME_NOT_IMPLEMENTED = 501 NotImplemented Guess "guess: directory buckets alone can rename (doc: API_RenameObject); the sentence is that of other headers of theirs" "A header you provided implies functionality that is not implemented";
    TRANSFER_ENCODING_NOT_IMPLEMENTED = 501 NotImplemented Suite "field report: knox 43, awssum 30, Connector 1643 and irods_resource_plugin_s3 2301 quote answers of AWS" "A header you provided implies functionality that is not implemented";

    // 503: only by a fault
    SERVICE_UNAVAILABLE = 503 ServiceUnavailable Documented "doc: 'Error responses'" "Service is unable to handle request.";
    SLOW_DOWN = 503 SlowDown Documented "doc: 'Error responses'" "Please reduce your request rate.";
}
