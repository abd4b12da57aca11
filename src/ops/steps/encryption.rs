//! How something is to be encrypted, out of its request and its bucket's default; and how that is told.

use super::customer_key::{self, ARGUMENT, SentCustomerKey};
use super::kms_key::{self, Subject};
use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::ServerSideEncryption;
use crate::api::types::groups::{CustomerKeyHeaders, EncryptionEcho, EncryptionHeaders};
use crate::model::bucket::BucketState;
use crate::model::encryption::{CustomerKey, DefaultMethod, Encryption, EncryptionContext, UnderKey};
use crate::model::kms::KmsAction;
use crate::model::object::StoredObject;
use crate::model::upload::Upload;
use crate::ops::Call;
use aws_smithy_types::base64;

/// What the headers of a new object answer, beside those of its key.
pub(crate) static ERRORS: [&ErrorRow; 6] = [
    &table::CUSTOMER_KEY_WITH_METHOD,
    &table::ENCRYPTION_UNKNOWN,
    &table::KMS_WITHOUT_METHOD,
    &table::KMS_HEADER_WITHOUT_KMS,
    &table::BUCKET_KEY_WITH_DSSE,
    &table::ENCRYPTION_CONTEXT_INVALID,
];

/// How a new object, or an upload, is to be encrypted: its headers agree, and nobody asked KMS yet.
#[derive(Debug)]
pub(crate) struct RequestedEncryption<'a> {
    method: Method<'a>,
    context: Option<EncryptionContext>,
    sent_context: Option<String>,
    bucket_key: bool,
}

/// How a new object, or an upload, is encrypted.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub(crate) encryption: Encryption,
    /// The context as the client sent it, which the answer repeats.
    pub(crate) context: Option<String>,
}

/// What a request and its bucket come to, keys still by their names.
#[derive(Debug)]
enum Method<'a> {
    S3,
    Kms(Option<&'a str>),
    Dsse(Option<&'a str>),
    Customer(CustomerKey),
}

/// Reads how a new object is to be encrypted: as its request says, else as its bucket does by default.
///
/// The order is recorded as far as the conflict comes first, and the customer's key after it; that TLS is asked for
/// before all else is a guess (somebody saw it asked for before the caller's permission).
pub(crate) fn of_new<'a>(
    headers: &'a (impl EncryptionHeaders + CustomerKeyHeaders),
    call: &Call<'_>,
    bucket: &'a BucketState,
) -> Result<RequestedEncryption<'a>, S3Error> {
    let method = method(headers, call, bucket)?;
    if matches!(method, Method::Kms(_) | Method::Dsse(_)) {
        kms_key::check_request(&call.caller)?;
    }
    let context = context(headers, &method)?;
    let bucket_key = bucket_key(headers, &method, bucket)?;
    Ok(RequestedEncryption { method, context, bucket_key, sent_context: headers.ssekms_encryption_context().clone() })
}

impl RequestedEncryption<'_> {
    /// Has KMS asked for a key, once it is known that the caller may write; or the bucket, whether it takes his own.
    pub(crate) fn granted(self, call: &Call<'_>, to: Subject<'_>, actions: &[KmsAction]) -> Result<New, S3Error> {
        let context = self.sent_context.clone();
        let encryption = self.resolved(call, to.bucket)?;
        if encryption.customer_key().is_some() {
            customer_key::check_not_blocked(to.bucket, to.key, &call.caller)?;
        }
        kms_key::check_use(call, to, &encryption, actions)?;
        Ok(New { encryption, context })
    }

    /// The same with keys found by their names, and nobody asked whether they may be used.
    pub(crate) fn resolved(self, call: &Call<'_>, bucket: &BucketState) -> Result<Encryption, S3Error> {
        let (context, region) = (self.context, &bucket.region);
        let under = |named| Ok::<_, S3Error>(Box::new(UnderKey { arn: kms_key::find(call, named, region)?, context }));
        Ok(match self.method {
            Method::S3 => Encryption::S3,
            Method::Kms(named) => Encryption::Kms { key: under(named)?, bucket_key: self.bucket_key },
            Method::Dsse(named) => Encryption::Dsse(under(named)?),
            Method::Customer(key) => Encryption::Customer(key),
        })
    }
}

fn method<'a>(
    headers: &'a (impl EncryptionHeaders + CustomerKeyHeaders),
    call: &Call<'_>,
    bucket: &'a BucketState,
) -> Result<Method<'a>, S3Error> {
    let (customers, sent) = (SentCustomerKey::with(headers), headers.server_side_encryption());
    customers.check_secure(&call.caller)?;
    if let Some(sent) = sent.as_ref().filter(|_| customers.is_anything()) {
        return Err(table::CUSTOMER_KEY_WITH_METHOD.argument(ARGUMENT, sent));
    }
    let customers = customers.key(&call.caller)?;
    let named = headers.ssekms_key_id().as_deref();
    let method = match (sent, customers) {
        (Some(ServerSideEncryption::AwsKms), _) => return Ok(Method::Kms(named)),
        (Some(ServerSideEncryption::AwsKmsDsse), _) => return Ok(Method::Dsse(named)),
        (Some(ServerSideEncryption::Aes256), _) => Method::S3,
        (Some(other), _) => return Err(table::ENCRYPTION_UNKNOWN.argument(ARGUMENT, other)),
        (None, Some(customers)) => Method::Customer(customers),
        (None, None) => by_default(bucket),
    };
    // The key goes with the header that says KMS, whatever the bucket does by default.
    if named.is_none() {
        return Ok(method);
    }
    let error = table::KMS_WITHOUT_METHOD.error().with("ArgumentName", ARGUMENT);
    let error = error.because("a KMS key is named, and the method is not aws:kms");
    Err(sent.iter().fold(error, |error, sent| error.with("ArgumentValue", sent)))
}

fn by_default(bucket: &BucketState) -> Method<'_> {
    match bucket.settings.encryption.as_ref().map(|default| &default.method) {
        None | Some(DefaultMethod::S3) => Method::S3,
        Some(DefaultMethod::Kms { key }) => Method::Kms(key.as_deref()),
        Some(DefaultMethod::Dsse { key }) => Method::Dsse(key.as_deref()),
    }
}

fn context(headers: &impl EncryptionHeaders, method: &Method<'_>) -> Result<Option<EncryptionContext>, S3Error> {
    let Some(sent) = headers.ssekms_encryption_context() else { return Ok(None) };
    let pairs = base64::decode(sent).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let pairs = pairs.ok_or_else(|| table::ENCRYPTION_CONTEXT_INVALID.error().because(format!("it is `{sent}`")))?;
    match method {
        Method::Kms(_) | Method::Dsse(_) => Ok(Some(EncryptionContext(pairs))),
        Method::S3 | Method::Customer(_) => Err(kms_alone("x-amz-server-side-encryption-context")),
    }
}

/// The request's, else the bucket's.
fn bucket_key(headers: &impl EncryptionHeaders, method: &Method<'_>, bucket: &BucketState) -> Result<bool, S3Error> {
    match (headers.bucket_key_enabled(), method) {
        (Some(true), Method::Dsse(_)) => {
            let why = "x-amz-server-side-encryption-bucket-key-enabled is true beside aws:kms:dsse";
            Err(table::BUCKET_KEY_WITH_DSSE.error().because(why))
        }
        (Some(true), Method::S3 | Method::Customer(_)) => {
            Err(kms_alone("x-amz-server-side-encryption-bucket-key-enabled"))
        }
        (Some(said), _) => Ok(*said),
        (None, _) => Ok(bucket.settings.encryption.as_ref().is_some_and(|default| default.bucket_key)),
    }
}

fn kms_alone(header: &str) -> S3Error {
    let error = table::KMS_HEADER_WITHOUT_KMS.error().with("ArgumentName", ARGUMENT);
    error.because(format!("{header} is for SSE-KMS alone"))
}

/// That whoever reads an object brings what its encryption asks for.
pub(crate) fn check_read(
    call: &Call<'_>,
    sent: Option<CustomerKey>,
    from: Subject<'_>,
    object: &StoredObject,
) -> Result<(), S3Error> {
    customer_key::check_read(sent, object)?;
    kms_key::check_use(call, from, &object.encryption, kms_key::READ)
}

/// That a part comes as its upload was initiated.
pub(crate) fn check_part(
    call: &Call<'_>,
    sent: SentCustomerKey<'_>,
    bucket: &BucketState,
    upload: &Upload,
) -> Result<(), S3Error> {
    let sent = sent.key(&call.caller)?;
    if sent.is_some() {
        customer_key::check_not_blocked(bucket, &upload.key, &call.caller)?;
    }
    customer_key::check_part(sent, upload)?;
    kms_key::check_use(call, Subject { bucket, key: &upload.key }, &upload.encryption, kms_key::PART)
}

/// Whether whoever completes an upload can have checksums: they are encrypted as the parts are.
///
/// Who shows no key can do without them where the upload named no algorithm (recorded); else the key must be shown
/// (documented). Who may not have a key of KMS used can where nobody speaks of checksums (documented).
pub(crate) fn opens_checksums(
    call: &Call<'_>,
    sent: SentCustomerKey<'_>,
    bucket: &BucketState,
    upload: &Upload,
    is_spoken_of: bool,
) -> Result<bool, S3Error> {
    let is_shown = shows_customer_key(call, sent, upload)?;
    let of = Subject { bucket, key: &upload.key };
    if is_spoken_of {
        kms_key::check_use(call, of, &upload.encryption, kms_key::READ)?;
        return Ok(is_shown);
    }
    Ok(kms_key::may_read(call, of, &upload.encryption)? && is_shown)
}

/// That whoever lists the parts of an upload shows its key where they have checksums, and may have a key of KMS used
/// whether they have or not (documented).
pub(crate) fn check_listed(
    call: &Call<'_>,
    sent: SentCustomerKey<'_>,
    bucket: &BucketState,
    upload: &Upload,
) -> Result<(), S3Error> {
    shows_customer_key(call, sent, upload)?;
    kms_key::check_use(call, Subject { bucket, key: &upload.key }, &upload.encryption, kms_key::READ)
}

/// Whether the customer's key is shown, where there is one.
fn shows_customer_key(call: &Call<'_>, sent: SentCustomerKey<'_>, upload: &Upload) -> Result<bool, S3Error> {
    let sent = sent.key(&call.caller)?;
    if sent.is_some() || upload.checksum.is_some() {
        customer_key::check_part(sent, upload)?;
    }
    Ok(sent.is_some() || upload.encryption.customer_key().is_none())
}

/// Whether whoever completes an upload again can have the checksum of what he made.
pub(crate) fn opens_again(
    call: &Call<'_>,
    sent: SentCustomerKey<'_>,
    of: Subject<'_>,
    object: &StoredObject,
) -> Result<bool, S3Error> {
    let sent = sent.key(&call.caller)?;
    let is_shown = object.encryption.customer_key().is_none_or(|own| sent == Some(*own));
    Ok(kms_key::may_read(call, of, &object.encryption)? && is_shown)
}

/// Tells how something is encrypted. Of a customer's key its own headers tell.
pub(crate) fn tell(answer: &mut impl EncryptionEcho, encryption: &Encryption) {
    *answer.server_side_encryption_mut() = match encryption {
        Encryption::S3 => Some(ServerSideEncryption::Aes256),
        Encryption::Kms { .. } => Some(ServerSideEncryption::AwsKms),
        Encryption::Dsse(_) => Some(ServerSideEncryption::AwsKmsDsse),
        Encryption::Customer(_) => None,
    };
    // The full name, whatever the request called it, and the flag only where it is set (recorded).
    *answer.ssekms_key_id_mut() = encryption.under().map(|under| under.arn.to_string());
    *answer.bucket_key_enabled_mut() = encryption.has_bucket_key().then_some(true);
}
