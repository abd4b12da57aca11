//! The time line as a text.

use super::{LineEnd, Timeline, TimelineRow, cut};
use crate::model::time::instant;
use std::fmt;

/// How many columns a label has, and how many steps a line: it has one column more.
const LABEL: usize = 32;
const STEPS: u32 = 63;

impl fmt::Display for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { axis, now, rows, events, earlier_events, .. } = self;
        if rows.is_empty() {
            writeln!(f, "nothing was uploaded in parts until {}", instant(*now))?;
        } else {
            writeln!(f, "{} to {}, now {}", instant(axis.start), instant(axis.end), instant(*now))?;
            writeln!(f, "o initiated  * parts  ! deadline  C completed  X aborted  > open now\n")?;
        }
        for row in rows {
            let label = cut(&row.label, LABEL);
            writeln!(f, "{label:LABEL$} {}", self.line(row).trim_end())?;
            writeln!(f, "    {}", row.sentence)?;
        }
        if let Some(others) = self.others() {
            writeln!(f, "{others}")?;
        }
        if !events.is_empty() {
            writeln!(f, "\nwhat else happened by itself:")?;
            if *earlier_events > 0 {
                writeln!(f, "    ... {earlier_events} before, which are not shown")?;
            }
            events.iter().try_for_each(|event| writeln!(f, "    {event}"))?;
        }
        Ok(())
    }
}

impl Timeline {
    /// What comes later here is written over what comes earlier: the end of an upload hides its beginning, if need be.
    fn line(&self, row: &TimelineRow) -> String {
        let column = |at| self.axis.place(at, STEPS) as usize;
        let mut line = vec![' '; STEPS as usize + 1];
        let (first, last) = (column(row.initiated), column(row.end.map_or(self.now, |(at, _)| at)));
        let last = last.max(first);
        line[first..=last].fill('-');
        let ahead = row.deadline.filter(|deadline| row.end.is_none() && *deadline > self.now);
        if let Some(deadline) = ahead {
            line[last..=column(deadline).max(last)].fill('.');
        }
        row.parts.iter().for_each(|at| line[column(*at)] = '*');
        line[first] = 'o';
        if row.end.is_none() {
            line[last] = '>';
        }
        if let Some(deadline) = row.deadline.filter(|deadline| self.axis.has(*deadline)) {
            line[column(deadline)] = '!';
        }
        match row.end {
            Some((at, LineEnd::Completed)) => line[column(at)] = 'C',
            Some((at, LineEnd::Aborted)) => line[column(at)] = 'X',
            None => {}
        }
        line.into_iter().collect()
    }
}
