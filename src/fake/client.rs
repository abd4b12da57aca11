//! The mirror's client, and the SDK's modules of operations, whose builders are of this client by default.

use super::calls::WayIn;
use super::time::timers::Still;
use super::{FakeS3, visit};
use crate::api::error::{
    BuildError, ErrorMetadata, HttpResponse, OperationError, S3Error, STORAGE_CLASS, SdkError, TransportError,
    with_request_ids,
};
use crate::api::shape::{Input as _, Place};
use crate::http::body::collect;
use crate::http::wire::write;
use crate::model::access::caller::Requester;
use crate::model::access::principal::Principal;
use crate::model::id::RequestNames;
use crate::model::payload::Payload;
use crate::ops::{Operation, Rules, for_each_operation};
use crate::s3::S3;
use bytes::Bytes;
use std::future::Future;

macro_rules! modules {
    ($($module:ident $name:ident,)*) => { pastey::paste! {
        /// The SDK's modules, one for each operation: input, output, error and builders.
        pub mod operation {
            pub use crate::api::shape::{RequestId, RequestIdExt};

            $(
                #[doc = concat!("[`", stringify!($name), "`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_", stringify!($name), ".html).")]
                pub mod $module {
                    pub use crate::ops::$module::{[<$name Error>], [<$name Input>], [<$name Output>]};

                    /// The builders.
                    pub mod builders {
                        pub use crate::ops::$module::{[<$name InputBuilder>], [<$name OutputBuilder>]};

                        #[doc = concat!("A `", stringify!($name), "` under construction.")]
                        pub type [<$name FluentBuilder>]<C = crate::Client> = crate::Fluent<C, super::[<$name Input>]>;
                    }
                }
            )*
        }
    } };
}
for_each_operation!(modules);

/// A client of the fake, mirroring `aws_sdk_s3::Client`: cheap to clone, and the receiver of all calls of [`S3`].
///
/// Every call is answered at the first poll; no runtime is needed beyond something that polls.
#[derive(Debug, Clone)]
pub struct Client {
    world: FakeS3,
    principal: Principal,
}

impl Client {
    pub(crate) fn new(world: FakeS3, principal: Principal) -> Self {
        Self { world, principal }
    }
}

impl S3 for Client {
    fn send<I: Operation>(&self, input: I) -> impl Future<Output = Result<I::Output, SdkError<I::Error>>> + Send {
        let (world, principal, mut input) = (self.world.clone(), self.principal.clone(), input.into_rules());
        async move {
            check_construction(&input)?;
            let mut turn = world.enter(&visit(&input, &principal, WayIn::Mirror));
            let still = Still::begin(world.clone());
            let body = match input.take_body() {
                Some(body) => collect(body).await.map_err(SdkError::construction_failure)?,
                None => Payload::default(),
            };
            input.as_the_sdk_sends_it(&body);
            drop(still);
            turn.arrived(body.len()).await.map_err(TransportError::into_sdk_error)?;
            let result = turn.around(|order| world.run(Requester::in_process(principal), input, body, order)).await;
            let result = result.map_err(TransportError::into_sdk_error)?;
            result.map_err(|(error, request)| service_error::<I::Rules>(&error, &request))
        }
    }
}

/// What the SDK refuses to send: an address, or the parameters that name the resource, left blank.
pub(crate) fn check_construction<I: Rules>(input: &I) -> Result<(), BuildError> {
    let named = |name: &str| I::ROUTE.query.contains(&name) || I::ROUTE.any_query.contains(&name);
    let needed = I::ROWS.iter().filter(|row| match row.place {
        Place::Label => true,
        Place::Query => named(row.name),
        _ => false,
    });
    match needed.map(|row| row.field).find(|field| input.is_blank(field)) {
        None => Ok(()),
        Some(field) => Err(BuildError::missing_field(field, "cannot be empty or unset")),
    }
}

/// The error as a caller of the SDK sees it: read off an answer, so that what has no body has no code, but for 404.
fn service_error<I: Rules>(error: &S3Error, request: &RequestNames) -> SdkError<I::Error> {
    let is_head = I::ROUTE.method == "HEAD";
    let mut raw = write::error(error, request, is_head).map(|_| Bytes::new());
    raw.headers_mut().extend(write::request_headers(request));
    *raw.body_mut() = write::error_body(error, request, is_head);
    let meta = metadata(error, &raw, request);
    SdkError::service_error(I::Error::from_meta(meta), raw)
}

fn metadata(error: &S3Error, raw: &HttpResponse, request: &RequestNames) -> ErrorMetadata {
    let mut builder = with_request_ids(ErrorMetadata::builder(), &request.id, &request.extended);
    // The one element that the SDK makes a field of an error.
    if let Some(class) = error.extra(STORAGE_CLASS) {
        builder = builder.custom(STORAGE_CLASS, class);
    }
    match (raw.body().is_empty(), error.status()) {
        (false, _) => builder.code(error.code()).message(error.message()).build(),
        (true, 404) => builder.code("NotFound").build(),
        (true, _) => builder.build(),
    }
}
