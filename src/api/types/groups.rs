//! Groups of rows that several tables share, each with the trait by which one step reads or writes them all.

use super::*;
use crate::api::primitives::DateTime;
use crate::api::shape::Metadata;

group! {
    /// The headers in which a request carries checksum values.
    ($) checksum_headers: ChecksumValues {
        checksum_crc32: Option<String> = header("x-amz-checksum-crc32"),
        checksum_crc32_c: Option<String> = header("x-amz-checksum-crc32c"),
        checksum_crc64_nvme: Option<String> = header("x-amz-checksum-crc64nvme"),
        checksum_sha1: Option<String> = header("x-amz-checksum-sha1"),
        checksum_sha256: Option<String> = header("x-amz-checksum-sha256"),
        checksum_sha512: Option<String> = header("x-amz-checksum-sha512"),
        checksum_md5: Option<String> = header("x-amz-checksum-md5"),
        checksum_xxhash64: Option<String> = header("x-amz-checksum-xxhash64"),
        checksum_xxhash3: Option<String> = header("x-amz-checksum-xxhash3"),
        checksum_xxhash128: Option<String> = header("x-amz-checksum-xxhash128"),
    }
}

group! {
    ($) checksum_elements: use ChecksumValues {
        checksum_crc32: Option<String> = element("ChecksumCRC32"),
        checksum_crc32_c: Option<String> = element("ChecksumCRC32C"),
        checksum_crc64_nvme: Option<String> = element("ChecksumCRC64NVME"),
        checksum_sha1: Option<String> = element("ChecksumSHA1"),
        checksum_sha256: Option<String> = element("ChecksumSHA256"),
        checksum_sha512: Option<String> = element("ChecksumSHA512"),
        checksum_md5: Option<String> = element("ChecksumMD5"),
        checksum_xxhash64: Option<String> = element("ChecksumXXHASH64"),
        checksum_xxhash3: Option<String> = element("ChecksumXXHASH3"),
        checksum_xxhash128: Option<String> = element("ChecksumXXHASH128"),
    }
}

group! {
    /// The headers that set the ACL of an object that is written: a canned one, or grants. The SDK has none that grants
    /// to write.
    ($) acl_headers: AclHeaders {
        acl: Option<ObjectCannedAcl> = header("x-amz-acl"),
        grant_full_control: Option<String> = header("x-amz-grant-full-control"),
        grant_read: Option<String> = header("x-amz-grant-read"),
        grant_read_acp: Option<String> = header("x-amz-grant-read-acp"),
        grant_write_acp: Option<String> = header("x-amz-grant-write-acp"),
    }
}

group! {
    /// The headers that grant something on what is there, or on a new bucket.
    ($) grant_headers: GrantHeaders {
        grant_full_control: Option<String> = header("x-amz-grant-full-control"),
        grant_read: Option<String> = header("x-amz-grant-read"),
        grant_read_acp: Option<String> = header("x-amz-grant-read-acp"),
        grant_write: Option<String> = header("x-amz-grant-write"),
        grant_write_acp: Option<String> = header("x-amz-grant-write-acp"),
    }
}

group! {
    /// What an object remembers beside its bytes.
    ($) content_headers: ContentHeaders {
        cache_control: Option<String> = header("Cache-Control"),
        content_disposition: Option<String> = header("Content-Disposition"),
        content_encoding: Option<String> = header("Content-Encoding"),
        content_language: Option<String> = header("Content-Language"),
        content_type: Option<String> = header("Content-Type"),
        expires: Option<DateTime> = kept_header("Expires"),
        metadata: Option<Metadata> = headers("x-amz-meta-"),
        storage_class: Option<StorageClass> = header("x-amz-storage-class"),
        website_redirect_location: Option<String> = header("x-amz-website-redirect-location"),
    }
}

group! {
    /// How an object is to be encrypted.
    ($) encryption_headers: EncryptionHeaders {
        server_side_encryption: Option<ServerSideEncryption> = header("x-amz-server-side-encryption"),
        ssekms_key_id: Option<String> = header("x-amz-server-side-encryption-aws-kms-key-id"),
        ssekms_encryption_context: Option<String> = header("x-amz-server-side-encryption-context"),
        bucket_key_enabled: Option<bool> = header("x-amz-server-side-encryption-bucket-key-enabled"),
    }
}

group! {
    /// How an object is encrypted.
    ($) encryption_echo: EncryptionEcho {
        server_side_encryption: Option<ServerSideEncryption> = header("x-amz-server-side-encryption"),
        ssekms_key_id: Option<String> = header("x-amz-server-side-encryption-aws-kms-key-id"),
        bucket_key_enabled: Option<bool> = header("x-amz-server-side-encryption-bucket-key-enabled"),
    }
}

group! {
    /// The customer's key.
    ($) customer_key_headers: CustomerKeyHeaders {
        sse_customer_algorithm: Option<String> = header("x-amz-server-side-encryption-customer-algorithm"),
        sse_customer_key: Option<String> = header("x-amz-server-side-encryption-customer-key"),
        sse_customer_key_md5: Option<String> = header("x-amz-server-side-encryption-customer-key-MD5"),
    }
}

group! {
    /// Which customer's key was used.
    ($) customer_key_echo: CustomerKeyEcho {
        sse_customer_algorithm: Option<String> = header("x-amz-server-side-encryption-customer-algorithm"),
        sse_customer_key_md5: Option<String> = header("x-amz-server-side-encryption-customer-key-MD5"),
    }
}

group! {
    /// The customer's key of the source of a copy.
    ($) source_key_headers: SourceKeyHeaders {
        copy_source_sse_customer_algorithm: Option<String> = header("x-amz-copy-source-server-side-encryption-customer-algorithm"),
        copy_source_sse_customer_key: Option<String> = header("x-amz-copy-source-server-side-encryption-customer-key"),
        copy_source_sse_customer_key_md5: Option<String> = header("x-amz-copy-source-server-side-encryption-customer-key-MD5"),
    }
}

group! {
    /// The source of a copy, and the conditions on it.
    ($) copy_source_headers: CopySourceHeaders {
        copy_source: Option<String> = header("x-amz-copy-source"),
        copy_source_if_match: Option<String> = header("x-amz-copy-source-if-match"),
        copy_source_if_modified_since: Option<DateTime> = header("x-amz-copy-source-if-modified-since"),
        copy_source_if_none_match: Option<String> = header("x-amz-copy-source-if-none-match"),
        copy_source_if_unmodified_since: Option<DateTime> = header("x-amz-copy-source-if-unmodified-since"),
        expected_source_bucket_owner: Option<String> = header("x-amz-source-expected-bucket-owner"),
    }
}

group! {
    /// How long an object is protected.
    ($) object_lock_headers: ObjectLockHeaders {
        object_lock_mode: Option<ObjectLockMode> = header("x-amz-object-lock-mode"),
        object_lock_retain_until_date: Option<DateTime> = header_date_time("x-amz-object-lock-retain-until-date"),
        object_lock_legal_hold_status: Option<ObjectLockLegalHoldStatus> = header("x-amz-object-lock-legal-hold"),
        object_lock_event_hold: Option<ObjectLockEventHold> = header("x-amz-object-lock-event-hold"),
        object_lock_event_hold_duration_days: Option<i32> = header("x-amz-object-lock-event-hold-duration-days"),
        object_lock_event_hold_duration_years: Option<i32> = header("x-amz-object-lock-event-hold-duration-years"),
    }
}

group! {
    /// Conditions on reading.
    ($) read_conditions: ReadConditions {
        if_match: Option<String> = header("If-Match"),
        if_modified_since: Option<DateTime> = header("If-Modified-Since"),
        if_none_match: Option<String> = header("If-None-Match"),
        if_unmodified_since: Option<DateTime> = header("If-Unmodified-Since"),
    }
}

group! {
    /// What a reader wants the answer's headers to say.
    ($) response_overrides: ResponseOverrides {
        response_cache_control: Option<String> = query("response-cache-control"),
        response_content_disposition: Option<String> = query("response-content-disposition"),
        response_content_encoding: Option<String> = query("response-content-encoding"),
        response_content_language: Option<String> = query("response-content-language"),
        response_content_type: Option<String> = query("response-content-type"),
        response_expires: Option<DateTime> = query("response-expires"),
    }
}

group! {
    /// What a reader is told about an object, beside its bytes and its ETag.
    ($) object_echo: ObjectEcho {
        cache_control: Option<String> = header("Cache-Control"),
        content_disposition: Option<String> = header("Content-Disposition"),
        content_encoding: Option<String> = header("Content-Encoding"),
        content_language: Option<String> = header("Content-Language"),
        content_type: Option<String> = header("Content-Type"),
        content_range: Option<String> = header("Content-Range"),
        content_length: Option<i64> = header("Content-Length"),
        accept_ranges: Option<String> = header("accept-ranges"),
        last_modified: Option<DateTime> = header("Last-Modified"),
        e_tag: Option<String> = header("ETag"),
        metadata: Option<Metadata> = headers("x-amz-meta-"),
        storage_class: Option<StorageClass> = header("x-amz-storage-class"),
        website_redirect_location: Option<String> = header("x-amz-website-redirect-location"),
        checksum_type: Option<ChecksumType> = header("x-amz-checksum-type"),
        parts_count: Option<i32> = header("x-amz-mp-parts-count"),
        expires_string: Option<String> = header("Expires"),
    }
}

group! {
    /// The rest of what a response to a reader says of an object.
    ($) read_echo: ReadEcho {
        version_id: Option<String> = header("x-amz-version-id"),
        expiration: Option<String> = header("x-amz-expiration"),
        restore: Option<String> = header("x-amz-restore"),
        tag_count: Option<i32> = header("x-amz-tagging-count"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        expires: Option<DateTime> = derived("Expires"),
    }
}
