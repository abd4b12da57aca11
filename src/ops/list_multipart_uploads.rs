//! Lists the uploads of a bucket that are neither completed nor aborted.
//!
//! [`ListMultipartUploads`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html).

use super::prelude::*;
use crate::model::bucket::BucketState;
use crate::model::listing::{self, ListingEntry, ListingQuery, Page, Start};
use crate::model::store::Store;
use crate::model::upload::Upload;
use steps::listing::{Encoding, Limit};

impl Rules for ListMultipartUploadsInput {
    type Output = ListMultipartUploadsOutput;
    type Error = ListMultipartUploadsError;
    const NAME: &'static str = "ListMultipartUploads";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["uploads"]).root("ListMultipartUploadsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &UPLOAD_ID_MARKER_INVALID],
        &steps::listing::ERRORS,
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::LIST_UPLOADS)?;
        let encoding = Encoding::from_parameter(self.encoding_type())?;
        let max_uploads = steps::listing::limit("max-uploads", self.max_uploads)?.at_most(call.twist.page);
        let key_marker = self.key_marker().unwrap_or_default();
        let after = upload_id_marker(bucket, key_marker, self.upload_id_marker())?;
        let page = page_of(bucket, &self, key_marker, after, max_uploads);

        // Recorded: the last upload even when nothing follows, and nothing when the page ends in a common prefix.
        let last = match page.entries.last() {
            Some(ListingEntry::Item(upload)) => Some(*upload),
            _ => None,
        };
        let mut output = ListMultipartUploadsOutput {
            bucket: Some(bucket.name.to_string()),
            key_marker: Some(encoding.encode(key_marker)),
            upload_id_marker: Some(after.unwrap_or_default().to_owned()),
            next_key_marker: Some(last.map(|upload| encoding.encode(upload.key.as_str())).unwrap_or_default()),
            next_upload_id_marker: Some(last.map(|upload| upload.id.to_string()).unwrap_or_default()),
            delimiter: self.delimiter().filter(|sent| !sent.is_empty()).map(|sent| encoding.encode(sent)),
            // Recorded: unlike in lists of objects, a prefix that nobody asked for is not shown.
            prefix: self.prefix().filter(|sent| !sent.is_empty()).map(|sent| encoding.encode(sent)),
            max_uploads: Some(max_uploads.shown()),
            is_truncated: Some(page.is_truncated),
            encoding_type: encoding.shown(),
            ..Default::default()
        };
        for entry in page.entries {
            match entry {
                ListingEntry::Item(upload) => {
                    output.uploads.get_or_insert_default().push(describe(upload, encoding, call.store, bucket));
                }
                ListingEntry::CommonPrefix(prefix) => {
                    let prefix = CommonPrefix { prefix: Some(encoding.encode(&prefix)) };
                    output.common_prefixes.get_or_insert_default().push(prefix);
                }
            }
        }
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// Without a key marker it is ignored; with one it must be an upload of that key (recorded).
fn upload_id_marker<'a>(
    bucket: &BucketState,
    key_marker: &str,
    sent: Option<&'a str>,
) -> Result<Option<&'a str>, S3Error> {
    let Some(sent) = sent.filter(|sent| !sent.is_empty() && !key_marker.is_empty()) else { return Ok(None) };
    match ObjectKey::try_from(key_marker).is_ok_and(|key| bucket.knows_upload(&key, sent)) {
        true => Ok(Some(sent)),
        false => Err(UPLOAD_ID_MARKER_INVALID.argument("upload-id-marker", sent)),
    }
}

/// Uploads come by key, and of one key in the order of initiation, which is the order of ids.
fn page_of<'a>(
    bucket: &'a BucketState,
    input: &ListMultipartUploadsInput,
    key_marker: &str,
    after: Option<&str>,
    limit: Limit,
) -> Page<&'a Upload> {
    let query = ListingQuery {
        prefix: input.prefix().unwrap_or_default(),
        delimiter: input.delimiter().unwrap_or_default(),
        marker: key_marker,
        limit: limit.lines(),
    };
    let walk = |start: Start<'_>| match (start, after) {
        (Start::At(key), _) => bucket.uploads_from(key),
        (Start::Marker, Some(id)) => bucket.uploads_after(key_marker, Some(id)),
        (Start::Marker, None) => bucket.uploads_after(key_marker, None),
    };
    listing::page(query, walk, |upload| upload.key.as_str())
}

fn describe(upload: &Upload, encoding: Encoding, store: &Store, bucket: &BucketState) -> MultipartUpload {
    MultipartUpload {
        key: Some(encoding.encode(upload.key.as_str())),
        upload_id: Some(upload.id.to_string()),
        initiator: Some(steps::owner::initiator(store, &upload.initiator)),
        owner: Some(steps::owner::owner(store, &steps::owner::of_upload(store, bucket, upload))),
        storage_class: Some(upload.attributes.storage_class.clone()),
        initiated: Some(upload.initiated),
        checksum_algorithm: upload.checksum.map(|(algorithm, _)| algorithm.into()),
        checksum_type: upload.checksum.map(|(_, kind)| kind.into()),
    }
}

shape! {
    /// What `ListMultipartUploads` takes.
    pub input(list_multipart_uploads) struct ListMultipartUploadsInput {
        bucket: Option<String> = label("Bucket"),
        delimiter: Option<String> = query("delimiter"),
        encoding_type: Option<EncodingType> = query("encoding-type"),
        key_marker: Option<String> = query("key-marker"),
        max_uploads: Option<i32> = query("max-uploads"),
        prefix: Option<String> = query("prefix"),
        upload_id_marker: Option<String> = query("upload-id-marker"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
    }
}

shape! {
    /// Output of `ListMultipartUploads`.
    pub output(list_multipart_uploads) struct ListMultipartUploadsOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        bucket: Option<String> = element("Bucket"),
        key_marker: Option<String> = element("KeyMarker"),
        upload_id_marker: Option<String> = element("UploadIdMarker"),
        next_key_marker: Option<String> = element("NextKeyMarker"),
        next_upload_id_marker: Option<String> = element("NextUploadIdMarker"),
        delimiter: Option<String> = element("Delimiter"),
        prefix: Option<String> = element("Prefix"),
        max_uploads: Option<i32> = element("MaxUploads"),
        is_truncated: Option<bool> = element("IsTruncated"),
        encoding_type: Option<EncodingType> = element("EncodingType"),
        uploads: Option<Vec<MultipartUpload>> = element("Upload"),
        common_prefixes: Option<Vec<CommonPrefix>> = element("CommonPrefixes"),
    }
}

operation_error! {
    /// What `ListMultipartUploads` fails with.
    ListMultipartUploadsError {}
}
