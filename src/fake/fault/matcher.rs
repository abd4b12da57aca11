//! Which calls a fault or a gate meets.

use crate::fake::calls::{Visit, WayIn, operation};
use crate::fake::journal::Caller;
use crate::ops::Operation;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// The calls that a [`Fault`](super::Fault) or a gate meets: made by [`on`], narrowed by its methods.
///
/// A matcher meets one call, unless [`times`](Self::times), [`always`](Self::always), [`from_nth`](Self::from_nth) or
/// [`with_probability`](Self::with_probability) says otherwise. A throttle, short pages, a crash and expired
/// credentials are conditions, which concern every call that matches.
#[derive(Clone)]
#[must_use = "a matcher alone does nothing: give it to `inject` or `gate`"]
pub struct Matcher {
    operation: Option<&'static str>,
    bucket: Option<String>,
    key: Option<String>,
    key_prefix: Option<String>,
    part_number: Option<i32>,
    upload_id: Option<String>,
    way_in: Option<WayIn>,
    caller: Option<String>,
    access_key: Option<String>,
    attempt: Option<u16>,
    headers: Vec<(String, String)>,
    input: Option<Test>,
    pub(super) count: Option<u64>,
    pub(super) first: u64,
    pub(super) probability: Option<f64>,
    pub(super) is_optional: bool,
    /// The seed of chance, instead of the world's.
    pub(super) seed: Option<u64>,
    /// Only first attempts of clients that repeat a request.
    is_repeated: bool,
}

/// A question about a typed input.
type Test = Arc<dyn Fn(&dyn Any) -> bool + Send + Sync>;

/// The calls of one operation, by AWS's name of it.
///
/// ```
/// use fake_s3::fault::{Fault, on};
///
/// let s3 = fake_s3::FakeS3::new();
/// let third = on("UploadPart").bucket("backups").part_number(3).times(2).optional();
/// let _fault = s3.inject(third, Fault::error("SlowDown"));
/// ```
///
/// # Panics
/// If there is no operation of this name; the sentence suggests one.
#[track_caller]
pub fn on(name: &str) -> Matcher {
    Matcher { operation: Some(operation(name)), ..Matcher::any() }
}

/// The calls of every operation, and requests that name no operation.
pub fn on_any() -> Matcher {
    Matcher::any()
}

/// The calls of one operation whose input passes a test.
///
/// A request of HTTP is tested by its head: its address and headers. The document in its body is not read yet.
///
/// ```
/// use fake_s3::fault::{Fault, on_input};
/// use fake_s3::operation::put_object::PutObjectInput;
///
/// let s3 = fake_s3::FakeS3::new();
/// s3.create_bucket("backups");
/// let tar = on_input(|input: &PutObjectInput| input.content_type() == Some("application/x-tar"));
/// let fault = s3.inject(tar, Fault::error("InternalError"));
/// let put = || PutObjectInput::builder().bucket("backups").key("db.tar");
/// assert!(s3.call(put()).is_ok());
/// assert!(s3.call(put().content_type("application/x-tar")).is_err());
/// assert_eq!(fault.hits(), 1);
/// ```
pub fn on_input<I: Operation>(test: impl Fn(&I) -> bool + Send + Sync + 'static) -> Matcher {
    let test: Test = Arc::new(move |input| input.downcast_ref::<I>().is_some_and(&test));
    Matcher { operation: Some(I::NAME), input: Some(test), ..Matcher::any() }
}

impl Matcher {
    fn any() -> Self {
        Self {
            operation: None,
            bucket: None,
            key: None,
            key_prefix: None,
            part_number: None,
            upload_id: None,
            way_in: None,
            caller: None,
            access_key: None,
            attempt: None,
            headers: Vec::new(),
            input: None,
            count: None,
            first: 1,
            probability: None,
            is_optional: false,
            seed: None,
            is_repeated: false,
        }
    }

    /// Only calls that name this bucket.
    pub fn bucket(mut self, name: impl Into<String>) -> Self {
        self.bucket = Some(name.into());
        self
    }

    /// Only calls that name this key.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Only calls that name a key with this prefix.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.key_prefix = Some(prefix.into());
        self
    }

    /// Only calls that name this part number.
    pub fn part_number(mut self, number: i32) -> Self {
        self.part_number = Some(number);
        self
    }

    /// Only calls that name this upload.
    pub fn upload_id(mut self, id: impl Into<String>) -> Self {
        self.upload_id = Some(id.into());
        self
    }

    /// Only calls that took this way in.
    pub fn way_in(mut self, way: WayIn) -> Self {
        self.way_in = Some(way);
        self
    }

    /// Only calls of this caller.
    pub fn caller(mut self, caller: &impl Caller) -> Self {
        self.caller = Some(caller.caller());
        self
    }

    /// Only requests of HTTP that are signed with this access key, in a header or in the query.
    pub fn access_key(mut self, id: impl Into<String>) -> Self {
        self.access_key = Some(id.into());
        self
    }

    /// Only this attempt of the SDK, from 1, by the header `amz-sdk-request`.
    pub fn attempt(mut self, attempt: u16) -> Self {
        self.attempt = Some(attempt);
        self
    }

    /// Only requests of HTTP with this header, for example one by which a test marks its own requests to a server that
    /// it shares with other tests.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into().to_ascii_lowercase(), value.into()));
        self
    }

    /// The first so many calls that match.
    ///
    /// # Panics
    /// If the number is 0.
    #[track_caller]
    pub fn times(mut self, calls: u64) -> Self {
        assert!(calls > 0, "a fault that meets 0 calls can never fire");
        self.count = Some(calls);
        self
    }

    /// Every call that matches, until the fault is withdrawn.
    pub fn always(mut self) -> Self {
        self.count = Some(u64::MAX);
        self
    }

    /// The n-th call that matches, from 1.
    ///
    /// # Panics
    /// If `n` is 0.
    #[track_caller]
    pub fn nth(mut self, n: u64) -> Self {
        assert!(n > 0, "calls are counted from 1");
        self.first = n;
        self
    }

    /// Every call that matches, from the n-th on, which is counted from 1.
    ///
    /// # Panics
    /// If `n` is 0.
    #[track_caller]
    pub fn from_nth(self, n: u64) -> Self {
        self.nth(n).always()
    }

    /// The same, unless it is said how many.
    pub(super) fn starting_at(mut self, n: u64) -> Self {
        self.first = n;
        self.count = self.count.or(Some(u64::MAX));
        self
    }

    /// Each call that matches with this probability, by the world's seed.
    ///
    /// # Panics
    /// If it is not above 0 and at most 1.
    #[track_caller]
    pub fn with_probability(mut self, probability: f64) -> Self {
        assert!(probability > 0.0 && probability <= 1.0, "a probability is above 0 and at most 1, not {probability}");
        self.probability = Some(probability);
        self.count = self.count.or(Some(u64::MAX));
        self
    }

    /// A fault that never fires is no reason to fail the test.
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Chance by this seed.
    pub(crate) fn seeded(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Only first attempts, and no typed calls, which nothing repeats.
    pub(crate) fn of_a_client_that_repeats(mut self) -> Self {
        self.is_repeated = true;
        self
    }

    /// The operation that it names.
    pub(super) fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// Whether a call is one of those, by all but its number.
    pub(super) fn matches(&self, visit: &Visit<'_>) -> bool {
        is(self.operation.as_ref(), || visit.operation)
            && is(self.bucket.as_deref().as_ref(), || visit.bucket)
            && is(self.key.as_deref().as_ref(), || visit.key)
            && is(self.part_number.as_ref(), || visit.part_number)
            && is(self.upload_id.as_deref().as_ref(), || visit.upload_id.as_deref())
            && is(self.way_in.as_ref(), || Some(visit.way))
            && is(self.attempt.as_ref(), || visit.attempt())
            && is(self.access_key.as_deref().as_ref(), || visit.access_key())
            && is(self.caller.as_ref(), || Some(visit.caller.to_string()))
            && self.key_prefix.as_deref().is_none_or(|prefix| visit.key.is_some_and(|key| key.starts_with(prefix)))
            && self.headers.iter().all(|(name, value)| visit.header(name) == Some(value))
            && (!self.is_repeated || may_be_repeated(visit))
            && self.input.as_ref().is_none_or(|test| visit.input.passes(&**test))
    }
}

fn text<T: fmt::Display>(value: Option<&T>) -> Option<&dyn fmt::Display> {
    value.map(|value| value as &dyn fmt::Display)
}

/// Whether two values are equal; a matcher that names none takes any.
fn is<T: PartialEq>(wanted: Option<&T>, found: impl FnOnce() -> Option<T>) -> bool {
    wanted.is_none_or(|wanted| found().as_ref() == Some(wanted))
}

fn may_be_repeated(visit: &Visit<'_>) -> bool {
    !matches!(visit.way, WayIn::Call | WayIn::Mirror) && visit.attempt().is_none_or(|attempt| attempt == 1)
}

/// The calls in words: `UploadPart of backups, part 3, 2 times`.
impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.unwrap_or("any call"))?;
        let mut say = |word: &str, value: Option<&dyn fmt::Display>| match value {
            Some(value) => write!(f, ", {word} {value}"),
            None => Ok(()),
        };
        say("bucket", text(self.bucket.as_ref()))?;
        say("key", text(self.key.as_ref()))?;
        say("key prefix", text(self.key_prefix.as_ref()))?;
        say("part", text(self.part_number.as_ref()))?;
        say("upload", text(self.upload_id.as_ref()))?;
        say("through", text(self.way_in.as_ref()))?;
        say("by", text(self.caller.as_ref()))?;
        say("access key", text(self.access_key.as_ref()))?;
        say("attempt", text(self.attempt.as_ref()))?;
        for (name, value) in &self.headers {
            write!(f, ", header {name}: {value}")?;
        }
        if self.input.is_some() {
            f.write_str(", input that passes a test")?;
        }
        if let Some(probability) = self.probability {
            write!(f, ", with probability {probability}")?;
        }
        match (self.first, self.count) {
            (1, None | Some(1)) => Ok(()),
            (1, Some(u64::MAX)) => f.write_str(", always"),
            (1, Some(count)) => write!(f, ", {count} times"),
            (first, None | Some(1)) => write!(f, ", call {first}"),
            (first, Some(u64::MAX)) => write!(f, ", from call {first}"),
            (first, Some(count)) => write!(f, ", {count} times from call {first}"),
        }
    }
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Matcher({self})")
    }
}
