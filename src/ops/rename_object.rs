//! Renames an object, in buckets of another kind: what this fake has are general purpose buckets.
//!
//! [`RenameObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_RenameObject.html).

use super::prelude::*;

impl Rules for RenameObjectInput {
    type Output = RenameObjectOutput;
    type Error = RenameObjectError;
    const NAME: &'static str = "RenameObject";
    const ROUTE: Route = Route::new("PUT", Target::Object).query(&["renameObject"]);
    const ERRORS: &'static [&'static [&'static ErrorRow]] =
        &[&[&NO_SUCH_BUCKET, &KEY_TOO_LONG, &RENAME_NOT_IMPLEMENTED, &FIELD_INVALID]];

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        call.store.bucket(self.bucket().unwrap_or_default())?;
        key(self.key())?;
        // Whatever else is asked: only directory buckets, of the class EXPRESS_ONEZONE, rename.
        let why = "S3 renames in directory buckets alone; copy the object, and delete the source";
        Err(RENAME_NOT_IMPLEMENTED.error().with("Header", "x-amz-rename-source").because(why))
    }
}

shape! {
    /// What `RenameObject` takes.
    pub input(rename_object) struct RenameObjectInput {
        bucket: Option<String> = label("Bucket"),
        key: Option<String> = label("Key"),
        rename_source: Option<String> = header("x-amz-rename-source"),
        destination_if_match: Option<String> = header("If-Match"),
        destination_if_none_match: Option<String> = header("If-None-Match"),
        destination_if_modified_since: Option<DateTime> = header("If-Modified-Since"),
        destination_if_unmodified_since: Option<DateTime> = header("If-Unmodified-Since"),
        source_if_match: Option<String> = header("x-amz-rename-source-if-match"),
        source_if_none_match: Option<String> = header("x-amz-rename-source-if-none-match"),
        source_if_modified_since: Option<DateTime> = header("x-amz-rename-source-if-modified-since"),
        source_if_unmodified_since: Option<DateTime> = header("x-amz-rename-source-if-unmodified-since"),
        client_token: Option<String> = header("x-amz-client-token"),
    }
}

shape! {
    /// Output of `RenameObject`.
    pub output(rename_object) struct RenameObjectOutput {}
}

operation_error! {
    /// What `RenameObject` fails with.
    RenameObjectError { IdempotencyParameterMismatch }
}
