//! Returns the website configuration of a bucket.
//!
//! [`GetBucketWebsite`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html).

use super::prelude::*;

static ACTION: Action = Action::of_bucket("s3:GetBucketWebsite");

impl Rules for GetBucketWebsiteInput {
    type Output = GetBucketWebsiteOutput;
    type Error = GetBucketWebsiteError;
    const NAME: &'static str = "GetBucketWebsite";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["website"]).root("WebsiteConfiguration");
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &NO_SUCH_WEBSITE]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &ACTION)?;
        let own = bucket.configurations.website.as_ref();
        let own = own.ok_or_else(|| NO_SUCH_WEBSITE.error().with("BucketName", &bucket.name))?.document().clone();
        Ok(GetBucketWebsiteOutput {
            redirect_all_requests_to: own.redirect_all_requests_to,
            index_document: own.index_document,
            error_document: own.error_document,
            routing_rules: own.routing_rules,
            ..Default::default()
        })
    }
}

shape! {
    /// The input of `GetBucketWebsite`.
    pub input(get_bucket_website) struct GetBucketWebsiteInput {
        bucket: Option<String> = label("Bucket"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
    }
}

shape! {
    /// The output of `GetBucketWebsite`.
    pub output(get_bucket_website) struct GetBucketWebsiteOutput {
        redirect_all_requests_to: Option<RedirectAllRequestsTo> = element("RedirectAllRequestsTo"),
        index_document: Option<IndexDocument> = element("IndexDocument"),
        error_document: Option<ErrorDocument> = element("ErrorDocument"),
        routing_rules: Option<Vec<RoutingRule>> = wrapped("RoutingRules", "RoutingRule"),
    }
}

operation_error! {
    /// The error of `GetBucketWebsite`.
    GetBucketWebsiteError {}
}
