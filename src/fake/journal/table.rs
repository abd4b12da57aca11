//! The journal as a table, at most 100 columns wide.

use super::ring::Fate;
use super::{Journal, JournalCall};
use crate::api::primitives::{DateTime, DateTimeFormat};
use std::fmt;

/// Width of the table in columns.
const WIDTH: usize = 100;

/// Widest column of operations, and of results.
const WIDEST: usize = 31;

/// Narrowest column of numbers.
const NARROWEST_NUMBER: usize = 6;

/// Columns that time of day and way in take, with the spaces between all columns.
const FIXED: usize = 2 + 12 + 2 + 7 + 2 + 2 + 2;

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.calls.is_empty() {
            return f.write_str("no calls");
        }
        if self.forgotten > 0 {
            writeln!(f, "({} earlier calls are not kept)", self.forgotten)?;
        }
        let rows: Vec<JournalRow> = self.calls.iter().map(JournalRow::of).collect();
        let widest =
            |cell: fn(&JournalRow) -> &str| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or(0);
        let operation = widest(|row| row.operation).min(WIDEST);
        let result = widest(|row| &row.result).min(WIDEST);
        let number = widest(|row| &row.number).max(NARROWEST_NUMBER);
        let place = WIDTH - FIXED - number - operation - result;
        let place = place.min(widest(|row| &row.place).max(1));
        let mut day = String::new();
        for (index, row) in rows.iter().enumerate() {
            if row.day != day {
                writeln!(f, "{}{}", if index == 0 { "" } else { "\n" }, row.day)?;
                day.clone_from(&row.day);
            } else if index > 0 {
                writeln!(f)?;
            }
            let line = format!(
                "{:>number$}  {}  {:7}  {:operation$}  {:place$}  {}",
                row.number,
                row.time,
                row.way,
                cut(row.operation, operation),
                cut(&row.place, place),
                cut(&row.result, result),
            );
            f.write_str(line.trim_end())?;
            for note in &row.notes {
                write!(f, "\n        {}", cut(note, WIDTH - 8))?;
            }
        }
        Ok(())
    }
}

/// One call as a line of its own.
impl fmt::Display for JournalCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = JournalRow::of(self);
        write!(f, "{} {} {}: {}", row.number, row.operation, row.place, row.result)
    }
}

/// One call, in words.
struct JournalRow {
    /// Such as `#7`.
    number: String,
    day: String,
    time: String,
    way: &'static str,
    operation: &'static str,
    place: String,
    result: String,
    notes: Vec<String>,
}

impl JournalRow {
    fn of(call: &JournalCall) -> Self {
        let (day, time) = day_and_time(call.at());
        Self {
            number: format!("#{}", call.ordinal()),
            day,
            time,
            way: call.way_in().word(),
            operation: call.operation().unwrap_or("(no operation)"),
            place: place(call),
            result: result(call),
            notes: notes(call),
        }
    }
}

/// The date, and the time of day in milliseconds.
fn day_and_time(at: DateTime) -> (String, String) {
    let seconds = DateTime::from_secs(at.secs()).fmt(DateTimeFormat::DateTime).unwrap_or_default();
    let (day, time) = seconds.trim_end_matches('Z').split_once('T').unwrap_or_default();
    (day.to_owned(), format!("{time}.{:03}", at.subsec_nanos() / 1_000_000))
}

fn place(call: &JournalCall) -> String {
    let mut place = call.bucket().unwrap_or_default().to_owned();
    if let Some(key) = call.key() {
        place.extend(["/", key]);
    }
    if let Some(upload) = call.upload() {
        place.extend([" #", &upload.to_string()]);
    } else if let Some(id) = call.upload_id() {
        place.extend([" upload ", cut(id, 12).as_str()]);
    }
    if let Some(part) = call.part_number() {
        place.extend([" part ", &part.to_string()]);
    }
    place
}

fn result(call: &JournalCall) -> String {
    match (call.fate(), call.code()) {
        (Fate::UnderWay, _) => "under way".to_owned(),
        (Fate::Abandoned, _) => "abandoned".to_owned(),
        (Fate::Lost, _) => "lost".to_owned(),
        (Fate::Answered, Some(code)) => format!("{} {code}", call.raw_status()),
        (Fate::Answered, None) => call.raw_status().to_string(),
    }
}

/// What is not the same for most calls.
fn notes(call: &JournalCall) -> Vec<String> {
    let mut notes = Vec::new();
    let mut numbers = Vec::new();
    if let Some(attempt) = call.attempt().filter(|attempt| *attempt > 1) {
        numbers.push(format!("attempt {attempt}"));
    }
    if call.body_bytes() > 0 {
        numbers.push(format!("body {} bytes", call.body_bytes()));
    }
    if !call.took().is_zero() {
        numbers.push(format!("took {:?}", call.took()));
    }
    if !numbers.is_empty() {
        notes.push(numbers.join(", "));
    }
    if !call.is_own() {
        notes.push(format!("by {}", call.caller()));
    }
    notes.extend(call.fault().map(|fault| format!("fault: {fault}")));
    notes
}

/// As much of a text as there is room for. Both ends stay, because keys differ in both.
fn cut(text: &str, room: usize) -> String {
    // A key may have characters that would break a line.
    let text: Vec<char> = text.chars().map(|letter| if letter.is_control() { '\u{FFFD}' } else { letter }).collect();
    if text.len() <= room {
        return text.into_iter().collect();
    }
    let tail = room.saturating_sub(1) * 2 / 3;
    let head = room.saturating_sub(1) - tail;
    text[..head].iter().chain(['…'].iter()).chain(&text[text.len() - tail..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FakeS3;
    use crate::operation::upload_part::UploadPartInput;

    #[test]
    fn a_call_with_a_long_number_fits_into_the_width() {
        let s3 = FakeS3::new();
        let long = "k".repeat(200);
        let part = UploadPartInput::builder().bucket("backups").key(&long).upload_id(&long).part_number(1);
        s3.call(part).unwrap_err();
        let (_, calls) = s3.ring().snapshot(|_, entry| JournalCall::new(123_456_789, entry, None, true));
        let table = Journal { calls, ..s3.journal() }.to_string();
        let line = table.lines().nth(1).unwrap();
        assert!(line.starts_with("#123456789  10:30:00.000  call "), "{table}");
        assert_eq!(line.chars().count(), WIDTH, "{table}");
    }
}
