//! The life of uploads over the world's time, as a text for a failing test and as a picture for a document.

mod svg;
mod text;

use crate::api::primitives::DateTime;
use crate::model::history::{Fates, History, Record, UploadFate};
use crate::model::lifecycle::Deadline;
use crate::model::store::Store;
use crate::model::time::instant;
use std::cmp::Reverse;
use std::fmt::Write as _;

/// How many uploads, and how many other events, are shown.
const SHOWN: usize = 20;

/// The time line of a world: its uploads, their parts, their deadlines, and how they ended.
///
/// Shown are twenty uploads: first those that are open, then those that a rule aborted, then those that came last. How
/// many more there were, and what became of them, stands below. As a text it is what `{}` prints.
///
/// ```
/// use fake_s3::{FakeS3, days};
///
/// let s3 = FakeS3::new();
/// let bucket = s3.create_bucket("backups");
/// bucket.abort_incomplete_uploads_after("", 3);
/// let id = bucket.begin_upload("db.tar");
/// s3.clock().advance(days(1));
/// bucket.put_part("db.tar", &id, 1, "some bytes");
/// s3.clock().advance(days(2));
///
/// let text = s3.timeline().to_string();
/// let sentence = "initiated 2026-01-01T10:30:00Z; 1 part, 10 bytes; open, due 2026-01-05T00:00:00Z";
/// assert!(text.contains(sentence), "{text}");
/// ```
#[derive(Debug, Clone)]
#[must_use = "a time line is there to be printed"]
pub struct Timeline {
    axis: Axis,
    now: DateTime,
    rows: Vec<TimelineRow>,
    /// Of the uploads that are not shown.
    others: Fates,
    events: Vec<String>,
    /// How many events are not shown.
    earlier_events: u64,
}

/// An upload that is shown.
#[derive(Debug, Clone)]
struct TimelineRow {
    label: String,
    initiated: DateTime,
    parts: Vec<DateTime>,
    /// Of one that is open, or that a rule aborted.
    deadline: Option<DateTime>,
    end: Option<(DateTime, LineEnd)>,
    sentence: String,
}

/// How an upload's line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Completed,
    Aborted,
}

/// The time that is shown.
#[derive(Debug, Clone, Copy)]
struct Axis {
    start: DateTime,
    end: DateTime,
}

impl Axis {
    /// Where an instant lies on a line of so many steps.
    fn place(self, at: DateTime, steps: u32) -> u32 {
        let span = (self.end.as_nanos() - self.start.as_nanos()).max(1);
        let place = (at.as_nanos() - self.start.as_nanos()) * i128::from(steps) / span;
        u32::try_from(place.clamp(0, i128::from(steps))).unwrap_or(steps)
    }

    fn has(self, at: DateTime) -> bool {
        (self.start..=self.end).contains(&at)
    }
}

impl Timeline {
    pub(crate) fn of(store: &Store) -> Self {
        let (now, history) = (store.now(), store.history());
        let mut records: Vec<&Record> = history.records().collect();
        records.sort_by_key(|record| (rank(record), Reverse(record.ordinal)));
        records.truncate(SHOWN);
        records.sort_by_key(|record| record.ordinal);
        let rows: Vec<TimelineRow> = records.iter().map(|record| TimelineRow::of(record, store)).collect();
        let (events, forgotten) = history.events();
        let earlier = events.len().saturating_sub(SHOWN);
        let axis = axis(&rows, now);
        let events = events.skip(earlier).map(|event| printable(&event.to_string())).collect();
        let others = others(history, &records);
        Self { axis, now, rows, others, events, earlier_events: forgotten + earlier as u64 }
    }

    /// The time line as a picture: an SVG document, complete in itself.
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    /// What is not shown of the uploads, in a sentence.
    fn others(&self) -> Option<String> {
        let Fates { open, completed, aborted_by_request, aborted_by_rule, gone_with_their_bucket } = self.others;
        let counts = [
            (open, "open"),
            (completed, "completed"),
            (aborted_by_request, "aborted by requests"),
            (aborted_by_rule, "aborted by rules"),
            (gone_with_their_bucket, "gone with their buckets"),
        ];
        let all: u64 = counts.iter().map(|(count, _)| count).sum();
        let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        let told: Vec<String> = told.collect();
        (all > 0).then(|| format!("and {} that are not shown: {}", counted(all, "upload"), told.join(", ")))
    }
}

/// Who is looked for comes first.
fn rank(record: &Record) -> u8 {
    match record.fate() {
        None => 0,
        Some(UploadFate::AbortedByRule(_)) => 1,
        Some(_) => 2,
    }
}

fn others(history: &History, shown: &[&Record]) -> Fates {
    let (mut all, mut seen) = (history.fates(), Fates::default());
    for record in shown {
        seen.count(record.fate());
    }
    all.open -= seen.open;
    all.completed -= seen.completed;
    all.aborted_by_request -= seen.aborted_by_request;
    all.aborted_by_rule -= seen.aborted_by_rule;
    all.gone_with_their_bucket -= seen.gone_with_their_bucket;
    all
}

/// From the first initiation to the present, and on to the deadlines that lie ahead, but not so far that the past
/// would have less than half of the room.
fn axis(rows: &[TimelineRow], now: DateTime) -> Axis {
    const DAY: i128 = 86_400_000_000_000;
    let start = rows.iter().map(|row| row.initiated).min().unwrap_or(now);
    let ahead = (now.as_nanos() - start.as_nanos()).max(8 * DAY);
    let in_sight = |at: &DateTime| at.as_nanos() - now.as_nanos() <= ahead;
    let deadlines = rows.iter().filter_map(|row| row.deadline).filter(in_sight);
    Axis { start, end: deadlines.chain([now]).max().unwrap_or(now) }
}

impl TimelineRow {
    fn of(record: &Record, store: &Store) -> Self {
        let Record { bucket, key, ordinal, initiated, puts, end, .. } = record;
        let (parts, bytes) =
            puts.iter().fold((0, 0_u64), |(parts, bytes), put| (parts + put.parts, bytes.saturating_add(put.bytes)));
        let mut sentence = format!("initiated {}; ", instant(*initiated));
        let _ = write!(sentence, "{}, {}; ", counted(parts, "part"), counted(bytes, "byte"));
        let (deadline, end) = match end {
            Some(end) => {
                let (fate, at) = (&end.fate, instant(end.at));
                let by_rule = matches!(fate, UploadFate::AbortedByRule(_));
                let deadline = end.deadline.filter(|_| by_rule);
                let late = deadline.filter(|deadline| deadline.due != end.at);
                let _ = match fate {
                    UploadFate::Completed => write!(sentence, "completed {at}"),
                    UploadFate::AbortedByRequest => write!(sentence, "aborted by a request {at}"),
                    UploadFate::AbortedByRule(rule) => write!(sentence, "aborted by rule \"{rule}\" {at}"),
                    UploadFate::GoneWithItsBucket => write!(sentence, "gone with its bucket {at}"),
                };
                let _ = late.map(|deadline| write!(sentence, ", due since {}", instant(deadline.due)));
                deadline.inspect(|deadline| say_what_was_told(*deadline, &mut sentence));
                let mark = if *fate == UploadFate::Completed { LineEnd::Completed } else { LineEnd::Aborted };
                (deadline.map(|deadline| deadline.due), Some((end.at, mark)))
            }
            None => (open_until(record, store, &mut sentence), None),
        };
        let parts = puts.iter().flat_map(|put| [put.from, put.to]).collect();
        let label = printable(&format!("#{ordinal} {bucket}/{key}"));
        Self { label, initiated: *initiated, parts, deadline, end, sentence: printable(&sentence) }
    }
}

/// The deadline of an upload that is open, and what is to be said of it.
fn open_until(record: &Record, store: &Store, sentence: &mut String) -> Option<DateTime> {
    sentence.push_str("open");
    let bucket = store.bucket(record.bucket.as_str()).ok()?;
    let upload = bucket.upload(&record.key, &record.id).ok()?;
    let (Some(abort), Some(aborted)) = (bucket.abort_of(upload), bucket.aborts_at(upload)) else {
        sentence.push_str(", and no rule will abort it");
        return None;
    };
    let Deadline { due, .. } = abort.at;
    let is_past = if due <= store.now() { " since" } else { "" };
    let _ = write!(sentence, ", due{is_past} {}", instant(due));
    if aborted != due {
        let _ = write!(sentence, ", to be aborted {}", instant(aborted));
    }
    say_what_was_told(abort.at, sentence);
    Some(due)
}

/// The date that headers have, where that is another.
fn say_what_was_told(deadline: Deadline, sentence: &mut String) {
    if deadline.shown != deadline.due {
        let _ = write!(sentence, ", told as {}", instant(deadline.shown));
    }
}

fn counted(count: u64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// A key may have characters that would break a line, or that XML cannot carry.
fn printable(text: &str) -> String {
    let is_odd = |letter: char| letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|letter| if is_odd(letter) { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

/// As much of a text as there is room for: its end is what tells one key from another.
fn cut(text: &str, room: usize) -> String {
    let length = text.chars().count();
    if length <= room {
        return text.to_owned();
    }
    // The ordinal in front stays.
    let (head, tail) = (room / 3, room - room / 3 - 1);
    text.chars().take(head).chain(['…']).chain(text.chars().skip(length - tail)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_else_happened_is_told_below() {
        let mut timeline = crate::FakeS3::new().timeline();
        timeline.events = vec!["an object <expired>".to_owned()];
        timeline.earlier_events = 3;
        let text = timeline.to_string();
        let expected =
            "\nwhat else happened by itself:\n    ... 3 before, which are not shown\n    an object <expired>\n";
        assert!(text.ends_with(expected), "{text}");
        let svg = timeline.to_svg();
        assert!(svg.contains(">3 events that are not shown, and then:<"), "{svg}");
        assert!(svg.contains(">an object &lt;expired&gt;<"), "{svg}");
    }

    #[test]
    fn what_is_too_long_is_cut_in_the_middle() {
        assert_eq!(cut("#1 backups/db.tar", 17), "#1 backups/db.tar");
        assert_eq!(cut("#1 backups/db.tar", 9), "#1 …b.tar");
        assert_eq!(cut("#1 \u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", 5), "#…\u{e9}\u{e9}\u{e9}");
    }

    #[test]
    fn a_deadline_far_ahead_leaves_room_for_the_past() {
        let s3 = crate::FakeS3::new();
        let bucket = s3.create_bucket("backups");
        bucket.abort_incomplete_uploads_after("", 1000);
        bucket.begin_upload("db.tar");
        s3.clock().advance(crate::days(30));
        let timeline = s3.timeline();
        assert_eq!(timeline.axis.end, s3.clock().now());
        assert!(timeline.to_string().contains("open, due 2028-09-28T00:00:00Z"), "{timeline}");
    }
}
