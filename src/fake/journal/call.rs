//! One call of the journal, as a test sees it.

use super::ring::{Fate, JournalEntry};
use crate::api::primitives::DateTime;
use crate::fake::calls::WayIn;
use std::time::Duration;

/// A call that a world received.
#[derive(Debug, Clone)]
pub struct JournalCall {
    ordinal: u64,
    upload: Option<u64>,
    /// Whether the world's own account made the call.
    is_own: bool,
    entry: JournalEntry,
}

impl JournalCall {
    pub(super) fn new(ordinal: u64, entry: &JournalEntry, upload: Option<u64>, is_own: bool) -> Self {
        Self { ordinal, upload, is_own, entry: entry.clone() }
    }

    /// Number of the call, from 1.
    pub fn ordinal(&self) -> u64 {
        self.ordinal
    }

    /// When the call came in, in the world's time.
    pub fn at(&self) -> DateTime {
        self.entry.at
    }

    /// Time between the call and its response, in the world's time.
    pub fn took(&self) -> Duration {
        let nanos = u64::try_from(self.entry.took.max(0)).unwrap_or(u64::MAX);
        Duration::from_nanos(nanos)
    }

    /// The way in that the call took.
    pub fn way_in(&self) -> WayIn {
        self.entry.way
    }

    /// ARN of the caller, or `the anonymous caller`.
    pub fn caller(&self) -> String {
        self.entry.caller.to_string()
    }

    /// AWS's name of the operation; `None` if the request named no operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.entry.operation
    }

    /// The bucket.
    pub fn bucket(&self) -> Option<&str> {
        self.entry.bucket()
    }

    /// The key.
    pub fn key(&self) -> Option<&str> {
        self.entry.key()
    }

    /// The upload's id. CreateMultipartUpload has the id of the upload that it began.
    pub fn upload_id(&self) -> Option<&str> {
        self.entry.upload_id()
    }

    /// Number of the upload among those of the world, from 1, if the upload is still known.
    pub fn upload(&self) -> Option<u64> {
        self.upload
    }

    /// The part number.
    pub fn part_number(&self) -> Option<i32> {
        self.entry.part_number
    }

    /// The headers of a request of HTTP, names in lower case. Secret values are replaced by `***`. A typed call
    /// ([`FakeS3::call`](crate::FakeS3::call), [`Client`](crate::Client)) has no headers.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entry.header_pairs()
    }

    /// One of the [`headers`](Self::headers); of several with this name the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value))
    }

    /// Size of the request's body in bytes; 0 if the body never arrived.
    pub fn body_bytes(&self) -> u64 {
        self.entry.body
    }

    /// Status of the response; `None` if the caller saw none.
    pub fn status(&self) -> Option<u16> {
        (self.entry.fate == Fate::Answered).then_some(self.entry.status)
    }

    /// Code of the error that was returned, such as `NoSuchUpload`.
    pub fn code(&self) -> Option<&'static str> {
        self.entry.code
    }

    /// Attempt of the SDK, from 1, if the request says it.
    pub fn attempt(&self) -> Option<u16> {
        Some(self.entry.attempt).filter(|attempt| *attempt > 0)
    }

    /// The fault that the call met, in words.
    pub fn fault(&self) -> Option<&str> {
        self.entry.fault.as_deref()
    }

    /// Whether the call is still under way.
    pub fn is_under_way(&self) -> bool {
        self.entry.fate == Fate::UnderWay
    }

    /// Whether the caller dropped the call before its response, or its body did not arrive.
    pub fn is_abandoned(&self) -> bool {
        self.entry.fate == Fate::Abandoned
    }

    /// Whether a fault broke the connection, so that the caller saw no response. If S3 had done what the call asks, it
    /// stays done.
    pub fn is_lost(&self) -> bool {
        self.entry.fate == Fate::Lost
    }

    /// Whether the call is over and did not succeed.
    pub fn has_failed(&self) -> bool {
        match self.entry.fate {
            Fate::UnderWay => false,
            Fate::Answered => self.entry.code.is_some() || self.entry.status >= 300,
            Fate::Abandoned | Fate::Lost => true,
        }
    }

    pub(super) fn fate(&self) -> Fate {
        self.entry.fate
    }

    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    pub(super) fn raw_status(&self) -> u16 {
        self.entry.status
    }
}
