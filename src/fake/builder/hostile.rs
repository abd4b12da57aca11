//! A world on S3's worst days.

use super::Builder;
use crate::fake::FakeS3;
use crate::fake::fault::{Fault, Matcher, on_any};
use crate::model::settings::Lag;
use std::time::Duration;

impl Builder {
    /// A world on S3's worst days, in one line: it does everything that S3's documentation allows and that its good
    /// days do not show. A correct program passes under it; the seed decides on the order of events.
    ///
    /// * Lists return short pages.
    /// * One request in ten is rejected with `503 SlowDown`, and one in six of CompleteMultipartUpload, CopyObject and
    ///   UploadPartCopy with `InternalError` in a 200. A request that says that it is a second attempt
    ///   (`amz-sdk-request`) is spared, and so are typed calls ([`FakeS3::call`], [`Client`](crate::Client)), which
    ///   nothing repeats.
    /// * White space precedes half of the responses of these three operations.
    /// * A server closes one connection in ten after its response.
    /// * Lifecycle rules act up to a day late, and ETags are [opaque](Self::opaque_etags).
    ///
    /// These faults need not fire, and they last as long as the world. A fault that a test injects beside them comes
    /// after them, so inject into a world that is not hostile where the order matters.
    ///
    /// ```
    /// use fake_s3::FakeS3;
    /// use fake_s3::operation::list_objects_v2::ListObjectsV2Input;
    ///
    /// let s3 = FakeS3::builder().hostile(7).build();
    /// let bucket = s3.create_bucket("backups");
    /// for number in 0..10 {
    ///     bucket.put_object(&format!("{number}"), "");
    /// }
    /// let page = s3.call(ListObjectsV2Input::builder().bucket("backups"))?;
    /// assert_eq!(page.is_truncated(), Some(true)); // a program that reads one page misses objects
    /// # Ok::<(), fake_s3::error::S3Error>(())
    /// ```
    pub fn hostile(mut self, seed: u64) -> Self {
        self.hostile = Some(seed);
        self.opaque_etags().lag(Lag::UpTo(Duration::from_hours(24)))
    }
}

impl FakeS3 {
    /// Injects the faults of a new world: those that the builder names, then those of a world that is hostile.
    pub(crate) fn inject_first_faults(&self) {
        for (calls, fault) in &self.beginning().faults {
            self.inject(calls.clone(), fault.clone()).keep();
        }
        self.be_hostile();
    }

    fn be_hostile(&self) {
        let Some(seed) = self.beginning().hostile else { return };
        let all = || on_any().optional().always().seeded(seed);
        let spared = || all().of_a_client_that_repeats();
        let faults: [(Matcher, Fault); 5] = [
            (spared().with_probability(0.1), Fault::error("SlowDown")),
            (spared().with_probability(1.0 / 6.0), Fault::error_in_200("InternalError")),
            (all().with_probability(0.5), Fault::late_success(Duration::from_secs(20))),
            (all(), Fault::short_pages(1 + u32::try_from(seed % 3).unwrap_or(0))),
            (all().with_probability(0.1), Fault::close_after_response()),
        ];
        for (calls, fault) in faults {
            self.inject(calls, fault).keep();
        }
    }
}
