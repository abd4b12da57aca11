//! Which signatures are verified.

/// Whose signatures are verified.
///
/// ```
/// use fake_s3::{Auth, FakeS3};
///
/// let s3 = FakeS3::builder().auth(Auth::Signatures).build();
/// let request = http::Request::get("http://127.0.0.1/").header(
///     "authorization",
///     "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00",
/// );
/// let request = request.header("x-amz-date", "20260101T103000Z").body(Default::default()).unwrap();
/// let answer = s3.http(request);
/// assert_eq!(answer.extensions().get::<fake_s3::error::S3Error>().unwrap().code(), "InvalidAccessKeyId");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Auth {
    /// Those of access keys that the test gave, with their secrets. The keys that the world makes up itself lead to
    /// their owners, however they sign. Until the test gives a key, any other is the world's own account's; from then
    /// on one that nobody knows is refused.
    #[default]
    Keys,
    /// All. Who signs must name a key of the world's; the secrets of those that it made up are told by their owners'
    /// handles.
    Signatures,
    /// None. A request that names no key of the world's is a request of its own account. The form of a signature and
    /// the date of a signed request are not checked; a presigned request still expires, and can come too early.
    None,
}
