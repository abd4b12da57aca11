//! The SDK's own signer.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::primitives::DateTime;
use http::{Request, Response};
use std::time::{Duration, SystemTime};

/// The access key of the world's own account: the pair of examples in AWS's documentation.
pub const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Who signs, and when.
#[derive(Debug, Clone)]
pub struct Signer {
    pub key: String,
    pub secret: String,
    pub token: Option<String>,
    pub region: String,
    pub at: DateTime,
}

/// What is signed of a body.
#[derive(Debug, Clone, Copy)]
pub enum Hash {
    OfBody,
    Unsigned,
}

impl Signer {
    pub fn new(key: &str, secret: &str, at: DateTime) -> Self {
        let (key, secret, region) = (key.to_owned(), secret.to_owned(), "us-east-1".to_owned());
        Self { key, secret, token: None, region, at }
    }

    pub fn own(at: DateTime) -> Self {
        Self::new(KEY, SECRET, at)
    }

    pub fn with_token(self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self }
    }

    /// Signs it in its headers; says the signature.
    pub fn sign(&self, request: &mut Request<Bytes>, hash: Hash) -> String {
        self.apply(request, hash, settings())
    }

    /// Presigns it.
    pub fn presign(&self, request: &mut Request<Bytes>, expires: Duration) -> String {
        let mut settings = settings();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(expires);
        settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
        self.apply(request, Hash::Unsigned, settings)
    }

    fn apply(&self, request: &mut Request<Bytes>, hash: Hash, settings: SigningSettings) -> String {
        let token = self.token.clone();
        let identity = Credentials::new(&self.key, &self.secret, token, None, "tests").into();
        let time = SystemTime::try_from(self.at).unwrap();
        let params = SigningParams::builder().identity(&identity).region(&self.region).name("s3").time(time);
        let params = params.settings(settings).build().unwrap().into();
        let body = request.body().clone();
        let body = match hash {
            Hash::OfBody => SignableBody::Bytes(&body),
            Hash::Unsigned => SignableBody::UnsignedPayload,
        };
        let (method, uri) = (request.method().as_str(), request.uri().to_string());
        let headers: Vec<_> =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        let signable = SignableRequest::new(method, uri, headers.into_iter(), body).unwrap();
        let (instructions, signature) = sign(signable, &params).unwrap().into_parts();
        instructions.apply_to_request_http1x(request);
        signature
    }
}

fn settings() -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings
}

/// What was answered: a code, or the status.
pub fn told(answer: &Response<Bytes>) -> String {
    let error = answer.extensions().get::<S3Error>();
    error.map_or_else(|| answer.status().as_u16().to_string(), |error| error.code().to_owned())
}
