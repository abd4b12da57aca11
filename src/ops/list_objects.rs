//! Lists objects by key, in the older form.
//!
//! [`ListObjects`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html).

use super::prelude::*;
use crate::model::listing::ListingQuery;
use steps::listing::Encoding;
use steps::objects::Shown;

impl Rules for ListObjectsInput {
    type Output = ListObjectsOutput;
    type Error = ListObjectsError;
    const NAME: &'static str = "ListObjects";
    const ROUTE: Route = Route::new("GET", Target::Bucket).root("ListBucketResult");
    const HIDDEN: &'static [&'static Row] = &[&START_AFTER];
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &ATTRIBUTE_UNKNOWN, &START_AFTER_NOT_TAKEN],
        &steps::listing::ERRORS,
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::LIST_BUCKET)?;
        if let Some(sent) = call.sent.get(&START_AFTER) {
            let error = START_AFTER_NOT_TAKEN.error().with("ArgumentName", "start-after");
            return Err(error.because(format!("the request sends start-after={sent} without list-type=2")));
        }
        let encoding = Encoding::from_parameter(self.encoding_type())?;
        // An anonymous caller is not shown owners (recorded).
        let shown = Shown::new(!call.caller.is_anonymous(), self.optional_object_attributes())?;
        let max_keys = steps::listing::limit("max-keys", self.max_keys)?.at_most(call.twist.page);
        let query = ListingQuery {
            prefix: self.prefix().unwrap_or_default(),
            delimiter: self.delimiter().unwrap_or_default(),
            marker: self.marker().unwrap_or_default(),
            limit: max_keys.lines(),
        };
        let page = steps::objects::page(bucket, query, encoding, shown, call.store);
        // Shown only with a delimiter; without one the last key is the marker (recorded).
        let next = page.last.filter(|_| page.is_truncated && !query.delimiter.is_empty());
        let output = ListObjectsOutput {
            name: Some(bucket.name.to_string()),
            prefix: Some(encoding.encode(query.prefix)),
            marker: Some(encoding.encode(query.marker)),
            next_marker: next.map(|last| encoding.encode(&last)),
            max_keys: Some(max_keys.shown()),
            delimiter: self.delimiter().filter(|sent| !sent.is_empty()).map(|sent| encoding.encode(sent)),
            encoding_type: encoding.shown(),
            is_truncated: Some(page.is_truncated),
            contents: Some(page.contents).filter(|list| !list.is_empty()),
            common_prefixes: Some(page.prefixes).filter(|list| !list.is_empty()),
            request_charged: charged(call),
            ..Default::default()
        };
        let region = bucket.region.clone();
        call.told.set(&BUCKET_REGION, &region);
        Ok(output)
    }
}

shape! {
    /// What `ListObjects` takes.
    pub input(list_objects) struct ListObjectsInput {
        bucket: Option<String> = label("Bucket"),
        delimiter: Option<String> = query("delimiter"),
        encoding_type: Option<EncodingType> = query("encoding-type"),
        marker: Option<String> = query("marker"),
        max_keys: Option<i32> = query("max-keys"),
        prefix: Option<String> = query("prefix"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = header("x-amz-optional-object-attributes"),
    }
}

shape! {
    /// Output of `ListObjects`.
    pub output(list_objects) struct ListObjectsOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        name: Option<String> = element("Name"),
        prefix: Option<String> = element("Prefix"),
        marker: Option<String> = element("Marker"),
        next_marker: Option<String> = element("NextMarker"),
        max_keys: Option<i32> = element("MaxKeys"),
        delimiter: Option<String> = element("Delimiter"),
        encoding_type: Option<EncodingType> = element("EncodingType"),
        is_truncated: Option<bool> = element("IsTruncated"),
        contents: Option<Vec<Object>> = element("Contents"),
        common_prefixes: Option<Vec<CommonPrefix>> = element("CommonPrefixes"),
    }
}

operation_error! {
    /// What `ListObjects` fails with.
    ListObjectsError { NoSuchBucket }
}
