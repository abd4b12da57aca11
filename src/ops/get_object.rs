//! Reads an object: whole, a range, or a part.
//!
//! [`GetObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html).

use super::prelude::*;
use crate::model::payload::Payload;
use steps::customer_key::SentCustomerKey;
use steps::description::Reading;
use steps::kms_key::Subject;
use steps::range::Selected;

impl Rules for GetObjectInput {
    type Output = GetObjectOutput;
    type Error = GetObjectError;
    const NAME: &'static str = "GetObject";
    const ROUTE: Route = Route::new("GET", Target::Object);
    const HIDDEN: &'static [&'static Row] = &[&IF_RANGE];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG],
        &steps::version::ERRORS,
        &steps::customer_key::ERRORS,
        &steps::customer_key::READ_ERRORS,
        &steps::kms_key::ERRORS,
        &steps::object::ARCHIVED,
        &steps::conditions::READ_ERRORS,
        &steps::range::ERRORS,
        &steps::object::WISHES,
        &[&CHECKSUM_MODE_INVALID, &FIELD_INVALID],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::object::malformed(field)
    }

    /// The SDK asks for the checksum, to verify what it reads, whatever its user asks for.
    fn as_the_sdk_sends_it(&mut self, _body: &Payload) {
        self.checksum_mode = Some(ChecksumMode::Enabled);
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let key = key(self.key())?;
        steps::object::check_wishes(&self, call.caller.is_anonymous())?;
        let wants_checksum = steps::object::wants_checksum(self.checksum_mode())?;
        let found = steps::version::find(bucket, &key, self.version_id(), "GET");
        let found = access::on_found(call, bucket, &self, &action::GET_OBJECT, &key, found)?;
        let object = found.object;
        let customer_key = SentCustomerKey::with(&self).key_of_reader(&call.caller, object)?;
        steps::encryption::check_read(call, customer_key, Subject { bucket, key: &key }, object)?;
        steps::object::check_readable(object, now(call), &OBJECT_ARCHIVED)?;
        steps::conditions::check_read(&self, object, now(call))?;
        let range = self.range().filter(|_| steps::conditions::is_of_range(call.sent.get(&IF_RANGE), object));
        let selected = steps::range::select(object, range, self.part_number)?;

        let reading = Reading { bucket, key: &key, found, selected: &selected, wants_checksum };
        let (mut output, guess): (Self::Output, _) = steps::description::describe(call, &self, &reading);
        output.body = (call.stream)(match selected {
            Selected::Whole => object.payload(),
            selected => object.slice(selected.bytes(object)),
        });
        call.guess = guess;
        Ok(output)
    }
}

shape! {
    /// What `GetObject` takes.
    pub input(get_object) struct GetObjectInput {
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
    /// Output of `GetObject`.
    pub streaming output(get_object) struct GetObjectOutput {
        body: ByteStream = payload,
        delete_marker: Option<bool> = header("x-amz-delete-marker"),
        flatten object_echo,
        flatten read_echo,
        flatten checksum_headers,
        missing_meta: Option<i32> = header("x-amz-missing-meta"),
        flatten encryption_echo,
        flatten customer_key_echo,
        replication_status: Option<ReplicationStatus> = header("x-amz-replication-status"),
        flatten object_lock_headers,
    }
}

operation_error! {
    /// What `GetObject` fails with.
    GetObjectError { InvalidObjectState, NoSuchKey }
}
