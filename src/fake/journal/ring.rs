//! The record of calls, as it is kept: compact, bounded, and formatted only when a test asks for it.

use super::JournalCall;
use crate::api::primitives::DateTime;
use crate::fake::calls::{Seen, Visit, WayIn};
use crate::model::access::principal::Principal;
use http::HeaderMap;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

/// Number of calls that a world keeps by default.
pub(crate) const KEPT: usize = 10_000;

/// Headers whose values are not kept: signatures, session tokens and customers' keys.
const SECRET: &[&str] = &[
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-copy-source-server-side-encryption-customer-key-md5",
    "x-amz-security-token",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-server-side-encryption-customer-key-md5",
];

/// Stands in the journal for a value that is not kept.
const HIDDEN: &str = "***";

/// The calls of one world, the newest last.
#[derive(Debug)]
pub(crate) struct Ring {
    kept: usize,
    calls: Mutex<Calls>,
}

#[derive(Debug, Default)]
struct Calls {
    /// Number of calls that came before the first that is kept.
    forgotten: u64,
    /// Number of resets: a call of an earlier run has no place here.
    run: u64,
    entries: VecDeque<JournalEntry>,
}

/// A call's place in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JournalPlace {
    run: u64,
    /// Number of the call, from 1.
    pub ordinal: u64,
}

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The call is under way.
    UnderWay,
    /// The response has gone out.
    Answered,
    /// The caller dropped the call, or its body failed.
    Abandoned,
    /// A fault broke the connection, so the caller has no response.
    Lost,
}

/// One call. All texts lie in one allocation, because every call pays for it.
#[derive(Debug, Clone)]
pub(crate) struct JournalEntry {
    pub operation: Option<&'static str>,
    pub way: WayIn,
    pub caller: Principal,
    pub part_number: Option<i32>,
    /// Attempt of the SDK, from 1; 0 if the request does not say.
    pub attempt: u16,
    pub at: DateTime,
    pub took: i128,
    pub body: u64,
    pub status: u16,
    pub code: Option<&'static str>,
    pub fate: Fate,
    pub fault: Option<Arc<str>>,
    /// Bucket, key, upload id and headers, one after the other.
    text: Box<str>,
    /// The ends of the first three in `text`.
    ends: [u32; 3],
}

impl Ring {
    pub(crate) fn new(kept: usize) -> Self {
        Self { kept, calls: Mutex::default() }
    }

    /// Adds a call that comes in.
    pub(crate) fn add(&self, visit: &Visit<'_>, at: DateTime) -> JournalPlace {
        let entry = (self.kept > 0).then(|| JournalEntry::of(visit, at));
        let mut calls = self.calls.lock();
        if calls.entries.len() >= self.kept {
            calls.entries.pop_front();
            calls.forgotten += 1;
        }
        calls.entries.extend(entry);
        JournalPlace { run: calls.run, ordinal: calls.forgotten + calls.entries.len() as u64 }
    }

    /// Changes what is kept of a call, if it is still kept.
    pub(crate) fn change(&self, place: JournalPlace, change: impl FnOnce(&mut JournalEntry)) {
        let mut calls = self.calls.lock();
        if calls.run != place.run {
            return;
        }
        let at = (place.ordinal - 1).checked_sub(calls.forgotten).and_then(|at| usize::try_from(at).ok());
        if let Some(entry) = at.and_then(|at| calls.entries.get_mut(at)) {
            change(entry);
        }
    }

    /// Forgets all calls: the world begins again.
    pub(crate) fn clear(&self) {
        let mut calls = self.calls.lock();
        *calls = Calls { run: calls.run + 1, ..Calls::default() };
    }

    /// Number of all calls, and those that are kept.
    pub(super) fn snapshot(&self, show: impl Fn(u64, &JournalEntry) -> JournalCall) -> (u64, Vec<JournalCall>) {
        let calls = self.calls.lock();
        let numbered = (calls.forgotten + 1..).zip(&calls.entries);
        let shown = numbered.map(|(ordinal, entry)| show(ordinal, entry)).collect();
        (calls.forgotten + calls.entries.len() as u64, shown)
    }
}

impl JournalEntry {
    fn of(visit: &Visit<'_>, at: DateTime) -> Self {
        let pieces = [visit.bucket, visit.key, visit.upload_id.as_deref()].map(Option::unwrap_or_default);
        let length = pieces.iter().map(|piece| piece.len()).sum::<usize>();
        let mut text = String::with_capacity(length + visit.headers.map_or(0, room));
        let ends = pieces.map(|piece| {
            text.push_str(piece);
            u32::try_from(text.len()).unwrap_or(u32::MAX)
        });
        if let Some(headers) = visit.headers {
            write(&mut text, headers);
        }
        Self {
            operation: visit.operation,
            way: visit.way,
            caller: visit.caller.clone(),
            part_number: visit.part_number,
            attempt: visit.attempt().unwrap_or_default(),
            at,
            took: 0,
            body: 0,
            status: visit.success,
            code: None,
            fate: Fate::UnderWay,
            fault: None,
            text: text.into(),
            ends,
        }
    }

    /// The response has gone out, or the call has ended otherwise.
    pub(crate) fn end(&mut self, seen: Seen, now: DateTime) {
        self.took = now.as_nanos() - self.at.as_nanos();
        self.fate = seen.fate;
        self.status = seen.status.unwrap_or(self.status);
        self.code = seen.code;
        self.body = seen.body;
        if let Some(upload) = seen.upload {
            // A new upload: the request could not name it.
            let [_, key, _] = self.ends;
            self.text = [&self.text[..key as usize], &upload, self.headers()].concat().into();
            self.ends[2] = key + u32::try_from(upload.len()).unwrap_or_default();
        }
    }

    pub(super) fn bucket(&self) -> Option<&str> {
        self.piece(0, self.ends[0])
    }

    pub(super) fn key(&self) -> Option<&str> {
        self.piece(self.ends[0], self.ends[1])
    }

    pub(super) fn upload_id(&self) -> Option<&str> {
        self.piece(self.ends[1], self.ends[2])
    }

    fn headers(&self) -> &str {
        self.text.get(self.ends[2] as usize..).unwrap_or_default()
    }

    /// Names and values of the headers, in the order in which they came.
    pub(super) fn header_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers().lines().filter_map(|line| line.split_once(": "))
    }

    fn piece(&self, from: u32, to: u32) -> Option<&str> {
        self.text.get(from as usize..to as usize).filter(|piece| !piece.is_empty())
    }
}

/// An upper bound of the bytes that headers take.
fn room(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 3).sum()
}

fn write(text: &mut String, headers: &HeaderMap) {
    for (name, value) in headers {
        let name = name.as_str();
        let value = if SECRET.contains(&name) { HIDDEN } else { value.to_str().unwrap_or("(not ASCII)") };
        text.extend([name, ": ", value, "\n"]);
    }
}
