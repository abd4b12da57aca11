//! Laws of the service for all sizes, times and losses.

use super::{BUCKET, data, world};
use crate::one_door::polled;
use fake_s3::fault::{Fault, Injected, on, on_any};
use fake_s3::{FakeS3, days};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// Faults that S3 can show at any time, each with a probability of one in ten.
fn losses(s3: &FakeS3) -> Vec<Injected> {
    let operations = ["CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"];
    let faults =
        || [Fault::lose_request(), Fault::lose_response(), Fault::error("SlowDown"), Fault::error("InternalError")];
    let inject = |name| faults().map(|fault| s3.inject(on(name).with_probability(0.1).optional(), fault));
    operations.into_iter().flat_map(inject).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_backup_that_was_uploaded_is_read_back(length in 0..600_usize, part in 1..200_usize, at_once in 1..6_usize, seed: u64) {
        let (s3, _, mut backups) = world();
        (backups.part_bytes, backups.at_once) = (part, at_once);
        let millis = Duration::from_millis;
        let slow = Fault::latency(millis(1)).jitter(millis(seed % 50));
        let _slow = s3.inject(on_any().with_probability(0.5).optional(), slow);
        polled(backups.upload("db.tar", data(length))).unwrap();
        prop_assert_eq!(polled(backups.download("db.tar", 1 + length / 3)).unwrap(), data(length));
        s3.assert_no_open_uploads();
    }

    #[test]
    fn a_backup_is_there_or_a_failure_is_reported_and_the_rule_finds_the_rest(length in 1..500_usize, seed: u64) {
        let s3 = FakeS3::builder().min_part_bytes(1).seed(seed).build();
        let bucket = s3.create_bucket(BUCKET);
        bucket.abort_incomplete_uploads_after("", 1);
        let _losses = losses(&s3);
        let backups = super::Backups { client: s3.sdk_client(), part_bytes: 100, at_once: 2 };
        let expected = polled(backups.upload("db.tar", data(length))).ok().map(|_| data(length));
        prop_assert_eq!(bucket.object("db.tar").map(|object| object.bytes()), expected, "{}", s3.journal());
        s3.clock().advance(days(3));
        s3.assert_no_open_uploads();
    }

    #[test]
    fn the_last_part_of_each_number_counts(puts in prop::collection::vec((1..6_i32, 1..20_usize), 1..40)) {
        let (_, bucket, _) = world();
        let id = bucket.begin_upload("db.tar");
        let mut last = BTreeMap::new();
        for (number, length) in puts {
            bucket.put_part("db.tar", &id, number, data(length));
            last.insert(number, data(length));
        }
        bucket.complete_upload("db.tar", &id);
        prop_assert_eq!(bucket.object("db.tar").unwrap().bytes(), last.into_values().collect::<Vec<_>>().concat());
    }
}
