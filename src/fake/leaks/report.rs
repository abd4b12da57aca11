//! The message of a leak check that fails.

use super::{Leak, words};
use crate::api::primitives::DateTime;
use crate::model::time::{between, instant};
use std::fmt;

/// Number of uploads that a message describes.
const SHOWN: usize = 10;

/// The message: the leaked uploads, then the last calls.
pub(super) struct Report<'a> {
    pub head: String,
    pub leaks: &'a [Leak],
    pub now: DateTime,
    /// The last calls, in words.
    pub story: String,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.head)?;
        for leak in self.leaks.iter().take(SHOWN) {
            self.describe(f, leak)?;
        }
        if let Some(more) = self.leaks.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(f, "  and {more} more")?;
        }
        f.write_str(&self.story)
    }
}

impl Report<'_> {
    fn describe(&self, f: &mut fmt::Formatter<'_>, leak: &Leak) -> fmt::Result {
        let view = &leak.view;
        writeln!(f, "  upload #{} of {}/{}", leak.ordinal, view.bucket, printable(&view.key))?;
        writeln!(f, "    id         {}", view.upload_id)?;
        writeln!(f, "    begun      {}", self.begun(leak))?;
        writeln!(f, "    holds      {}", holds(leak))?;
        writeln!(f, "    cost       {}", cost(leak))?;
        writeln!(f, "    lifecycle  {}", self.end(leak))?;
        writeln!(f, "    last call  {}", last_call(leak))
    }

    fn begun(&self, leak: &Leak) -> String {
        let (view, age) = (&leak.view, words::duration(between(leak.view.initiated, self.now)));
        let by = view.initiator.as_deref().unwrap_or("the anonymous caller");
        let account = leak.account.as_ref().map(|name| format!(" (account {name})")).unwrap_or_default();
        format!("{age} ago, at {}, by {by}{account}", instant(view.initiated))
    }

    fn end(&self, leak: &Leak) -> String {
        match (leak.view.aborted_at, &leak.view.abort_rule) {
            (Some(at), Some(rule)) => {
                let left = words::duration(between(self.now, at));
                format!("rule {rule:?} will abort it in {left}, at {}", instant(at))
            }
            _ => "no rule will abort it".to_owned(),
        }
    }
}

fn last_call(leak: &Leak) -> String {
    match &leak.last_call {
        Some(call) => printable(&format!("{call}, at {}", instant(call.at()))),
        None => "not in the journal: handles set this upload up, or the call is no longer kept".to_owned(),
    }
}

fn holds(leak: &Leak) -> String {
    let view = &leak.view;
    let parts = words::counted(view.parts.len() as u64, "part");
    format!("{parts}, {}", words::held_bytes(std::slice::from_ref(leak)))
}

fn cost(leak: &Leak) -> String {
    let usage = leak.usage;
    format!(
        "{} byte-hours so far ({:.3} GiB-days) in {}",
        usage.byte_hours(),
        usage.gib_days(),
        leak.view.storage_class
    )
}

/// A key may have characters that would break a line.
fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}
