//! Faults as a test asks for them.

use super::kind::{Kind, Per};
use crate::api::error::{ErrorRow, table};
use std::cmp::min_by_key;
use std::fmt;
use std::time::Duration;

/// How a call fails, or how its response differs from a good day's.
///
/// Times are of the world's clock. Bytes are counted from 0.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a fault alone does nothing: give it to `inject`"]
pub struct Fault(Kind);

impl Fault {
    pub(super) fn of(kind: Kind) -> Self {
        Self(kind)
    }

    pub(super) fn kind(&self) -> &Kind {
        &self.0
    }

    pub(super) fn into_kind(self) -> Kind {
        self.0
    }

    /// S3 rejects the call with this code before it has an effect, such as `SlowDown`, `InternalError` or
    /// `ConditionalRequestConflict`. Status, message and elements are those of S3's error.
    ///
    /// # Panics
    /// If no error has this code; the sentence suggests one.
    #[track_caller]
    pub fn error(code: &str) -> Self {
        Self(Kind::Error { row: row(code), retry_after: None })
    }

    /// Adds a header `Retry-After` in seconds to an [`error`](Self::error).
    ///
    /// # Panics
    /// If the fault is not an error.
    #[track_caller]
    pub fn retry_after(self, seconds: u32) -> Self {
        match self.0 {
            Kind::Error { row, .. } => Self(Kind::Error { row, retry_after: Some(seconds) }),
            other => panic!("`retry_after` belongs to an error, not to `{other}`"),
        }
    }

    /// S3 receives no request: the connection is reset, and the call has no effect.
    pub fn lose_request() -> Self {
        Self(Kind::LoseRequest)
    }

    /// S3 does what the call asks, and the connection is reset before the response.
    pub fn lose_response() -> Self {
        Self(Kind::LoseResponse)
    }

    /// S3 accepts the request, does nothing, and is silent. A client's time-out ends the call; without one the caller
    /// gives up after an hour of the world's time. On a socket the silence is real, and lasts until the client goes.
    pub fn hang() -> Self {
        Self(Kind::Hang)
    }

    /// The caller has crashed: the connection of this call and of every later call of the same caller is reset, and
    /// these calls have no effect. The world stays as it was.
    pub fn crash() -> Self {
        Self(Kind::Crash)
    }

    /// S3 sends the status 200 and then a document that is an error, as it does when a long operation fails late:
    /// CompleteMultipartUpload, CopyObject and UploadPartCopy. The call has no effect.
    ///
    /// # Panics
    /// If no error has this code; the sentence suggests one.
    #[track_caller]
    pub fn error_in_200(code: &str) -> Self {
        Self(Kind::ErrorIn200 { row: row(code), white_space: Duration::ZERO })
    }

    /// S3 sends the status 200, then white space for so long to keep the connection alive, then the success. Of
    /// CompleteMultipartUpload, CopyObject and UploadPartCopy.
    pub fn late_success(after: Duration) -> Self {
        Self(Kind::LateSuccess { white_space: after })
    }

    /// S3 sends white space for so long before the error of [`error_in_200`](Self::error_in_200).
    ///
    /// # Panics
    /// If the fault is not an error in a 200.
    #[track_caller]
    pub fn after_white_space(self, time: Duration) -> Self {
        match self.0 {
            Kind::ErrorIn200 { row, .. } => Self(Kind::ErrorIn200 { row, white_space: time }),
            other => panic!("`after_white_space` belongs to an error in a 200, not to `{other}`"),
        }
    }

    /// The connection is reset after so many bytes of the request's body. The call has no effect.
    pub fn cut_request(after: u64) -> Self {
        Self(Kind::CutRequest { after })
    }

    /// The connection is reset after so many bytes of the response's body. The call has its effect.
    pub fn cut_response(after: u64) -> Self {
        Self(Kind::CutResponse { after, is_clean: false })
    }

    /// The response of [`cut_response`](Self::cut_response) ends without a reset, as if it were whole.
    ///
    /// # Panics
    /// If the fault does not cut a response.
    #[track_caller]
    pub fn as_clean_end(self) -> Self {
        match self.0 {
            Kind::CutResponse { after, .. } => Self(Kind::CutResponse { after, is_clean: true }),
            other => panic!("`as_clean_end` belongs to a response that is cut, not to `{other}`"),
        }
    }

    /// Nothing more comes after so many bytes of the response's body. A client's time-out ends the call; without one
    /// the connection is reset after an hour of the world's time. On a socket the silence lasts until the client goes.
    pub fn stall(after: u64) -> Self {
        Self(Kind::Stall { after })
    }

    /// The call takes so long before it has its effect.
    pub fn latency(time: Duration) -> Self {
        Self(Kind::Latency { fixed: time, per_mib: Duration::ZERO, jitter: Duration::ZERO })
    }

    /// The call takes so long for each MiB of the request's body before it has its effect.
    pub fn latency_per_mib(time: Duration) -> Self {
        Self(Kind::Latency { fixed: Duration::ZERO, per_mib: time, jitter: Duration::ZERO })
    }

    /// Adds up to so much to a latency, by the world's seed.
    ///
    /// # Panics
    /// If the fault is not a latency.
    #[track_caller]
    pub fn jitter(self, jitter: Duration) -> Self {
        match self.0 {
            Kind::Latency { fixed, per_mib, .. } => Self(Kind::Latency { fixed, per_mib, jitter }),
            other => panic!("`jitter` belongs to a latency, not to `{other}`"),
        }
    }

    /// One bit of this byte of an object is flipped on its way to the caller, by `GetObject`.
    pub fn corrupt_response(byte: u64) -> Self {
        Self(Kind::CorruptResponse { at: byte })
    }

    /// The checksums in the response are not those of the object.
    pub fn wrong_checksum() -> Self {
        Self(Kind::WrongChecksum)
    }

    /// The ETag in the response is not that of the object or part.
    pub fn wrong_etag() -> Self {
        Self(Kind::WrongEtag)
    }

    /// `DeleteObjects` answers 200 with an `InternalError` for each of these keys, and deletes the others.
    pub fn partial_delete<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self(Kind::PartialDelete { keys: keys.into_iter().map(Into::into).collect() })
    }

    /// Lists return at most so many lines a page, with correct markers, as S3's documentation allows. It concerns every
    /// list that matches.
    ///
    /// # Panics
    /// If the number is 0.
    #[track_caller]
    pub fn short_pages(lines: u32) -> Self {
        assert!(lines > 0, "a page of 0 lines would never end");
        Self(Kind::ShortPages { lines })
    }

    /// S3 rejects calls with `503 SlowDown` that come faster than `rate` a second on average, after a burst of so many
    /// calls. It concerns every call that matches; a hit is a call that is rejected.
    ///
    /// # Panics
    /// If the rate is not above 0, or the burst is 0.
    #[track_caller]
    pub fn throttle(rate: f64, burst: u32) -> Self {
        assert!(rate > 0.0 && rate.is_finite(), "a rate is above 0, not {rate}");
        assert!(burst > 0, "a burst of 0 calls lets no call pass");
        Self(Kind::Throttle { rate, burst, per: Per::Rule })
    }

    /// Each caller has a limit of its own.
    ///
    /// # Panics
    /// If the fault is not a throttle.
    #[track_caller]
    pub fn per_caller(self) -> Self {
        self.per(Per::Caller)
    }

    /// Each prefix has a limit of its own: the bucket, and the key up to its last slash.
    ///
    /// # Panics
    /// If the fault is not a throttle.
    #[track_caller]
    pub fn per_prefix(self) -> Self {
        self.per(Per::Prefix)
    }

    #[track_caller]
    fn per(self, per: Per) -> Self {
        match self.0 {
            Kind::Throttle { rate, burst, .. } => Self(Kind::Throttle { rate, burst, per }),
            other => panic!("a limit of its own belongs to a throttle, not to `{other}`"),
        }
    }

    /// The credentials of the caller have expired: this call and every later call of the same caller is rejected with
    /// `ExpiredToken`.
    pub fn expire_credentials() -> Self {
        Self(Kind::ExpireCredentials)
    }

    /// S3 sends the caller to another Region, with `301 PermanentRedirect`.
    pub fn redirect(region: impl Into<String>) -> Self {
        Self(Kind::Redirect { region: region.into() })
    }

    /// The server closes the connection after the response, which only a client on a socket can see.
    pub fn close_after_response() -> Self {
        Self(Kind::CloseAfterResponse)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The first row of the error table with this code.
#[track_caller]
fn row(code: &str) -> &'static ErrorRow {
    match find_row(code) {
        Ok(row) => row,
        Err(nearest) => panic!("S3 has no error `{code}`; did you mean `{nearest}`?"),
    }
}

/// The row of a code, or else the code that is nearest.
///
/// Of several rows with one code the first without a gap in its message counts.
pub(crate) fn find_row(code: &str) -> Result<&'static ErrorRow, &'static str> {
    let with_code = || table::ALL.iter().filter(|row| row.code == code);
    let whole = with_code().find(|row| !row.message.contains("{}"));
    if let Some(row) = whole.or_else(|| with_code().next()) {
        return Ok(row);
    }
    let away =
        |row: &&&ErrorRow| crate::fake::calls::distance(&row.code.to_ascii_lowercase(), &code.to_ascii_lowercase());
    let nearest = table::ALL.iter().reduce(|one, other| min_by_key(one, other, away));
    Err(nearest.map_or("InternalError", |row| row.code))
}
