//! Lists objects by key.
//!
//! [`ListObjectsV2`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html).

use super::prelude::*;
use crate::model::listing::ListingQuery;
use steps::listing::Encoding;
use steps::objects::Shown;

impl Rules for ListObjectsV2Input {
    type Output = ListObjectsV2Output;
    type Error = ListObjectsV2Error;
    const NAME: &'static str = "ListObjectsV2";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query_value("list-type", "2").root("ListBucketResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &CONTINUATION_TOKEN_INVALID, &FIELD_INVALID],
        &[&ATTRIBUTE_UNKNOWN],
        &steps::listing::ERRORS,
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::objects::malformed(field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::LIST_BUCKET)?;
        let encoding = Encoding::from_parameter(self.encoding_type())?;
        let shown = Shown::new(self.fetch_owner == Some(true), self.optional_object_attributes())?;
        let max_keys = steps::listing::limit("max-keys", self.max_keys)?.at_most(call.twist.page);
        let token = self.continuation_token().map(steps::token::read).transpose()?;
        // A token makes `start-after` irrelevant, and it is not echoed then (recorded).
        let start_after = self.start_after().filter(|_| token.is_none());
        let query = ListingQuery {
            prefix: self.prefix().unwrap_or_default(),
            delimiter: self.delimiter().unwrap_or_default(),
            marker: token.as_deref().or(start_after).unwrap_or_default(),
            limit: max_keys.lines(),
        };
        let page = steps::objects::page(bucket, query, encoding, shown, call.store);
        let output = ListObjectsV2Output {
            name: Some(bucket.name.to_string()),
            prefix: Some(encoding.encode(query.prefix)),
            start_after: start_after.map(|key| encoding.encode(key)),
            continuation_token: self.continuation_token.clone(),
            next_continuation_token: page.last.filter(|_| page.is_truncated).map(|last| steps::token::write(&last)),
            key_count: i32::try_from(page.contents.len() + page.prefixes.len()).ok(),
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
    /// What `ListObjectsV2` takes.
    pub input(list_objects_v2) struct ListObjectsV2Input {
        bucket: Option<String> = label("Bucket"),
        delimiter: Option<String> = query("delimiter"),
        encoding_type: Option<EncodingType> = query("encoding-type"),
        max_keys: Option<i32> = query("max-keys"),
        prefix: Option<String> = query("prefix"),
        continuation_token: Option<String> = query("continuation-token"),
        fetch_owner: Option<bool> = query("fetch-owner"),
        start_after: Option<String> = query("start-after"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = header("x-amz-optional-object-attributes"),
    }
}

shape! {
    /// Output of `ListObjectsV2`.
    pub output(list_objects_v2) struct ListObjectsV2Output {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        name: Option<String> = element("Name"),
        prefix: Option<String> = element("Prefix"),
        start_after: Option<String> = element("StartAfter"),
        continuation_token: Option<String> = element("ContinuationToken"),
        next_continuation_token: Option<String> = element("NextContinuationToken"),
        key_count: Option<i32> = element("KeyCount"),
        max_keys: Option<i32> = element("MaxKeys"),
        delimiter: Option<String> = element("Delimiter"),
        encoding_type: Option<EncodingType> = element("EncodingType"),
        is_truncated: Option<bool> = element("IsTruncated"),
        contents: Option<Vec<Object>> = element("Contents"),
        common_prefixes: Option<Vec<CommonPrefix>> = element("CommonPrefixes"),
    }
}

operation_error! {
    /// What `ListObjectsV2` fails with.
    ListObjectsV2Error { NoSuchBucket }
}
