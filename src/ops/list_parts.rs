//! Lists the parts of an upload by number.
//!
//! [`ListParts`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html).

use super::prelude::*;
use crate::model::upload as model;
use steps::customer_key::SentCustomerKey;

impl Rules for ListPartsInput {
    type Output = ListPartsOutput;
    type Error = ListPartsError;
    const NAME: &'static str = "ListParts";
    const ROUTE: Route = Route::new("GET", Target::Object).query(&["uploadId"]).root("ListPartsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &KEY_TOO_LONG, &NO_SUCH_UPLOAD],
        &steps::customer_key::ERRORS,
        &steps::customer_key::PART_ERRORS,
        &steps::kms_key::ERRORS,
        &[&MAX_NOT_A_NUMBER, &MAX_RANGE],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        let max_parts = steps::listing::limit("max-parts", self.max_parts)?.at_most(call.twist.page);
        let after = steps::listing::part_number_marker("part-number-marker", self.part_number_marker())?;
        let (key, id) = (key(self.key())?, UploadId::new(self.upload_id().unwrap_or_default()));
        let upload = access::on_upload(call, bucket, &self, &action::LIST_PARTS, &key, bucket.upload(&key, &id))?;
        steps::encryption::check_listed(call, SentCustomerKey::with(&self), bucket, upload)?;

        let mut left = upload.parts().iter().skip_while(|(number, _)| number.get() <= after);
        let page: Vec<_> = left.by_ref().take(max_parts.lines()).collect();
        let abort = bucket.abort_of(upload);
        // Recorded: the last number listed even when nothing follows, and 0 when nothing is listed.
        let next = page.last().map_or(0, |(number, _)| number.get());
        Ok(ListPartsOutput {
            abort_date: abort.as_ref().map(|abort| abort.at.shown),
            abort_rule_id: abort.map(|abort| steps::lifecycle::rule_id(&abort.rule, &call.store.settings)),
            bucket: Some(bucket.name.to_string()),
            key: Some(key.to_string()),
            upload_id: Some(id.to_string()),
            initiator: Some(steps::owner::initiator(call.store, &upload.initiator)),
            owner: Some(steps::owner::owner(call.store, &steps::owner::of_upload(call.store, bucket, upload))),
            storage_class: Some(upload.attributes.storage_class.clone()),
            part_number_marker: Some(after.to_string()),
            next_part_number_marker: Some(next.to_string()),
            max_parts: Some(max_parts.shown()),
            is_truncated: Some(max_parts.lines() > 0 && left.next().is_some()),
            checksum_algorithm: upload.checksum.map(|(algorithm, _)| algorithm.into()),
            checksum_type: upload.checksum.map(|(_, kind)| kind.into()),
            parts: Some(page.into_iter().map(|(number, part)| describe(upload, *number, part)).collect()),
            request_charged: charged(call),
            ..Default::default()
        })
    }
}

/// Checksums are shown only when the upload named an algorithm (recorded).
fn describe(upload: &model::Upload, number: PartNumber, part: &model::UploadedPart) -> Part {
    let mut listed = Part {
        part_number: Some(number.get()),
        last_modified: Some(part.last_modified),
        e_tag: Some(part.etag().quoted()),
        size: i64::try_from(part.payload.len()).ok(),
        ..Default::default()
    };
    if let (Some(_), Some(checksum)) = (upload.checksum, &part.checksum) {
        steps::digest::tell(&mut listed, checksum);
    }
    listed
}

shape! {
    /// What `ListParts` takes.
    pub input(list_parts) struct ListPartsInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        max_parts: Option<i32> = query("max-parts"),
        part_number_marker: Option<String> = query("part-number-marker"),
        upload_id: Option<String> = query("uploadId"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        flatten customer_key_headers,
    }
}

shape! {
    /// Output of `ListParts`.
    pub output(list_parts) struct ListPartsOutput {
        abort_date: Option<DateTime> = header("x-amz-abort-date"),
        abort_rule_id: Option<String> = header("x-amz-abort-rule-id"),
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        bucket: Option<String> = element("Bucket"),
        key: Option<String> = element("Key"),
        upload_id: Option<String> = element("UploadId"),
        initiator: Option<Initiator> = element("Initiator"),
        owner: Option<Owner> = element("Owner"),
        storage_class: Option<StorageClass> = element("StorageClass"),
        part_number_marker: Option<String> = element("PartNumberMarker"),
        next_part_number_marker: Option<String> = element("NextPartNumberMarker"),
        max_parts: Option<i32> = element("MaxParts"),
        is_truncated: Option<bool> = element("IsTruncated"),
        checksum_algorithm: Option<ChecksumAlgorithm> = element("ChecksumAlgorithm"),
        checksum_type: Option<ChecksumType> = element("ChecksumType"),
        parts: Option<Vec<Part>> = element("Part"),
    }
}

operation_error! {
    /// What `ListParts` fails with.
    ListPartsError {}
}
