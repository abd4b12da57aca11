//! The operations: one file each.
//!
//! A file reads in the same order as its sisters: the AWS page, the rules *in the order in which S3 applies them*
//! (one `?` a rule), the tables of input and output, the error, tests. Adding an operation is adding its file, its
//! `pub mod` line and its line in `for_each_operation!`. Operations know the tables (`shape`) and the state (`model`);
//! they know neither HTTP nor XML nor each other; but for `post_object`, which is `put_object` by a form, and is not in
//! the list.

pub(crate) mod any;
pub(crate) mod guesses;
pub(crate) mod hidden;
pub(crate) mod post_object;
pub(crate) mod steps;

// Written out, because rustfmt does not follow modules that a macro declares.
pub mod abort_multipart_upload;
pub mod complete_multipart_upload;
pub mod copy_object;
pub mod create_bucket;
pub mod create_multipart_upload;
pub mod delete_bucket;
pub mod delete_bucket_analytics_configuration;
pub mod delete_bucket_cors;
pub mod delete_bucket_encryption;
pub mod delete_bucket_intelligent_tiering_configuration;
pub mod delete_bucket_inventory_configuration;
pub mod delete_bucket_lifecycle;
pub mod delete_bucket_metrics_configuration;
pub mod delete_bucket_ownership_controls;
pub mod delete_bucket_policy;
pub mod delete_bucket_replication;
pub mod delete_bucket_tagging;
pub mod delete_bucket_website;
pub mod delete_object;
pub mod delete_object_tagging;
pub mod delete_objects;
pub mod delete_public_access_block;
pub mod get_bucket_abac;
pub mod get_bucket_accelerate_configuration;
pub mod get_bucket_acl;
pub mod get_bucket_analytics_configuration;
pub mod get_bucket_cors;
pub mod get_bucket_encryption;
pub mod get_bucket_intelligent_tiering_configuration;
pub mod get_bucket_inventory_configuration;
pub mod get_bucket_lifecycle_configuration;
pub mod get_bucket_location;
pub mod get_bucket_logging;
pub mod get_bucket_metrics_configuration;
pub mod get_bucket_notification_configuration;
pub mod get_bucket_ownership_controls;
pub mod get_bucket_policy;
pub mod get_bucket_policy_status;
pub mod get_bucket_replication;
pub mod get_bucket_request_payment;
pub mod get_bucket_tagging;
pub mod get_bucket_versioning;
pub mod get_bucket_website;
pub mod get_object;
pub mod get_object_acl;
pub mod get_object_attributes;
pub mod get_object_legal_hold;
pub mod get_object_lock_configuration;
pub mod get_object_retention;
pub mod get_object_tagging;
pub mod get_public_access_block;
pub mod head_bucket;
pub mod head_object;
pub mod list_bucket_analytics_configurations;
pub mod list_bucket_intelligent_tiering_configurations;
pub mod list_bucket_inventory_configurations;
pub mod list_bucket_metrics_configurations;
pub mod list_buckets;
pub mod list_multipart_uploads;
pub mod list_object_versions;
pub mod list_objects;
pub mod list_objects_v2;
pub mod list_parts;
pub mod put_bucket_abac;
pub mod put_bucket_accelerate_configuration;
pub mod put_bucket_acl;
pub mod put_bucket_analytics_configuration;
pub mod put_bucket_cors;
pub mod put_bucket_encryption;
pub mod put_bucket_intelligent_tiering_configuration;
pub mod put_bucket_inventory_configuration;
pub mod put_bucket_lifecycle_configuration;
pub mod put_bucket_logging;
pub mod put_bucket_metrics_configuration;
pub mod put_bucket_notification_configuration;
pub mod put_bucket_ownership_controls;
pub mod put_bucket_policy;
pub mod put_bucket_replication;
pub mod put_bucket_request_payment;
pub mod put_bucket_tagging;
pub mod put_bucket_versioning;
pub mod put_bucket_website;
pub mod put_object;
pub mod put_object_acl;
pub mod put_object_legal_hold;
pub mod put_object_lock_configuration;
pub mod put_object_retention;
pub mod put_object_tagging;
pub mod put_public_access_block;
pub mod restore_object;
pub mod update_object_encryption;
pub mod upload_part;
pub mod upload_part_copy;

use crate::api::error::{ErrorRow, OperationError, S3Error, table};
use crate::api::primitives::ByteStream;
use crate::api::shape::{Hidden, Input, Malformed, Output, Route, Row, Source};
use crate::model::access::account::AccountId;
use crate::model::access::caller::Requester;
use crate::model::payload::Payload;
use crate::model::settings::Terms;
use crate::model::store::Store;
use any::{AnyError, AnyInput, AnyOutput};
use std::cell::Cell;
use std::fmt;

/// Hands the list of all operations, in alphabetical order, to a macro: method of the client, module, and the SDK's
/// name.
macro_rules! for_each_operation {
    ($callback:ident) => {
        $callback! {
            abort_multipart_upload AbortMultipartUpload,
            complete_multipart_upload CompleteMultipartUpload,
            copy_object CopyObject,
            create_bucket CreateBucket,
            create_multipart_upload CreateMultipartUpload,
            delete_bucket DeleteBucket,
            delete_bucket_analytics_configuration DeleteBucketAnalyticsConfiguration,
            delete_bucket_cors DeleteBucketCors,
            delete_bucket_encryption DeleteBucketEncryption,
            delete_bucket_intelligent_tiering_configuration DeleteBucketIntelligentTieringConfiguration,
            delete_bucket_inventory_configuration DeleteBucketInventoryConfiguration,
            delete_bucket_lifecycle DeleteBucketLifecycle,
            delete_bucket_metrics_configuration DeleteBucketMetricsConfiguration,
            delete_bucket_ownership_controls DeleteBucketOwnershipControls,
            delete_bucket_policy DeleteBucketPolicy,
            delete_bucket_replication DeleteBucketReplication,
            delete_bucket_tagging DeleteBucketTagging,
            delete_bucket_website DeleteBucketWebsite,
            delete_object DeleteObject,
            delete_object_tagging DeleteObjectTagging,
            delete_objects DeleteObjects,
            delete_public_access_block DeletePublicAccessBlock,
            get_bucket_abac GetBucketAbac,
            get_bucket_accelerate_configuration GetBucketAccelerateConfiguration,
            get_bucket_acl GetBucketAcl,
            get_bucket_analytics_configuration GetBucketAnalyticsConfiguration,
            get_bucket_cors GetBucketCors,
            get_bucket_encryption GetBucketEncryption,
            get_bucket_intelligent_tiering_configuration GetBucketIntelligentTieringConfiguration,
            get_bucket_inventory_configuration GetBucketInventoryConfiguration,
            get_bucket_lifecycle_configuration GetBucketLifecycleConfiguration,
            get_bucket_location GetBucketLocation,
            get_bucket_logging GetBucketLogging,
            get_bucket_metrics_configuration GetBucketMetricsConfiguration,
            get_bucket_notification_configuration GetBucketNotificationConfiguration,
            get_bucket_ownership_controls GetBucketOwnershipControls,
            get_bucket_policy GetBucketPolicy,
            get_bucket_policy_status GetBucketPolicyStatus,
            get_bucket_replication GetBucketReplication,
            get_bucket_request_payment GetBucketRequestPayment,
            get_bucket_tagging GetBucketTagging,
            get_bucket_versioning GetBucketVersioning,
            get_bucket_website GetBucketWebsite,
            get_object GetObject,
            get_object_acl GetObjectAcl,
            get_object_attributes GetObjectAttributes,
            get_object_legal_hold GetObjectLegalHold,
            get_object_lock_configuration GetObjectLockConfiguration,
            get_object_retention GetObjectRetention,
            get_object_tagging GetObjectTagging,
            get_public_access_block GetPublicAccessBlock,
            head_bucket HeadBucket,
            head_object HeadObject,
            list_bucket_analytics_configurations ListBucketAnalyticsConfigurations,
            list_bucket_intelligent_tiering_configurations ListBucketIntelligentTieringConfigurations,
            list_bucket_inventory_configurations ListBucketInventoryConfigurations,
            list_bucket_metrics_configurations ListBucketMetricsConfigurations,
            list_buckets ListBuckets,
            list_multipart_uploads ListMultipartUploads,
            list_object_versions ListObjectVersions,
            list_objects ListObjects,
            list_objects_v2 ListObjectsV2,
            list_parts ListParts,
            put_bucket_abac PutBucketAbac,
            put_bucket_accelerate_configuration PutBucketAccelerateConfiguration,
            put_bucket_acl PutBucketAcl,
            put_bucket_analytics_configuration PutBucketAnalyticsConfiguration,
            put_bucket_cors PutBucketCors,
            put_bucket_encryption PutBucketEncryption,
            put_bucket_intelligent_tiering_configuration PutBucketIntelligentTieringConfiguration,
            put_bucket_inventory_configuration PutBucketInventoryConfiguration,
            put_bucket_lifecycle_configuration PutBucketLifecycleConfiguration,
            put_bucket_logging PutBucketLogging,
            put_bucket_metrics_configuration PutBucketMetricsConfiguration,
            put_bucket_notification_configuration PutBucketNotificationConfiguration,
            put_bucket_ownership_controls PutBucketOwnershipControls,
            put_bucket_policy PutBucketPolicy,
            put_bucket_replication PutBucketReplication,
            put_bucket_request_payment PutBucketRequestPayment,
            put_bucket_tagging PutBucketTagging,
            put_bucket_versioning PutBucketVersioning,
            put_bucket_website PutBucketWebsite,
            put_object PutObject,
            put_object_acl PutObjectAcl,
            put_object_legal_hold PutObjectLegalHold,
            put_object_lock_configuration PutObjectLockConfiguration,
            put_object_retention PutObjectRetention,
            put_object_tagging PutObjectTagging,
            put_public_access_block PutPublicAccessBlock,
            restore_object RestoreObject,
            update_object_encryption UpdateObjectEncryption,
            upload_part UploadPart,
            upload_part_copy UploadPartCopy,
        }
    };
}
pub(crate) use for_each_operation;

macro_rules! operations {
    ($($module:ident $name:ident,)*) => { pastey::paste! {
        $(
            impl Operation for $module::[<$name Input>] {
                type Output = $module::[<$name Output>];
                type Error = $module::[<$name Error>];
                type Rules = Self;
                const NAME: &'static str = stringify!($name);
                fn into_rules(self) -> Self {
                    self
                }
                fn into_any(self) -> AnyInput {
                    AnyInput::$name(Box::new(self))
                }
                fn output_of(any: AnyOutput) -> Option<Self::Output> {
                    match any {
                        AnyOutput::$name(output) => Some(*output),
                        _ => None,
                    }
                }
                fn error_of(any: AnyError) -> Option<Self::Error> {
                    match any {
                        AnyError::$name(error) => Some(error),
                        _ => None,
                    }
                }
            }
            impl IntoInput for $module::[<$name Input>] {
                type Input = Self;
                fn into_input(self) -> Result<Self, crate::api::error::BuildError> {
                    Ok(self)
                }
            }
            impl IntoInput for $module::[<$name InputBuilder>] {
                type Input = $module::[<$name Input>];
                fn into_input(self) -> Result<Self::Input, crate::api::error::BuildError> {
                    self.build()
                }
            }
        )*
    } };
}
for_each_operation!(operations);

/// An operation of S3, as its input.
///
/// Code that implements [`S3`](crate::S3) around another client has the name, the output and the error of each call.
/// The trait is sealed: other crates may implement `S3`, but not an operation.
pub trait Operation: Input {
    /// What S3 returns.
    type Output: Output;
    /// The error of the call, as the SDK has it.
    type Error: OperationError;
    /// Its name, as AWS writes it.
    const NAME: &'static str;

    /// The same input with its rules, which other crates cannot name.
    #[doc(hidden)]
    type Rules: Rules<Output = Self::Output, Error = Self::Error>;
    #[doc(hidden)]
    fn into_rules(self) -> Self::Rules;
    #[doc(hidden)]
    fn into_any(self) -> AnyInput;
    #[doc(hidden)]
    fn output_of(any: AnyOutput) -> Option<Self::Output>;
    #[doc(hidden)]
    fn error_of(any: AnyError) -> Option<Self::Error>;
}

/// What an operation returns, what it fails with and what S3 checks, in S3's order.
pub trait Rules: Input {
    /// What it answers.
    type Output: Output;
    /// What it fails with, through the mirror.
    type Error: OperationError;
    /// Its name, as AWS writes it.
    const NAME: &'static str;
    /// Where its requests go.
    const ROUTE: Route;
    /// Every row of the table of errors that it may answer.
    const ERRORS: &'static [&'static [&'static ErrorRow]];
    /// Fields that it does not honour yet: a request that sets one is refused with 501.
    const NOT_MODELLED: &'static [&'static [&'static str]] = &[];

    /// Rows of its input that only the wire reads, beside those that every operation has.
    const HIDDEN: &'static [&'static Row] = &[];

    /// What S3 says of a field that is not of its type.
    fn malformed(field: Malformed) -> S3Error {
        let Malformed { name, value } = field;
        table::FIELD_INVALID.argument(name, value)
    }

    /// Refuses headers that are no rows of its table, but could come over HTTP.
    fn check_headers(_sent: &mut impl Source) -> Result<(), S3Error> {
        Ok(())
    }

    /// What the SDK's client adds to a request before it sends it.
    fn as_the_sdk_sends_it(&mut self, _body: &Payload) {}

    /// What the conditions of policies can ask of the document, by their keys; headers and the query need no words.
    fn conditions(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Computes what the rules will ask of bytes, which remember it: while they run, the world is locked. Gives the
    /// bytes that they will copy, if they copy any.
    fn prepare(&self, _body: &Payload, _ahead: &Ahead<'_>) -> Payload {
        Payload::default()
    }

    /// Checks whether the caller may send the body, which a client with `Expect: 100-continue` has not sent yet.
    #[doc(hidden)]
    fn check_leave(&self, _call: &Call<'_>) -> Result<(), S3Error> {
        Ok(())
    }

    /// The rules.
    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error>;
}

/// An input, or its builder: what [`FakeS3::call`](crate::FakeS3::call) takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the input of an operation",
    label = "expected an input of `fake_s3::operation`, or its builder",
    note = "pass for example `PutObjectInput::builder().bucket(\"b\").key(\"k\")`",
    note = "a client's fluent builder is sent with `.send().await`; the SDK's own types are sent by `sdk_client()`"
)]
pub trait IntoInput {
    /// The input.
    type Input: Operation;

    /// Builds it.
    ///
    /// # Errors
    /// Where a required field of a nested value is missing.
    fn into_input(self) -> Result<Self::Input, crate::api::error::BuildError>;
}

/// What an input, or its builder, is answered with.
pub type OutputOf<I> = <<I as IntoInput>::Input as Operation>::Output;

/// A request that was read, and whose body has arrived whole.
#[derive(Debug)]
pub(crate) struct Received<T> {
    pub(crate) input: T,
    pub(crate) body: Payload,
    pub(crate) caller: Requester,
    /// The Region whose endpoint was called; `None` for the world's own.
    pub(crate) region: Option<String>,
    /// The bytes that the request copies, as [`prepare`] found them.
    pub(crate) source: Payload,
    /// Values of the hidden rows of its table.
    pub(crate) hidden: Hidden,
    pub(crate) twist: Twist,
}

/// How a fault changes the effect of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Twist {
    /// The most lines that a page of a list has.
    pub(crate) page: Option<i32>,
    /// The keys that `DeleteObjects` fails for.
    pub(crate) failing_keys: Vec<String>,
}

impl<T> Received<T> {
    /// Replaces the input. Also returns the one that was there.
    pub(crate) fn with<U>(self, input: U) -> (Received<U>, T) {
        let Self { input: own, body, caller, region, source, hidden, twist } = self;
        (Received { input, body, caller, region, source, hidden, twist }, own)
    }

    /// A typed call, which has no hidden rows.
    pub(crate) fn typed(input: T, body: Payload, caller: Requester, source: Payload) -> Self {
        Self { input, body, caller, region: None, source, hidden: Hidden::default(), twist: Twist::default() }
    }
}

/// A call that has succeeded.
#[derive(Debug)]
pub(crate) struct Performed<O> {
    pub(crate) output: O,
    /// The hidden rows of its response.
    pub(crate) hidden: Hidden,
    /// The choice that this success comes from, where AWS's behaviour is unknown.
    pub(crate) guess: Option<&'static guesses::Guess>,
}

/// One call under way: the state, and the body, which has arrived whole.
#[derive(Debug)]
pub struct Call<'a> {
    pub(crate) store: &'a mut Store,
    /// Who makes it, and how it came.
    pub(crate) caller: Requester,
    /// The Region whose endpoint was called.
    pub(crate) region: String,
    /// The hidden rows of the request.
    pub(crate) sent: Hidden,
    /// The hidden rows of the response.
    pub(crate) told: Hidden,
    pub(crate) body: Payload,
    /// Makes the stream of an output.
    pub(crate) stream: fn(Payload) -> ByteStream,
    /// What is to be copied, digested; if that is what there still is to copy.
    pub(crate) source: Payload,
    /// The choice that this call's success comes from, where nobody knows what AWS does.
    pub(crate) guess: Option<&'static guesses::Guess>,
    /// Whether the caller pays for it.
    pub(crate) is_charged: Cell<bool>,
    pub(crate) twist: Twist,
}

impl<'a> Call<'a> {
    /// Begins a call, and returns its input.
    pub(crate) fn begin<T>(store: &'a mut Store, received: Received<T>) -> (Self, T) {
        // `perform` replaces it. Rules that run apart from an operation have no output.
        let stream = |_| ByteStream::default();
        let Received { input, body, caller, region, source, hidden: sent, twist } = received;
        let region = region.unwrap_or_else(|| store.region.clone());
        let (told, is_charged) = (Hidden::default(), Cell::new(false));
        (Self { store, caller, region, sent, told, body, stream, source, guess: None, is_charged, twist }, input)
    }

    /// The account that makes it.
    ///
    /// # Errors
    /// `AccessDenied`, where nobody signed.
    pub(crate) fn account(&self) -> Result<&AccountId, S3Error> {
        let why = "the caller is anonymous, and has no account";
        self.caller.principal.account().ok_or_else(|| table::ACCESS_DENIED.error().because(why))
    }
}

/// Locks the world, shows it to who looks, and lets it go again.
type Show<'a> = dyn Fn(&mut dyn FnMut(&Store)) + 'a;

/// What can be asked of the world before it is locked for an operation to run.
pub struct Ahead<'a> {
    pub(crate) terms: Terms,
    show: &'a Show<'a>,
}

impl<'a> Ahead<'a> {
    pub(crate) fn new(terms: Terms, show: &'a Show<'a>) -> Self {
        Self { terms, show }
    }

    /// What is seen at a look at the world, which may be another when the operation runs.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Store) -> Option<T>) -> Option<T> {
        let (mut look, mut seen) = (Some(look), None);
        (self.show)(&mut |store| seen = look.take().and_then(|look| look(store)));
        seen
    }
}

impl fmt::Debug for Ahead<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ahead").field("terms", &self.terms).finish_non_exhaustive()
    }
}

/// Digests the bytes before the world is locked. A body that is too large is rejected, so it needs no digest.
pub(crate) fn prepare<I: Rules>(input: &I, body: &Payload, ahead: &Ahead<'_>) -> Payload {
    // Most bodies keep to the world's limit; only a larger one costs a look at its bucket.
    let limit_of_bucket = || {
        let name = input.label_of("bucket")?;
        ahead.look(|store| store.bucket(name).ok().map(|bucket| bucket.settings.limits.max_body_bytes))
    };
    let is_within = |max: u64| body.len() <= max;
    match is_within(ahead.terms.max_body_bytes) || limit_of_bucket().is_some_and(is_within) {
        true => input.prepare(body, ahead),
        false => Payload::default(),
    }
}

/// Performs a call, whichever way it came. `stream` makes the stream of an output out of the bytes that it returns.
pub(crate) fn perform<I: Rules>(
    store: &mut Store,
    received: Received<I>,
    stream: fn(Payload) -> ByteStream,
) -> Result<Performed<I::Output>, S3Error> {
    let (mut call, input) = Call::begin(store, received);
    call.stream = stream;
    let output = run(input, &mut call)?;
    Ok(Performed { output, hidden: call.told, guess: call.guess })
}

/// Runs an operation: first what it does not model, then its rules.
fn run<I: Rules>(input: I, call: &mut Call<'_>) -> Result<I::Output, S3Error> {
    let result = match first_not_modelled(&input) {
        Some(name) => Err(table::NOT_MODELLED.fill(&[&format_args!("`{name}` of {}", I::NAME)])),
        None => input.run(call),
    };
    if let Err(error) = &result {
        debug_assert!(
            errors_of::<I>().any(|row| row == error.row()),
            "{} does not declare that it answers {}",
            I::NAME,
            error.row().name
        );
    }
    result
}

/// What every operation may answer, beside its own `ERRORS`.
pub(crate) static UNIVERSAL: &[&ErrorRow] = &[&table::NOT_AUTHORIZED, &table::NOT_MODELLED];

/// Every row of the table of errors that an operation may answer.
pub(crate) fn errors_of<I: Rules>() -> impl Iterator<Item = &'static ErrorRow> {
    I::ERRORS.iter().copied().chain([UNIVERSAL]).flatten().copied()
}

fn first_not_modelled<I: Rules>(input: &I) -> Option<&'static str> {
    let field = I::NOT_MODELLED.iter().copied().flatten().find(|field| input.is_set(field))?;
    I::ROWS.iter().find(|row| row.field == *field).map(|row| row.name)
}

/// What every file of an operation begins with.
mod prelude {
    pub(super) use super::guesses::*;
    pub(super) use super::hidden::*;
    pub(super) use super::steps::access::{self, charged};
    pub(super) use super::steps::{self, bucket, key, now};
    pub(super) use super::{Ahead, Call, Rules};
    pub(super) use crate::api::error::table::*;
    pub(super) use crate::api::error::{ErrorRow, S3Error, operation_error};
    pub(super) use crate::api::primitives::DateTime;
    pub(super) use crate::api::shape::{DocumentType, Malformed, Metadata, Route, Row, Source, Target};
    pub(super) use crate::api::types::*;
    pub(super) use crate::model::access::action::{self, Action};
    pub(super) use crate::model::name::{ObjectKey, PartNumber, UploadId};
}
