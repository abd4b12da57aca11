//! Clients of other libraries, in process: each takes the service of tower for its HTTP client.
//!
//! A client here signs by the wall clock, and the world's clock is the test's. So a difference between the two never
//! rejects a request, unless the world itself runs by the wall clock.

#[cfg(feature = "object-store")]
mod object_store;
#[cfg(feature = "opendal")]
mod opendal;

use crate::fake::FakeS3;
use crate::model::access::account::AccessKey;
use crate::model::access::principal::Principal;
use crate::model::region::US_EAST_1;

/// What a client must know to reach a bucket.
#[derive(Debug)]
struct Reach {
    /// Region of the bucket; the world's own if the bucket is missing.
    region: String,
    /// URL of that Region's endpoint. It is never resolved.
    endpoint: String,
    /// Access key ID and secret of the caller; `None` for the anonymous caller.
    key: Option<(String, AccessKey)>,
}

impl Reach {
    fn of(world: &FakeS3, caller: &Principal, bucket: &str) -> Self {
        let mut store = world.store();
        let key = store.accounts.access_key(caller);
        let region = store.bucket(bucket).map_or_else(|_| store.region.clone(), |bucket| bucket.region.clone());
        let region = if region.is_empty() { US_EAST_1.to_owned() } else { region };
        let endpoint = format!("https://s3.{region}.amazonaws.com");
        Self { region, endpoint, key }
    }
}
