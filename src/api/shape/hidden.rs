//! Hidden rows: the wire reads and writes them, and the SDK has no field for them.

use super::{Place, Row, Sink, Source};

/// Values of the hidden rows of one request or one response. A typed call sends none, and drops those of its response.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden {
    values: Vec<(&'static Row, String)>,
}

impl Hidden {
    /// Reads the rows of a request.
    pub(crate) fn read(rows: impl Iterator<Item = &'static Row>, source: &mut impl Source) -> Self {
        let mut value = |row: &'static Row| match row.place {
            Place::HoistedChecksum => source.hoisted_checksum(),
            Place::Query => source.query(row.name),
            _ => source.header(row.name),
        };
        Self { values: rows.filter_map(|row| Some((row, value(row)?))).collect() }
    }

    /// Value of one row; `None` if it is missing.
    pub(crate) fn get(&self, row: &Row) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == row).map(|(_, value)| value.as_str())
    }

    /// Sets one row.
    pub(crate) fn set(&mut self, row: &'static Row, value: &impl ToString) {
        self.values.push((row, value.to_string()));
    }

    /// Writes the rows to a response.
    pub(crate) fn write(self, sink: &mut impl Sink) {
        for (row, value) in self.values {
            match row.place {
                Place::Status => sink.status(&value),
                _ => sink.header(row.name, value),
            }
        }
    }
}
