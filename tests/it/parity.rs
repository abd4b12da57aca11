//! One text, compiled twice: against the AWS SDK and against its mirror. Both must compile, and both must pass.
//!
//! Out of the mirror's scope, and so of the stories': `customize`, `presigned`, paginators, waiters, `config` and
//! `ByteStream::from_path`.
#![allow(clippy::redundant_closure_for_method_calls, reason = "a text for two crates names the types of neither")]

use fake_s3::FakeS3;
use std::error::Error;
use std::future::Future;

type Told = Result<(), Box<dyn Error>>;

mod real {
    use aws_sdk_s3 as sdk;
    include!("parity/stories.rs");
}

mod fake {
    use fake_s3 as sdk;
    use fake_s3::S3 as _;
    include!("parity/stories.rs");
}

/// Tells a story to its end. The mirror needs no runtime; the SDK gets the smallest.
#[track_caller]
fn check(story: impl Future<Output = Told>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    runtime.block_on(story).expect("a story that ends well");
}

/// The same over a socket: the SDK's client there, the server here, and one thread for both.
#[cfg(feature = "server")]
#[track_caller]
fn check_served(story: &impl AsyncFn(&aws_sdk_s3::Client) -> Told) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let server = FakeS3::new().serve("127.0.0.1:0").await.expect("a free port");
        story(&server.sdk_client()).await.expect("a story that ends well");
        server.shutdown().await;
    });
}

/// A story that is told but not listed here is dead code, and the compiler says so.
macro_rules! stories {
    ($($file:ident { $($story:ident,)* })*) => {
        mod with_the_sdk { $($(
            #[test]
            fn $story() {
                super::check(super::real::$file::$story(&super::FakeS3::new().sdk_client()));
            }
        )*)* }

        #[cfg(feature = "server")]
        mod with_the_sdk_over_a_socket { $($(
            #[test]
            fn $story() {
                super::check_served(&super::real::$file::$story);
            }
        )*)* }

        mod with_the_mirror { $($(
            #[test]
            fn $story() {
                super::check(super::fake::$file::$story(&super::FakeS3::new().client()));
            }
        )*)* }
    };
}

stories! {
    multipart {
        an_upload_is_made_listed_and_completed,
        parts_keep_the_checksums_of_the_upload,
        a_part_that_is_uploaded_again_replaces_the_first,
        parts_are_listed_in_pages,
        uploads_are_listed_in_pages_and_by_prefix,
        a_part_is_copied_from_an_object,
        an_abort_frees_the_upload,
        an_upload_says_when_a_rule_aborts_it,
    }
    objects {
        an_object_is_put_and_read,
        what_is_said_of_an_object_is_remembered,
        conditions_decide_about_a_read,
        an_object_is_copied,
        a_plus_in_the_source_of_a_copy_is_a_space,
        there_is_one_checksum_mode,
        objects_are_deleted,
        objects_are_listed,
        an_object_without_a_body_is_empty,
        what_is_known_of_an_object_is_told,
        the_parts_of_an_object_are_told_in_pages,
        an_archived_object_is_restored,
        objects_are_deleted_if_they_are_those_that_were_meant,
    }
    buckets {
        buckets_are_made_listed_and_deleted,
        a_bucket_lies_in_a_region,
        a_bucket_that_is_not_empty_stays,
        lifecycle_rules_are_put_read_and_deleted,
        ownership_controls_are_put_read_and_deleted,
        a_public_access_block_is_put_read_and_deleted,
        pages_of_other_origins_are_let_in_by_rules,
        the_state_of_acceleration_is_put_and_read,
        a_bucket_with_a_period_is_not_accelerated,
    }
    acl {
        a_bucket_is_shared,
        an_object_is_shared,
        what_cannot_be_granted_is_refused,
    }
    encryption {
        a_bucket_encrypts_by_default,
        a_customers_key_comes_along_each_time,
    }
    lifecycle {
        an_object_says_when_it_expires,
        rules_of_every_kind_are_put_and_read,
    }
    policies {
        a_policy_is_put_read_and_deleted,
        a_policy_that_is_wrong_is_malformed,
        a_bucket_has_a_payer,
    }
    tagging {
        an_object_is_tagged,
        a_copy_and_an_upload_are_tagged,
        a_bucket_is_tagged,
        a_set_of_tags_is_required_where_the_sdk_requires_it,
    }
    locks {
        a_bucket_locks_by_default,
        a_retained_version_is_deleted_only_with_a_bypass,
        a_legal_hold_is_put_and_lifted,
        an_upload_remembers_its_lock,
    }
    versions {
        a_bucket_says_whether_it_keeps_versions,
        an_older_version_is_read_copied_and_deleted,
        a_delete_marker_hides_and_shows_again,
        versions_are_listed_in_pages,
    }
    errors {
        a_missing_upload_is_modelled_for_abort_alone,
        a_missing_key_has_a_type_of_its_own,
        an_answer_to_head_has_no_words,
        what_s3_refuses_of_a_completion,
        what_s3_refuses_of_a_part,
        nothing_is_sent_without_an_address,
        a_required_field_is_asked_for_when_a_value_is_built,
        errors_can_be_taken_apart,
        any_error_becomes_the_one_error,
        modelled_errors_can_be_built_for_stubs,
        an_answer_names_its_request,
        errors_can_be_printed_with_their_causes,
    }
    builders {
        setters_take_values_options_and_nothing,
        lists_and_maps_grow,
        enums_are_strings,
        values_can_be_compared_and_cloned,
        an_input_can_be_built_by_itself,
        outputs_can_be_built_for_stubs,
    }
}

/// The mirror's primitives and errors are the SDK's own types, not look-alikes.
#[test]
fn primitives_are_the_sdks_own() {
    let _: fn(fake_s3::primitives::DateTime) -> aws_sdk_s3::primitives::DateTime = |value| value;
    let _: fn(fake_s3::primitives::DateTimeFormat) -> aws_sdk_s3::primitives::DateTimeFormat = |value| value;
    let _: fn(fake_s3::primitives::ByteStream) -> aws_sdk_s3::primitives::ByteStream = |value| value;
    let _: fn(fake_s3::primitives::Blob) -> aws_sdk_s3::primitives::Blob = |value| value;
    let _: fn(fake_s3::primitives::SdkBody) -> aws_sdk_s3::primitives::SdkBody = |value| value;
    let _: fn(fake_s3::error::BuildError) -> aws_sdk_s3::error::BuildError = |value| value;
    let _: fn(fake_s3::error::ErrorMetadata) -> aws_sdk_s3::error::ErrorMetadata = |value| value;
}

macro_rules! enums {
    ($($name:ident)*) => {
        #[test]
        fn enums_have_the_sdks_values() {
            $(assert_eq!(fake_s3::types::$name::values(), aws_sdk_s3::types::$name::values(), stringify!($name));)*
        }
    };
}

enums! {
    AnnotationDirective ArchiveStatus BucketCannedAcl BucketLocationConstraint BucketNamespace BucketType
    ChecksumAlgorithm ChecksumMode ChecksumType DataRedundancy EncodingType EncryptionType ExpirationStatus IntelligentTieringAccessTier
    LocationType MetadataDirective ObjectAttributes ObjectCannedAcl ObjectLockEnabled ObjectLockEventHold
    ObjectLockLegalHoldStatus ObjectLockMode ObjectLockRetentionMode ObjectOwnership ObjectStorageClass
    OptionalObjectAttributes Permission ReplicationStatus RequestCharged RequestPayer RestoreRequestType
    ServerSideEncryption StorageClass TaggingDirective Tier TransitionDefaultMinimumObjectSize TransitionStorageClass
    Type
}
