//! The customer's own key (SSE-C): three headers, of a request, or of the source of a copy.
//!
//! The order in which they are looked at is recorded: the algorithm, whether there is a key, its MD5, its length. A key
//! without its MD5 is refused as one with another (nobody has seen what S3 says; clients always send it).

use crate::api::error::{ErrorRow, S3Error, table};
use crate::api::types::groups::{CustomerKeyEcho, CustomerKeyHeaders, SourceKeyHeaders};
use crate::model::access::caller::Requester;
use crate::model::bucket::BucketState;
use crate::model::encryption::{CustomerKey, Encryption};
use crate::model::name::ObjectKey;
use crate::model::object::StoredObject;
use crate::model::upload::Upload;
use aws_smithy_types::base64;

const ALGORITHM: &str = "AES256";

/// The header that S3 names as the argument, whichever of the three is at fault (recorded).
pub(crate) const ARGUMENT: &str = "x-amz-server-side-encryption";

/// What the three headers answer.
pub(crate) static ERRORS: [&ErrorRow; 6] = [
    &table::CUSTOMER_KEY_OVER_HTTP,
    &table::CUSTOMER_ALGORITHM_MISSING,
    &table::CUSTOMER_ALGORITHM_UNKNOWN,
    &table::CUSTOMER_KEY_MISSING,
    &table::CUSTOMER_KEY_MD5_MISMATCH,
    &table::CUSTOMER_KEY_INVALID,
];

/// The three headers, as they were sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SentCustomerKey<'a> {
    algorithm: Option<&'a str>,
    key: Option<&'a str>,
    md5: Option<&'a str>,
}

impl<'a> SentCustomerKey<'a> {
    /// Those of a request.
    pub(crate) fn with(headers: &'a impl CustomerKeyHeaders) -> Self {
        Self {
            algorithm: headers.sse_customer_algorithm().as_deref(),
            key: headers.sse_customer_key().as_deref(),
            md5: headers.sse_customer_key_md5().as_deref(),
        }
    }

    /// Those of the source of a copy.
    pub(crate) fn with_source(headers: &'a impl SourceKeyHeaders) -> Self {
        Self {
            algorithm: headers.copy_source_sse_customer_algorithm().as_deref(),
            key: headers.copy_source_sse_customer_key().as_deref(),
            md5: headers.copy_source_sse_customer_key_md5().as_deref(),
        }
    }

    /// Whether any of them is there.
    pub(crate) fn is_anything(self) -> bool {
        self.algorithm.is_some() || self.key.is_some() || self.md5.is_some()
    }

    /// That a key does not travel in the clear.
    pub(crate) fn check_secure(self, caller: &Requester) -> Result<(), S3Error> {
        match self.is_anything() && !caller.is_secure {
            true => Err(table::CUSTOMER_KEY_OVER_HTTP.error().because("the request came over plain HTTP")),
            false => Ok(()),
        }
    }

    /// The key, if there is one.
    pub(crate) fn key(self, caller: &Requester) -> Result<Option<CustomerKey>, S3Error> {
        let bytes = self.bytes(caller)?;
        let key = |bytes: Vec<u8>| {
            let invalid = || refuse(&table::CUSTOMER_KEY_INVALID).because(format!("it has {} bytes", bytes.len()));
            CustomerKey::of(&bytes).ok_or_else(invalid)
        };
        bytes.map(key).transpose()
    }

    /// The key of a reader. S3 compares a key of any length with that of the object (recorded).
    pub(crate) fn key_of_reader(
        self,
        caller: &Requester,
        object: &StoredObject,
    ) -> Result<Option<CustomerKey>, S3Error> {
        match object.encryption.customer_key() {
            Some(_) => Ok(self.bytes(caller)?.map(|bytes| CustomerKey::of_any_length(&bytes))),
            None => self.key(caller),
        }
    }

    /// The bytes of the key, if there is one, which fit their MD5.
    fn bytes(self, caller: &Requester) -> Result<Option<Vec<u8>>, S3Error> {
        self.check_secure(caller)?;
        if !self.is_anything() {
            return Ok(None);
        }
        match self.algorithm {
            None => {
                return Err(
                    refuse(&table::CUSTOMER_ALGORITHM_MISSING).because("the header with the algorithm is missing")
                );
            }
            Some(ALGORITHM) => {}
            Some(other) => return Err(table::CUSTOMER_ALGORITHM_UNKNOWN.argument(ARGUMENT, other)),
        }
        let key = self
            .key
            .ok_or_else(|| refuse(&table::CUSTOMER_KEY_MISSING).because("the header with the key is missing"))?;
        let key = base64::decode(key).map_err(|_| refuse(&table::CUSTOMER_KEY_INVALID).because("it is not base64"))?;
        let md5 = base64::encode(CustomerKey::md5_of(&key));
        if self.md5 != Some(md5.as_str()) {
            let why = format!("the MD5 of the key is {md5}, and not {}", self.md5.unwrap_or("sent"));
            return Err(refuse(&table::CUSTOMER_KEY_MD5_MISMATCH).because(why));
        }
        Ok(Some(key))
    }
}

fn refuse(row: &'static ErrorRow) -> S3Error {
    row.error().with("ArgumentName", ARGUMENT)
}

/// What a bucket that refuses customers' keys answers.
pub(crate) static BLOCKED: [&ErrorRow; 1] = [&table::CUSTOMER_KEYS_BLOCKED];

/// What a test can do about it.
const HOW_TO_TAKE_THEM: &str = "the bucket refuses customers' keys, as new ones do since April 2026: \
                                `set_customer_keys_blocked(false)` has it take them, and in a world of \
                                `Edition::February2026` all buckets do";

/// That the bucket takes uploads with customers' keys.
pub(crate) fn check_not_blocked(bucket: &BucketState, key: &ObjectKey, caller: &Requester) -> Result<(), S3Error> {
    match bucket.settings.blocks_customer_keys {
        Some(true) => {
            let resource = format!("arn:aws:s3:::{}/{key}", bucket.name);
            let error = table::CUSTOMER_KEYS_BLOCKED.fill(&[&caller.principal, &resource]);
            Err(error.because(HOW_TO_TAKE_THEM))
        }
        Some(false) | None => Ok(()),
    }
}

/// What reading an object answers.
pub(crate) static READ_ERRORS: [&ErrorRow; 3] =
    [&table::ENCRYPTION_PARAMETERS_MISSING, &table::CUSTOMER_KEY_WRONG, &table::CUSTOMER_KEY_NOT_APPLICABLE];

/// That whoever reads an object shows the key that it was written with, and shows none where there was none.
pub(crate) fn check_read(sent: Option<CustomerKey>, object: &StoredObject) -> Result<(), S3Error> {
    match (object.encryption.customer_key(), sent) {
        (None, None) => Ok(()),
        (Some(own), None) => {
            let why = format!("the object has a customer key with the MD5 {}", own.md5());
            Err(table::ENCRYPTION_PARAMETERS_MISSING.error().because(why))
        }
        (None, Some(_)) => {
            Err(table::CUSTOMER_KEY_NOT_APPLICABLE.error().because("the object was stored without a customer key"))
        }
        (Some(own), Some(sent)) if *own == sent => Ok(()),
        (Some(own), Some(sent)) => {
            let why = format!("the MD5 of its key is {}, and not {}", own.md5(), sent.md5());
            Err(table::CUSTOMER_KEY_WRONG.error().because(why))
        }
    }
}

/// What the key of a part answers.
pub(crate) static PART_ERRORS: [&ErrorRow; 2] = [&table::PART_ENCRYPTION_MISSING, &table::PART_ENCRYPTION_MISMATCH];

/// That what belongs to an upload comes with the key of its initiation, and with none where that had none: then S3 says
/// the same as where one is missing (recorded).
pub(crate) fn check_part(sent: Option<CustomerKey>, upload: &Upload) -> Result<(), S3Error> {
    match (upload.encryption.customer_key(), sent) {
        (None, None) => Ok(()),
        (Some(own), Some(sent)) if *own == sent => Ok(()),
        (Some(own), Some(sent)) => {
            let why = format!("the MD5 of the key of {upload} is {}, and not {}", own.md5(), sent.md5());
            Err(table::PART_ENCRYPTION_MISMATCH.error().because(why))
        }
        (Some(_), None) => {
            let why = format!("{upload} was initiated with a customer's key");
            Err(table::PART_ENCRYPTION_MISSING.error().because(why))
        }
        (None, Some(_)) => {
            let why = format!("{upload} was initiated without a customer's key");
            Err(table::PART_ENCRYPTION_MISSING.error().because(why))
        }
    }
}

/// Tells by which key something is encrypted.
pub(crate) fn tell(answer: &mut impl CustomerKeyEcho, encryption: &Encryption) {
    if let Some(key) = encryption.customer_key() {
        *answer.sse_customer_algorithm_mut() = Some(ALGORITHM.to_owned());
        *answer.sse_customer_key_md5_mut() = Some(key.md5());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::access::principal::Principal;

    const KEY: &str = "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=";
    const MD5: &str = "JMwgiexXqwuPqIPjYFmIZQ==";

    #[test]
    fn the_three_headers_are_looked_at_in_the_recorded_order() {
        let caller = Requester::in_process(Principal::Anonymous);
        let no_key = ("MTIzNDU2Nzg5MA==", "6Afx/PgtEy+bsBjKZzihnw==");
        for (algorithm, key, md5, expected) in [
            (None, None, None, "nothing"),
            (Some("AES256"), Some(KEY), Some(MD5), MD5),
            (Some("KMS"), None, None, "CUSTOMER_ALGORITHM_UNKNOWN"),
            (Some("aes256"), Some(KEY), Some(MD5), "CUSTOMER_ALGORITHM_UNKNOWN"),
            (Some(""), Some(KEY), Some(MD5), "CUSTOMER_ALGORITHM_UNKNOWN"),
            (None, Some(KEY), None, "CUSTOMER_ALGORITHM_MISSING"),
            (None, None, Some(MD5), "CUSTOMER_ALGORITHM_MISSING"),
            (Some("AES256"), None, Some(MD5), "CUSTOMER_KEY_MISSING"),
            (Some("AES256"), None, None, "CUSTOMER_KEY_MISSING"),
            (Some("AES256"), Some(KEY), None, "CUSTOMER_KEY_MD5_MISMATCH"),
            (Some("AES256"), Some(KEY), Some("aMwgiexXqwuPqIPjYFmIZQ=="), "CUSTOMER_KEY_MD5_MISMATCH"),
            (Some("AES256"), Some(no_key.0), Some(MD5), "CUSTOMER_KEY_MD5_MISMATCH"),
            (Some("AES256"), Some(no_key.0), Some(no_key.1), "CUSTOMER_KEY_INVALID"),
            (Some("AES256"), Some("no base64!"), Some(MD5), "CUSTOMER_KEY_INVALID"),
        ] {
            let read = match (SentCustomerKey { algorithm, key, md5 }).key(&caller) {
                Ok(key) => key.map_or_else(|| "nothing".to_owned(), |key| key.md5()),
                Err(error) => error.row().name.to_owned(),
            };
            assert_eq!(read, expected, "{algorithm:?} {key:?} {md5:?}");
        }
    }
}
