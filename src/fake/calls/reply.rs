//! A response on its way out, typed or as HTTP: what the journal keeps of it.

use super::damage::Damage;
use crate::api::error::{S3Error, TransportError};
use crate::api::primitives::ByteStream;
use crate::api::shape::Output;
use crate::fake::journal::Fate;
use crate::model::id::RequestNames;
use crate::ops::create_multipart_upload::CreateMultipartUploadOutput;
use http::Response;
use std::any::Any;

/// What the journal keeps of a response.
#[derive(Debug)]
pub(crate) struct Seen {
    pub fate: Fate,
    /// The status, if it is not that of the operation's success.
    pub status: Option<u16>,
    pub code: Option<&'static str>,
    /// Size of the request's body in bytes.
    pub body: u64,
    /// The upload that the call began.
    pub upload: Option<String>,
}

/// A response, as one way in has it before it goes out.
pub(crate) trait Reply: Sized {
    /// Status and code. The status of a success may be missing.
    fn outcome(&self) -> (Option<u16>, Option<&'static str>);

    /// The id of the upload that CreateMultipartUpload began.
    fn new_upload(&self) -> Option<String>;

    /// The response as the caller sees it, after a fault has changed it.
    ///
    /// # Errors
    /// If the caller sees a broken connection.
    fn damaged(self, damage: &Damage<'_>) -> Result<Self, TransportError>;
}

impl Seen {
    /// A call that has no response.
    pub(crate) fn without_response(fate: Fate, body: u64) -> Self {
        Self { fate, status: Some(0), code: None, body, upload: None }
    }

    pub(crate) fn of(reply: &impl Reply, operation: Option<&'static str>, body: u64) -> Self {
        let (status, code) = reply.outcome();
        let begins = operation == Some("CreateMultipartUpload") && code.is_none();
        let upload = if begins { reply.new_upload() } else { None };
        Self { fate: Fate::Answered, status, code, body, upload }
    }
}

impl<O: Output> Reply for Result<O, (S3Error, RequestNames)> {
    fn outcome(&self) -> (Option<u16>, Option<&'static str>) {
        match self {
            Ok(_) => (None, None),
            Err((error, _)) => (Some(error.status()), Some(error.code())),
        }
    }

    fn new_upload(&self) -> Option<String> {
        let output: &dyn Any = self.as_ref().ok()?;
        output.downcast_ref::<CreateMultipartUploadOutput>()?.upload_id.clone()
    }

    fn damaged(mut self, damage: &Damage<'_>) -> Result<Self, TransportError> {
        if let Ok(output) = &mut self {
            damage.on_output(output)?;
        }
        Ok(self)
    }
}

impl Reply for Response<ByteStream> {
    fn outcome(&self) -> (Option<u16>, Option<&'static str>) {
        (Some(self.status().as_u16()), self.extensions().get::<S3Error>().map(S3Error::code))
    }

    fn new_upload(&self) -> Option<String> {
        let document = std::str::from_utf8(self.body().bytes()?).ok()?;
        let (_, rest) = document.split_once("<UploadId>")?;
        rest.split_once("</UploadId>").map(|(id, _)| id.to_owned())
    }

    fn damaged(self, damage: &Damage<'_>) -> Result<Self, TransportError> {
        damage.on_response(self)
    }
}
