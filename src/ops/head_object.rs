//! Reads what `GetObject` would, without the bytes.
//!
//! [`HeadObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).

use super::prelude::*;
use steps::customer_key::SentCustomerKey;
use steps::description::Reading;
use steps::kms_key::{READ, Subject};

impl Rules for HeadObjectInput {
    type Output = HeadObjectOutput;
    type Error = HeadObjectError;
    const NAME: &'static str = "HeadObject";
    const ROUTE: Route = Route::new("HEAD", Target::Object);
    const HIDDEN: &'static [&'static Row] = &[&IF_RANGE];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG],
        &steps::version::ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::READ_ERRORS,
        &steps::kms_key::ERRORS,
        &steps::conditions::READ_ERRORS,
        &steps::range::ERRORS,
        &steps::object::WISHES,
        &[&CHECKSUM_MODE_INVALID, &FIELD_INVALID],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::object::malformed(field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        steps::object::check_wishes(&self, call.caller.is_anonymous())?;
        let wants_checksum = steps::object::wants_checksum(self.checksum_mode())?;
        let found = steps::version::find(bucket, &key, self.version_id(), "HEAD");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT, &key, found)?;
        let object = found.object;
        steps::customer_key::check_read(SentCustomerKey::with(&self).key_of_reader(&call.caller, object)?, object)?;
        if wants_checksum && object.checksum.is_some() {
            // A checksum is encrypted as the bytes are; nothing else that is told asks for the key (documented).
            steps::kms_key::check_use(call, Subject { bucket, key: &key }, &object.encryption, READ)?;
        }
        steps::conditions::check_read(&self, object, now(call))?;
        let range = self.range().filter(|_| steps::conditions::is_of_range(call.sent.get(&IF_RANGE), object));
        let selected = steps::range::select(object, range, self.part_number)?;

        let reading = Reading { bucket, key: &key, found, selected: &selected, wants_checksum };
        let (output, guess): (Self::Output, _) = steps::description::describe(call, &self, &reading);
        call.guess = guess;
        Ok(output)
    }
}

shape! {
    /// What `HeadObject` takes.
    pub input(head_object) struct HeadObjectInput {
        bucket: Option<String> = label("Bucket"),
        flatten read_conditions,
        key: Option<String> = label("Key"),
        range: Option<String> = header("Range"),
        flatten response_overrides,
        version_id: Option<String> = query("versionId"),
        flatten customer_key_headers,
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        part_number: Option<i32> = query("partNumber"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        checksum_mode: Option<ChecksumMode> = header("x-amz-checksum-mode"),
    }
}

shape! {
    /// Output of `HeadObject`.
    pub output(head_object) struct HeadObjectOutput {
        delete_marker: Option<bool> = header("x-amz-delete-marker"),
        flatten object_echo,
        flatten read_echo,
        archive_status: Option<ArchiveStatus> = header("x-amz-archive-status"),
        flatten checksum_headers,
        missing_meta: Option<i32> = header("x-amz-missing-meta"),
        flatten encryption_echo,
        flatten customer_key_echo,
        replication_status: Option<ReplicationStatus> = header("x-amz-replication-status"),
        flatten object_lock_headers,
    }
}

operation_error! {
    /// What `HeadObject` fails with.
    HeadObjectError { NotFound }
}
