//! Which request an error answers: in the metadata under the SDK's own keys, and in the answer's headers.

use super::{ErrorMetadata, HttpResponse, SdkError};
use crate::api::shape::{RequestId, RequestIdExt};

/// Under which name the SDK keeps `x-amz-request-id` in the metadata.
const ID: &str = "aws_request_id";
/// Under which name the SDK keeps `x-amz-id-2` in the metadata.
const EXTENDED: &str = "s3_extended_request_id";

/// Metadata that names the request.
pub(crate) fn with_request_ids(
    metadata: aws_smithy_types::error::metadata::Builder,
    id: &str,
    extended: &str,
) -> aws_smithy_types::error::metadata::Builder {
    metadata.custom(ID, id).custom(EXTENDED, extended)
}

impl RequestId for ErrorMetadata {
    fn request_id(&self) -> Option<&str> {
        self.extra(ID)
    }
}

impl RequestIdExt for ErrorMetadata {
    fn extended_request_id(&self) -> Option<&str> {
        self.extra(EXTENDED)
    }
}

impl<E> RequestId for SdkError<E, HttpResponse> {
    fn request_id(&self) -> Option<&str> {
        self.raw_response()?.headers().get("x-amz-request-id")?.to_str().ok()
    }
}

impl<E> RequestIdExt for SdkError<E, HttpResponse> {
    fn extended_request_id(&self) -> Option<&str> {
        self.raw_response()?.headers().get("x-amz-id-2")?.to_str().ok()
    }
}
