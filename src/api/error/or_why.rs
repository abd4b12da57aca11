//! For tests alone: the value of a call, or a panic that says why there is none.

use super::Explain;
use std::fmt;

/// A result whose error can say why.
///
/// ```should_panic
/// use fake_s3::{FakeS3, S3, error::OrWhy};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let s3 = FakeS3::new();
/// let upload = s3.create_bucket("backups").begin_upload("db.tar");
/// let complete = s3.client().complete_multipart_upload().bucket("backups").key("db.tar").upload_id(upload);
/// complete.send().await.or_why(); // panics: 400 InvalidRequest: You must specify at least one part
/// # });
/// ```
pub trait OrWhy<T> {
    /// The value, where `unwrap` would give it. Otherwise this panics with one line: what S3 answered, and the reason
    /// that the fake knows, where `unwrap` prints pages of the SDK's insides.
    ///
    /// It takes the results of the SDK's calls, of the mirror's, and of [`FakeS3::call`](crate::FakeS3::call). Of an
    /// error that is none of the fake's it prints what `unwrap` would.
    ///
    /// # Panics
    /// If there is no value.
    #[track_caller]
    fn or_why(self) -> T;
}

impl<T, E: Explain + fmt::Debug> OrWhy<T> for Result<T, E> {
    #[track_caller]
    fn or_why(self) -> T {
        match self {
            Ok(value) => value,
            Err(error) => match error.s3_error() {
                Some(error) => panic!("{error}"),
                None => panic!("called `or_why()` on an `Err` value: {error:?}"),
            },
        }
    }
}
