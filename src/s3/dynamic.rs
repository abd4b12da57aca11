//! The object-safe form of [`S3`]: one method that takes and gives the enums which `ops::any` makes of the list of
//! operations.

use super::S3;
use crate::api::error::{ConnectorError, SdkError};
use crate::ops::any::{AnyError, AnyInput, AnyOutput};
use crate::ops::{Operation, for_each_operation};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

macro_rules! blanket {
    ($($module:ident $name:ident,)*) => {
        impl<C: S3> DynS3 for C {
            fn send_any(&self, input: AnyInput) -> AnyResponse {
                let client = self.clone();
                Box::pin(async move {
                    match input {
                        $(AnyInput::$name(input) => {
                            let answer = client.send(*input).await;
                            answer
                                .map(|output| AnyOutput::$name(Box::new(output)))
                                .map_err(|error| error.map_service_error(AnyError::$name))
                        })*
                    }
                })
            }
        }
    };
}
for_each_operation!(blanket);

/// An answer that is under way.
pub type AnyResponse = Pin<Box<dyn Future<Output = Result<AnyOutput, SdkError<AnyError>>> + Send>>;

/// [`S3`] for those who cannot be generic: `Arc<dyn DynS3>` is an [`S3`] itself.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// use fake_s3::{DynS3, FakeS3, S3};
/// use std::sync::Arc;
///
/// struct Backups {
///     s3: Arc<dyn DynS3>,
/// }
///
/// let backups = Backups { s3: Arc::new(FakeS3::new().client()) };
/// backups.s3.create_bucket().bucket("backups").send().await.unwrap();
/// # });
/// ```
pub trait DynS3: Send + Sync + 'static {
    /// Sends any input; the answer is of the same operation.
    fn send_any(&self, input: AnyInput) -> AnyResponse;
}

impl S3 for Arc<dyn DynS3> {
    fn send<I: Operation>(&self, input: I) -> impl Future<Output = Result<I::Output, SdkError<I::Error>>> + Send {
        of_operation::<I>(self.as_ref().send_any(input.into_any()))
    }
}

/// The response of one operation out of the enums.
pub(crate) async fn of_operation<I: Operation>(response: AnyResponse) -> Result<I::Output, SdkError<I::Error>> {
    match response.await {
        Ok(output) => I::output_of(output).ok_or_else(of_another_operation::<I>),
        Err(SdkError::ServiceError(context)) => {
            let (error, raw) = context.into_parts();
            Err(I::error_of(error).map_or_else(of_another_operation::<I>, |error| SdkError::service_error(error, raw)))
        }
        Err(other) => Err(other.without_service_error().unwrap_or_else(of_another_operation::<I>)),
    }
}

fn of_another_operation<I: Operation>() -> SdkError<I::Error> {
    SdkError::dispatch_failure(ConnectorError::other(format!("{} was answered as another operation", I::NAME)))
}
