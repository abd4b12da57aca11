//! The mirror: the SDK's calls without the SDK.

mod dynamic;

#[cfg(feature = "aws-sdk")]
pub(crate) use dynamic::of_operation;
pub use dynamic::{AnyResponse, DynS3};

use crate::api::error::SdkError;
use crate::api::shape::Fluent;
use crate::ops::{self, Operation, for_each_operation};
use std::future::Future;

macro_rules! calls {
    ($($module:ident $name:ident,)*) => { pastey::paste! {
        /// The calls of S3, whoever answers them: the fake in tests, AWS in production.
        ///
        /// One method is required; the calls themselves are made of it. Production code takes `&impl S3`:
        ///
        /// ```
        /// use fake_s3::{S3, primitives::ByteStream};
        ///
        /// async fn remember(s3: &impl S3, note: &'static str) -> Result<(), fake_s3::error::BoxError> {
        ///     let body = ByteStream::from_static(note.as_bytes());
        ///     s3.put_object().bucket("notes").key("latest").body(body).send().await?;
        ///     Ok(())
        /// }
        /// ```
        pub trait S3: Clone + Send + Sync + 'static {
            /// Sends an input and waits for the answer.
            fn send<I: Operation>(
                &self,
                input: I,
            ) -> impl Future<Output = Result<I::Output, SdkError<I::Error>>> + Send;

            $(
                #[doc = concat!("[`", stringify!($name), "`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_", stringify!($name), ".html).")]
                fn $module(&self) -> Fluent<Self, ops::$module::[<$name Input>]> {
                    Fluent::new(self.clone())
                }
            )*
        }

        $(
            impl ops::$module::[<$name InputBuilder>] {
                /// Builds the input and sends it.
                ///
                /// # Errors
                /// As [`Fluent::send`].
                pub async fn send_with(
                    self,
                    client: &impl S3,
                ) -> Result<ops::$module::[<$name Output>], SdkError<ops::$module::[<$name Error>]>> {
                    client.send(self.build()?).await
                }
            }
        )*
    } };
}
for_each_operation!(calls);

impl<C: S3, I: Operation> Fluent<C, I> {
    /// Sends the request.
    ///
    /// # Errors
    /// `ConstructionFailure` where the bucket, the key or the upload is missing; `ServiceError` for what S3 refuses.
    pub async fn send(self) -> Result<I::Output, SdkError<I::Error>> {
        let input = I::build(self.inner)?;
        self.client.send(input).await
    }
}
