//! What happened to uploads, and what else happened by itself: kept for time lines. S3 shows nothing of it.
//!
//! Its memory is bounded: of uploads that have ended, and of events, the last thousand are kept, and of each upload at
//! most as many groups of parts as a line has room for. What is no longer kept is still counted.

use super::event::{Event, EventKind};
use super::lifecycle::Deadline;
use super::name::{BucketName, ObjectKey, UploadId};
use super::upload::{How, Upload};
use crate::api::primitives::DateTime;
use std::collections::{BTreeMap, VecDeque};

/// How many uploads that have ended, and how many events, are kept.
const KEPT: usize = 1000;

/// How many groups of parts of an upload are kept apart.
const GROUPS: usize = 64;

/// The history of a world.
#[derive(Debug, Default)]
pub struct History {
    /// By their ordinals.
    open: BTreeMap<u64, Record>,
    /// The last that ended, the very last at the end.
    ended: VecDeque<Record>,
    /// Of all that ended.
    fates: Fates,
    /// What happened by itself, but for uploads.
    events: VecDeque<Event>,
    forgotten_events: u64,
}

/// What is kept of an upload.
#[derive(Debug, Clone)]
pub struct Record {
    pub bucket: BucketName,
    pub key: ObjectKey,
    pub id: UploadId,
    pub ordinal: u64,
    pub initiated: DateTime,
    pub puts: Vec<Puts>,
    pub end: Option<Ending>,
}

/// Parts that were put at about the same time.
#[derive(Debug, Clone, Copy)]
pub struct Puts {
    pub from: DateTime,
    pub to: DateTime,
    pub parts: u64,
    pub bytes: u64,
}

/// How a record ends.
#[derive(Debug, Clone)]
pub struct Ending {
    pub at: DateTime,
    pub fate: UploadFate,
    /// When the rules, as they were then, had it eligible to be aborted.
    pub deadline: Option<Deadline>,
}

/// What became of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadFate {
    Completed,
    AbortedByRequest,
    AbortedByRule(String),
    GoneWithItsBucket,
}

impl UploadFate {
    pub(super) fn of(how: &How) -> Self {
        match how {
            How::Completed { .. } => Self::Completed,
            How::AbortedByRequest => Self::AbortedByRequest,
            How::AbortedByRule(rule) => Self::AbortedByRule(rule.clone()),
        }
    }
}

/// How many uploads met which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fates {
    pub open: u64,
    pub completed: u64,
    pub aborted_by_request: u64,
    pub aborted_by_rule: u64,
    pub gone_with_their_bucket: u64,
}

impl Fates {
    /// Counts one; `None` of an open one.
    pub fn count(&mut self, fate: Option<&UploadFate>) {
        *match fate {
            None => &mut self.open,
            Some(UploadFate::Completed) => &mut self.completed,
            Some(UploadFate::AbortedByRequest) => &mut self.aborted_by_request,
            Some(UploadFate::AbortedByRule(_)) => &mut self.aborted_by_rule,
            Some(UploadFate::GoneWithItsBucket) => &mut self.gone_with_their_bucket,
        } += 1;
    }
}

impl Record {
    /// What became of it; `None` while it is open.
    pub fn fate(&self) -> Option<&UploadFate> {
        self.end.as_ref().map(|end| &end.fate)
    }
}

impl History {
    pub(super) fn begun(&mut self, bucket: &BucketName, upload: &Upload) {
        let record = Record {
            bucket: bucket.clone(),
            key: upload.key.clone(),
            id: upload.id.clone(),
            ordinal: upload.ordinal,
            initiated: upload.initiated,
            puts: Vec::new(),
            end: None,
        };
        self.open.insert(upload.ordinal, record);
    }

    pub(super) fn put(&mut self, ordinal: u64, bytes: u64, at: DateTime) {
        let Some(Record { puts, .. }) = self.open.get_mut(&ordinal) else { return };
        let is_full = puts.len() == GROUPS;
        match puts.last_mut().filter(|last| is_full || last.to == at) {
            Some(last) => {
                *last = Puts { to: at, parts: last.parts + 1, bytes: last.bytes.saturating_add(bytes), ..*last }
            }
            None => puts.push(Puts { from: at, to: at, parts: 1, bytes }),
        }
    }

    pub(super) fn ended(&mut self, ordinal: u64, end: Ending) {
        let Some(mut record) = self.open.remove(&ordinal) else { return };
        self.fates.count(Some(&end.fate));
        record.end = Some(end);
        if self.ended.len() == KEPT {
            self.ended.pop_front();
        }
        self.ended.push_back(record);
    }

    pub(super) fn happened(&mut self, events: &[Event]) {
        // That an upload was aborted stands in its record.
        for event in events.iter().filter(|event| !matches!(event.kind, EventKind::UploadAborted { .. })) {
            if self.events.len() == KEPT {
                self.events.pop_front();
                self.forgotten_events += 1;
            }
            self.events.push_back(event.clone());
        }
    }

    /// The uploads that are kept.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.open.values().chain(&self.ended)
    }

    /// What became of all uploads, kept or not.
    pub fn fates(&self) -> Fates {
        Fates { open: self.open.len() as u64, ..self.fates }
    }

    /// What happened by itself, but for uploads, in order, and how much more did before that.
    pub fn events(&self) -> (impl DoubleEndedIterator<Item = &Event> + ExactSizeIterator, u64) {
        (self.events.iter(), self.forgotten_events)
    }
}
