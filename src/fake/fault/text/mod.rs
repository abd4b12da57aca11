//! A fault as text: for arguments of a program, and as JSON for control over HTTP.
//!
//! Both forms are lists of words with the same names, and `words` alone knows the names.

mod json;
mod line;
mod value;
mod words;

pub(crate) use json::Members;

use super::{Fault, Matcher};
use std::fmt;

/// Reads a fault from a text: the calls that it meets, and its kind.
///
/// The text begins with an operation, or with `*` for every call. Words follow in any order: matchers, and one kind.
/// The matcher is [`optional`](Matcher::optional). The other form is a JSON object, as control over HTTP takes it.
///
/// ```
/// use fake_s3::fault::{Fault, parse};
///
/// let (calls, fault) = parse("UploadPart bucket=backups part=3 times=2 SlowDown")?;
/// assert_eq!(calls.to_string(), "UploadPart, bucket backups, part 3, 2 times");
/// assert_eq!(fault, Fault::error("SlowDown"));
/// let (calls, fault) = parse(r#"{"operation": "*", "key": "db.tar", "lose_response": true}"#)?;
/// assert_eq!(format!("{calls}: {fault}"), "any call, key db.tar: lost response");
///
/// let error = parse("UploadPart prt=3 SlowDown").unwrap_err();
/// assert_eq!(error.to_string(), "`prt` is not a word of a fault; did you mean `part`?");
/// # Ok::<(), fake_s3::fault::ParseError>(())
/// ```
///
/// # Words
/// Matchers: `bucket=`, `key=`, `prefix=`, `part=`, `upload=`, `way=` (`http`, `sdk`, `socket` ...), `attempt=`,
/// `access-key=` and `header=NAME:VALUE`; and how often: `times=`, `always`, `nth=`, `from=` and `probability=`.
///
/// | kind | with |
/// |---|---|
/// | an error code of S3, such as `SlowDown` | `retry-after=SECONDS` |
/// | `lose-request`, `lose-response`, `hang`, `crash` | |
/// | `error-in-200=CODE` | `white-space=20s` |
/// | `late-success=20s` | |
/// | `cut-request=BYTES`, `stall=BYTES` | |
/// | `cut-response=BYTES` | `reset` (the default) or `clean` |
/// | `latency=10s`, `latency-per-mib=1s`, or both | `jitter=1s` |
/// | `corrupt-response=BYTE`, `wrong-checksum`, `wrong-etag` | |
/// | `partial-delete=KEY,KEY` | |
/// | `short-pages=LINES` | |
/// | `throttle=RATE/BURST`, `throttle=RATE/BURST/caller`, `throttle=RATE/BURST/prefix` | |
/// | `expire-credentials`, `redirect=REGION`, `close-after-response` | |
///
/// Times are such as `20s`, `500ms`, `1.5s`, `2m` and `1h`. A value with spaces stands in double quotes: `key="a b"`.
///
/// In JSON each word is a member, with `_` in place of `-`. The code of an error is the value of `error`. Words without
/// a value are `true`, numbers are numbers, keys are a list, and headers are an object.
///
/// # Errors
/// If a word is wrong. The error names it, and suggests the right one.
pub fn parse(text: &str) -> Result<(Matcher, Fault), ParseError> {
    let read = match text.trim_start().starts_with('{') {
        true => serde_json::from_str::<Members>(text).map_err(|error| error.to_string()).and_then(Members::read),
        false => line::words(text).and_then(|words| words::read(&words)),
    };
    read.map_err(ParseError)
}

/// The word of a fault's text that is wrong, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}
