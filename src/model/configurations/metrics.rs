//! Request metrics. The fake stores their configurations and measures nothing.

use super::Identified;
use crate::api::error::S3Error;
use crate::api::types::MetricsConfiguration;

impl Identified for MetricsConfiguration {
    fn id(&self) -> &str {
        self.id()
    }

    fn check(&self) -> Result<(), S3Error> {
        Ok(())
    }
}
