//! Lists the caller's buckets by name.
//!
//! [`ListBuckets`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html).

use super::prelude::*;
use crate::model::region::US_EAST_1;
use std::ops::Bound;

impl Rules for ListBucketsInput {
    type Output = ListBucketsOutput;
    type Error = ListBucketsError;
    const NAME: &'static str = "ListBuckets";
    const ROUTE: Route = Route::new("GET", Target::Service).root("ListAllMyBucketsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&ACCESS_DENIED, &MAX_BUCKETS_RANGE, &BUCKET_REGION_INVALID],
        &[&CONTINUATION_TOKEN_INVALID, &LIST_BUCKETS_UNPAGED, &MAX_NOT_A_NUMBER],
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        access::at_home(call, &self, &action::LIST_BUCKETS, "arn:aws:s3:::*")?;
        let max_buckets = match self.max_buckets {
            None => MAX_BUCKETS,
            Some(asked) if (1..=MAX_BUCKETS).contains(&asked) => asked,
            Some(asked) => return Err(MAX_BUCKETS_RANGE.argument("max-buckets", asked)),
        };
        let region = region(self.bucket_region())?;
        check_paged(self.max_buckets, call.store.settings.bucket_quota)?;
        // An empty token stands for the first page (recorded).
        let after = self.continuation_token().filter(|token| !token.is_empty()).map(steps::token::read).transpose()?;
        let prefix = self.prefix().unwrap_or_default();

        let from = match after.as_deref() {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let own = call.store.buckets_of(call.account()?);
        let begun = own.range::<str, _>((from, Bound::Unbounded)).filter_map(|name| call.store.buckets().get(name));
        let mut left = begun
            .take_while(|bucket| bucket.name.as_str().starts_with(prefix))
            .filter(|bucket| region.is_none_or(|region| bucket.region == region));
        let page: Vec<_> = left.by_ref().take(usize::try_from(max_buckets).unwrap_or(0)).collect();
        let next = left.next().and(page.last()).map(|last| steps::token::write(last.name.as_str()));
        // The Region of each is shown only to those who ask for pages or Regions.
        let with_region = self.max_buckets.is_some() || region.is_some() || self.prefix.is_some();
        let buckets = page.into_iter().map(|bucket| Bucket {
            name: Some(bucket.name.to_string()),
            creation_date: Some(bucket.created),
            bucket_region: with_region.then(|| bucket.region.clone()),
            bucket_arn: Some(bucket.name.arn()),
        });
        Ok(ListBucketsOutput {
            owner: Some(steps::owner::owner(call.store, &call.store.accounts.canonical_id_of(&call.caller.principal))),
            buckets: Some(buckets.collect()),
            continuation_token: next,
            prefix: self.prefix.clone(),
            ..Default::default()
        })
    }
}

/// The most buckets of a page, and how many it has when nobody asks.
const MAX_BUCKETS: i32 = 10_000;

/// Who may have more buckets than a page holds must ask for pages.
fn check_paged(max_buckets: Option<i32>, quota: usize) -> Result<(), S3Error> {
    match max_buckets.is_some() || i32::try_from(quota).is_ok_and(|quota| quota <= MAX_BUCKETS) {
        true => Ok(()),
        false => Err(LIST_BUCKETS_UNPAGED.error().because(format!("the account may have {quota} buckets"))),
    }
}

fn region(sent: Option<&str>) -> Result<Option<&str>, S3Error> {
    match sent {
        Some(region) if region != US_EAST_1 && !BucketLocationConstraint::values().contains(&region) => {
            Err(BUCKET_REGION_INVALID.fill(&[&region]).with("ArgumentName", "bucket-region"))
        }
        region => Ok(region),
    }
}

shape! {
    /// What `ListBuckets` takes.
    pub input(list_buckets) struct ListBucketsInput {
        max_buckets: Option<i32> = query("max-buckets"),
        continuation_token: Option<String> = query("continuation-token"),
        prefix: Option<String> = query("prefix"),
        bucket_region: Option<String> = query("bucket-region"),
    }
}

shape! {
    /// Output of `ListBuckets`.
    pub output(list_buckets) struct ListBucketsOutput {
        owner: Option<Owner> = element("Owner"),
        buckets: Option<Vec<Bucket>> = wrapped("Buckets", "Bucket"),
        continuation_token: Option<String> = element("ContinuationToken"),
        prefix: Option<String> = element("Prefix"),
    }
}

operation_error! {
    /// What `ListBuckets` fails with.
    ListBucketsError {}
}
