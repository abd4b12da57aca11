//! The last calls, for the message of an assertion that fails.

use super::Journal;

/// Number of calls that a failing assertion prints.
const SHOWN: usize = 20;

impl Journal {
    /// The last twenty calls as a table, with a line above it that says how many calls there were.
    pub(crate) fn story(&self) -> String {
        let shown = self.last(SHOWN);
        match (self.count(), shown.calls().len()) {
            (0, _) => "no calls came in".to_owned(),
            (1, 1) => format!("the only call:\n{shown}"),
            (count, 0) => format!("the journal keeps none of {count} calls"),
            (count, all) if count == all as u64 => format!("all {count} calls:\n{shown}"),
            (count, all) => format!("the last {all} of {count} calls:\n{shown}"),
        }
    }
}
