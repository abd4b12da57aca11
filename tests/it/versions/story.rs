//! Calls as data: what a story is made of, how one is made up, and how it reads when it fails.

use proptest::prelude::*;
use std::fmt;

/// Keys whose order is easily got wrong: around the delimiter (`.` is before `/`, `0` behind it), a key that is another
/// one's folder, and keys of the very last character, which lie behind wherever a walk jumps to.
pub const KEYS: &[&str] = &["a/b", "a", "a/", "a.", "a0", "a/\u{10FFFF}\u{10FFFF}", "b/a/c", "é/"];

const PREFIXES: &[&str] = &["", "a", "a/", "a/b", "b/", "z", "é/"];
const DELIMITERS: &[&str] = &["", "/", "a", "/a", "\u{10FFFF}"];
/// Beside the keys.
const MARKERS: &[&str] = &["", "a/aa", "a/b/", "a/zzz", "b/", "é"];

/// Which version a call names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Null,
    /// The n-th that its key ever had.
    Own(usize),
    /// The n-th that any key ever had.
    Any(usize),
    /// What looks like an id, and is none.
    Foreign,
    Malformed,
}

/// The three lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Objects,
    ObjectsV2,
    Versions,
}

/// What is listed.
#[derive(Debug, Clone)]
pub struct Listing {
    pub form: Form,
    pub prefix: &'static str,
    pub delimiter: &'static str,
    pub size: Option<i32>,
}

/// One call, or the clock is turned.
#[derive(Debug, Clone)]
pub enum Step {
    Versioning {
        enabled: bool,
    },
    Put(&'static str),
    Delete(&'static str, Option<Which>),
    DeleteMany(Vec<(&'static str, Option<Which>)>, bool),
    /// From a key, perhaps from an older version of it, to a key; perhaps with new metadata.
    Copy(&'static str, Option<Which>, &'static str, bool),
    Create(&'static str),
    /// Into the n-th upload.
    Part(usize, i32),
    Complete(usize),
    Abort(usize),
    Get(&'static str, Option<Which>),
    Head(&'static str, Option<Which>),
    /// One page, behind a key and perhaps behind a version of it.
    Page(Listing, &'static str, Option<Which>),
    /// All pages, one by one.
    Pages(Listing),
    Seconds(u64),
}

fn key() -> impl Strategy<Value = &'static str> {
    // Few keys most of the time: a key with many versions is where it gets difficult.
    prop_oneof![6 => Just(KEYS[0]), 3 => Just(KEYS[5]), 4 => proptest::sample::select(KEYS)]
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        4 => Just(Which::Null),
        12 => (0_usize..12).prop_map(Which::Own),
        2 => (0_usize..40).prop_map(Which::Any),
        1 => Just(Which::Foreign),
        1 => Just(Which::Malformed),
    ]
}

fn maybe<T: fmt::Debug + Clone>(which: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(which)
}

pub fn listing() -> impl Strategy<Value = Listing> {
    let form = prop_oneof![1 => Just(Form::Objects), 1 => Just(Form::ObjectsV2), 3 => Just(Form::Versions)];
    let (prefix, delimiter) = (proptest::sample::select(PREFIXES), proptest::sample::select(DELIMITERS));
    let size = prop_oneof![1 => Just(None), 1 => Just(Some(0)), 1 => Just(Some(2000)), 6 => (1..5).prop_map(Some)];
    // No prefix most of the time: there are few keys to choose from.
    let prefix = prop_oneof![2 => Just(""), 2 => prefix];
    (form, prefix, delimiter, size).prop_map(|(form, prefix, delimiter, size)| Listing {
        form,
        prefix,
        delimiter,
        size,
    })
}

/// What changes the bucket.
pub fn change() -> impl Strategy<Value = Step> {
    let many = proptest::collection::vec((key(), maybe(which())), 1..4);
    prop_oneof![
        3 => prop_oneof![3 => Just(true), 2 => Just(false)].prop_map(|enabled| Step::Versioning { enabled }),
        9 => key().prop_map(Step::Put),
        8 => (key(), maybe(which())).prop_map(|(key, which)| Step::Delete(key, which)),
        2 => (many, any::<bool>()).prop_map(|(many, quiet)| Step::DeleteMany(many, quiet)),
        3 => (key(), maybe(which()), key(), any::<bool>()).prop_map(|(from, which, to, new)| Step::Copy(from, which, to, new)),
        2 => (key(), which()).prop_map(|(key, which)| Step::Copy(key, Some(which), key, false)),
        4 => key().prop_map(Step::Create),
        4 => (0_usize..6, 1..4).prop_map(|(upload, number)| Step::Part(upload, number)),
        4 => (0_usize..6).prop_map(Step::Complete),
        1 => (0_usize..6).prop_map(Step::Abort),
        1 => prop_oneof![1_u64..5, Just(86_400)].prop_map(Step::Seconds),
    ]
}

fn question() -> impl Strategy<Value = Step> {
    let marker =
        prop_oneof![1 => Just(""), 1 => proptest::sample::select(MARKERS), 2 => proptest::sample::select(KEYS)];
    prop_oneof![
        4 => (key(), maybe(which())).prop_map(|(key, which)| Step::Get(key, which)),
        1 => (key(), maybe(which())).prop_map(|(key, which)| Step::Head(key, which)),
        5 => (listing(), marker, maybe(which())).prop_map(|(listing, marker, which)| Step::Page(listing, marker, which)),
        4 => listing().prop_map(Step::Pages),
    ]
}

pub fn step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => change(), 2 => question()]
}

/// A story, which reads as its calls when a test prints it.
#[derive(Clone)]
pub struct Story(pub Vec<Step>);

impl fmt::Debug for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| write!(f, "\n    {step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |which: &Option<Which>| which.map(|which| format!(", version {which:?}")).unwrap_or_default();
        match self {
            Self::Versioning { enabled } => write!(f, "PutBucketVersioning {}", if *enabled { "on" } else { "off" }),
            Self::Put(key) => write!(f, "PutObject {key:?}"),
            Self::Delete(key, which) => write!(f, "DeleteObject {key:?}{}", of(which)),
            Self::DeleteMany(many, quiet) => {
                let many: Vec<_> = many.iter().map(|(key, which)| format!("{key:?}{}", of(which))).collect();
                write!(f, "DeleteObjects [{}]{}", many.join("; "), if *quiet { ", quietly" } else { "" })
            }
            Self::Copy(from, which, to, new) => {
                write!(f, "CopyObject {from:?}{} to {to:?}{}", of(which), if *new { ", new metadata" } else { "" })
            }
            Self::Create(key) => write!(f, "CreateMultipartUpload {key:?}"),
            Self::Part(upload, number) => write!(f, "UploadPart {number} of upload {upload}"),
            Self::Complete(upload) => write!(f, "CompleteMultipartUpload {upload}"),
            Self::Abort(upload) => write!(f, "AbortMultipartUpload {upload}"),
            Self::Get(key, which) => write!(f, "GetObject {key:?}{}", of(which)),
            Self::Head(key, which) => write!(f, "HeadObject {key:?}{}", of(which)),
            Self::Page(listing, marker, which) => write!(f, "{listing} behind {marker:?}{}", of(which)),
            Self::Pages(listing) => write!(f, "{listing}, page by page"),
            Self::Seconds(seconds) => write!(f, "{seconds} seconds pass"),
        }
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { form, prefix, delimiter, size } = self;
        write!(f, "List {form:?}, prefix {prefix:?}, delimiter {delimiter:?}, size {size:?}")
    }
}
