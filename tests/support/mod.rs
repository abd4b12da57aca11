//! What several tests of the SDK's client need: to see what it sends.

use aws_sdk_s3::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An interceptor that remembers the headers of the request that was sent last.
#[derive(Debug, Clone, Default)]
pub struct Headers(Arc<Mutex<BTreeMap<String, String>>>);

impl Headers {
    /// A header of the last request; empty where there was none.
    pub fn get(&self, name: &str) -> String {
        self.0.lock().get(name).cloned().unwrap_or_default()
    }
}

impl Intercept for Headers {
    fn name(&self) -> &'static str {
        "Headers"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request().headers().iter();
        *self.0.lock() = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(())
    }
}
