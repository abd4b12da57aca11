//! The trait for the SDK's own client: what production passes where tests pass the mirror's.

use crate::api::error::{
    BoxError, ConnectorError, ErrorMetadata, Explain, HttpResponse, OperationError, ProvideErrorMetadata, S3Error,
    STORAGE_CLASS, SdkError,
};
use crate::api::shape::convert::{FromSdk, IntoSdk};
use crate::ops::any::{AnyError, AnyInput, AnyOutput};
use crate::ops::{Operation, for_each_operation};
use crate::s3::{AnyResponse, S3, of_operation};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse as SdkHttpResponse;
use aws_smithy_runtime_api::client::result::SdkError as TheSdkError;
use bytes::Bytes;
use std::any::Any;
use std::future::Future;

impl S3 for aws_sdk_s3::Client {
    fn send<I: Operation>(&self, input: I) -> impl Future<Output = Result<I::Output, SdkError<I::Error>>> + Send {
        of_operation::<I>(send_any(self, input.into_any()))
    }
}

macro_rules! calls {
    ($($module:ident $name:ident,)*) => {
        /// Sends any input by the SDK's own builders.
        fn send_any(client: &aws_sdk_s3::Client, input: AnyInput) -> AnyResponse {
            let client = client.clone();
            match input {
                $(AnyInput::$name(input) => Box::pin(async move {
                    let builder = input.into_sdk().map_err(SdkError::<AnyError>::from)?;
                    match builder.send_with(&client).await {
                        Ok(output) => Ok(AnyOutput::$name(Box::new(FromSdk::from_sdk(output)))),
                        Err(sdk) => Err(error(sdk).map_service_error(AnyError::$name)),
                    }
                }),)*
            }
        }
    };
}
for_each_operation!(calls);

/// The SDK's error as the mirror's. Only the service's own error is of a type that the operation chooses.
pub(crate) fn error<E, F>(error: TheSdkError<F, SdkHttpResponse>) -> SdkError<E>
where
    E: OperationError,
    F: ProvideErrorMetadata + 'static,
{
    named(error.map_service_error(|error| metadata(error.meta().clone(), &error))).map_service_error(E::from_meta)
}

/// Converts an error variant by variant.
fn named(error: TheSdkError<ErrorMetadata, SdkHttpResponse>) -> SdkError<ErrorMetadata> {
    match error {
        TheSdkError::ServiceError(context) => {
            let raw = raw(context.raw());
            SdkError::service_error(context.into_err(), raw)
        }
        TheSdkError::ResponseError(context) => {
            let raw = raw(context.raw());
            SdkError::response_error(source(TheSdkError::ResponseError(context)), raw)
        }
        TheSdkError::DispatchFailure(context) => {
            let kind = match () {
                () if context.is_io() => ConnectorError::io,
                () if context.is_timeout() => ConnectorError::timeout,
                () if context.is_user() => ConnectorError::user,
                () => ConnectorError::other,
            };
            SdkError::dispatch_failure(kind(source(TheSdkError::DispatchFailure(context))))
        }
        error @ TheSdkError::TimeoutError(_) => SdkError::timeout_error(source(error)),
        error => SdkError::construction_failure(source(error)),
    }
}

/// What the SDK knows of an error, with the one field that is not in its metadata.
fn metadata(meta: ErrorMetadata, error: &dyn Any) -> ErrorMetadata {
    use aws_sdk_s3::operation::get_object::GetObjectError;
    match error.downcast_ref() {
        Some(GetObjectError::InvalidObjectState(state)) => match state.storage_class() {
            Some(class) => meta.into_builder().custom(STORAGE_CLASS, class.as_str()).build(),
            None => meta,
        },
        _ => meta,
    }
}

/// What the SDK's error was made of; the error itself, should it not tell.
fn source(error: TheSdkError<ErrorMetadata, SdkHttpResponse>) -> BoxError {
    error.into_source().unwrap_or_else(Into::into)
}

/// The raw answer. Its body has been read by then, and is kept by the SDK in memory.
fn raw(answer: &SdkHttpResponse) -> HttpResponse {
    let body = answer.body().bytes().map(Bytes::copy_from_slice).unwrap_or_default();
    let mut raw = HttpResponse::new(body);
    if let Ok(status) = http::StatusCode::from_u16(answer.status().as_u16()) {
        *raw.status_mut() = status;
    }
    for (name, value) in answer.headers() {
        let pair = (http::HeaderName::try_from(name), http::HeaderValue::try_from(value));
        if let (Ok(name), Ok(value)) = pair {
            raw.headers_mut().append(name, value);
        }
    }
    if let Some(error) = answer.extension::<S3Error>() {
        raw.extensions_mut().insert(error.clone());
    }
    raw
}

impl<E> Explain for TheSdkError<E, SdkHttpResponse> {
    fn s3_error(&self) -> Option<&S3Error> {
        self.raw_response()?.extension()
    }
}
