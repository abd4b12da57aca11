//! How buckets encrypt by default, and how objects are encrypted.

use super::error::{At, WorldError};
use crate::api::error::S3Error;
use crate::api::types::{
    BlockedEncryptionTypes, ServerSideEncryption, ServerSideEncryptionConfiguration, ServerSideEncryptionRule,
};
use crate::model::access::caller::Requester;
use crate::model::access::principal::Principal;
use crate::model::encryption::{CustomerKey, DefaultMethod, Encryption};
use crate::model::name::BucketName;
use crate::model::payload::Payload;
use crate::model::settings::BucketSettings;
use crate::model::store::Store;
use crate::ops::create_multipart_upload::{CreateMultipartUploadInput, CreateMultipartUploadOutput};
use crate::ops::steps::encryption::{of_new, tell};
use crate::ops::{Call, Received, get_bucket_encryption, put_bucket_encryption};
use aws_smithy_types::base64;
use serde::{Deserialize, Serialize};

/// What a bucket encrypts by where a request does not say: one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct EncryptionJson {
    rules: Vec<ServerSideEncryptionRule>,
}

/// What is blocked, as it stands beside the configuration: `None` where nothing is said, and there `None` for nothing.
pub(super) type Blocked = Option<Option<BlockedEncryptionTypes>>;

/// What is said of a bucket's encryption, and what of that it blocks where that cannot stand in the configuration.
pub(super) fn of_bucket(settings: &BucketSettings) -> (Option<EncryptionJson>, Blocked) {
    let blocks = settings.blocks_customer_keys;
    match &settings.encryption {
        None => (None, Some(blocks.map(get_bucket_encryption::blocked))),
        Some(default) => {
            let rules = vec![get_bucket_encryption::rule(default.clone(), blocks)];
            (Some(EncryptionJson { rules }), blocks.is_none().then_some(None))
        }
    }
}

/// Has a bucket encrypt, and block, as is said; what is not said stays as new buckets have it.
pub(super) fn set_of_bucket(
    at: &At,
    settings: &mut BucketSettings,
    configuration: Option<&EncryptionJson>,
    blocked: &Blocked,
) -> Result<(), WorldError> {
    if let Some(blocked) = blocked {
        let blocks = blocked.as_ref().map(put_bucket_encryption::blocks_customer_keys).transpose();
        settings.blocks_customer_keys = blocks.map_err(at.field("BlockedEncryptionTypes").refused())?;
    }
    if let Some(EncryptionJson { rules }) = configuration {
        let sent = ServerSideEncryptionConfiguration { rules: rules.clone() };
        let read = put_bucket_encryption::read(Some(&sent));
        let (default, blocks) = read.map_err(at.field("ServerSideEncryptionConfiguration").refused())?;
        if blocks.is_some() && blocked.is_some() {
            return Err(at.field("BlockedEncryptionTypes").wrong("ServerSideEncryptionConfiguration says it already"));
        }
        settings.encryption = Some(default);
        settings.blocks_customer_keys = blocks.or(settings.blocks_customer_keys);
    }
    Ok(())
}

/// How an object is encrypted whose fields say this; where nothing is said, as its bucket does by default. Whether the
/// key can still be used is nobody's question: the object is there.
pub(super) fn of_object(
    at: &At,
    store: &mut Store,
    bucket: &BucketName,
    headers: &CreateMultipartUploadInput,
    customer_key_md5: Option<&str>,
) -> Result<Encryption, WorldError> {
    let Some(md5) = customer_key_md5 else {
        return resolve(store, bucket, headers).map_err(at.refused());
    };
    let at = at.field("SSECustomerKeyMD5");
    if headers.server_side_encryption.is_some() || headers.ssekms_key_id.is_some() {
        return Err(at.wrong("what is encrypted with a customer's key is not encrypted in another way"));
    }
    let key = CustomerKey::of_md5(md5).ok_or_else(|| at.wrong(format!("`{md5}` is no MD5 in base64")))?;
    Ok(Encryption::Customer(key))
}

fn resolve(
    store: &mut Store,
    bucket: &BucketName,
    headers: &CreateMultipartUploadInput,
) -> Result<Encryption, S3Error> {
    let found = store.bucket(bucket.as_str())?;
    let (caller, region) = (Requester::in_process(Principal::from(&found.owner)), found.region.clone());
    let typed = Received::typed(headers, Payload::default(), caller, Payload::default());
    let (call, headers) = Call::begin(store, Received { region: Some(region), ..typed });
    let found = call.store.bucket(bucket.as_str())?;
    of_new(headers, &call, found)?.resolved(&call, found)
}

/// The fields of an object that say how it is encrypted.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) server_side_encryption: Option<ServerSideEncryption>,
    pub(super) ssekms_key_id: Option<String>,
    pub(super) ssekms_encryption_context: Option<String>,
    pub(super) bucket_key_enabled: Option<bool>,
    pub(super) sse_customer_key_md5: Option<String>,
}

/// Says how an object is encrypted, unless that is what its bucket does where nothing is said.
pub(super) fn tell_object(settings: &BucketSettings, own: &Encryption) -> Told {
    let by_default = settings.encryption.as_ref().is_none_or(|default| default.method == DefaultMethod::S3);
    let is_default = by_default && *own == Encryption::S3;
    let mut told = CreateMultipartUploadOutput::default();
    tell(&mut told, own);
    let context = own.under().and_then(|under| serde_json::to_string(&under.context.as_ref()?.0).ok());
    Told {
        server_side_encryption: told.server_side_encryption.filter(|_| !is_default),
        ssekms_key_id: told.ssekms_key_id,
        ssekms_encryption_context: context.map(base64::encode),
        // Where nothing is said the bucket's default is.
        bucket_key_enabled: matches!(own, Encryption::Kms { .. }).then_some(own.has_bucket_key()),
        sse_customer_key_md5: own.customer_key().map(CustomerKey::md5),
    }
}
