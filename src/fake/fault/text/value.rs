//! A word of a fault, and the types that its value can be read as.

use crate::api::error::ErrorRow;
use crate::fake::fault::kinds::find_row;
use std::str::FromStr;
use std::time::Duration;

/// The longest time of a fault. No client waits longer.
const MAX_TIME: Duration = Duration::from_hours(24);

/// The form that a word was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    Line,
    Json,
}

#[derive(Debug, Clone)]
pub(super) struct Word {
    pub form: Notation,
    /// The name as it was sent.
    pub name: String,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    /// The word stands without a value; in JSON its value is `true`.
    Alone,
    /// A value on a line, which can be of any type.
    Raw(String),
    /// Values in JSON.
    Text(String),
    Number(String),
    List(Vec<String>),
    Header(String, String),
}

impl Notation {
    /// A name as this form writes it.
    pub(super) fn spelled(self, name: &str) -> String {
        match self {
            Self::Line => name.to_owned(),
            Self::Json => name.replace('-', "_"),
        }
    }
}

impl Word {
    pub(super) fn new(form: Notation, name: &str, value: Value) -> Self {
        Self { form, name: name.to_owned(), value }
    }

    /// The word as an error names it. On a line the code of an error stands without a name.
    pub(super) fn label(&self) -> &str {
        match &self.value {
            Value::Raw(code) if self.name == "error" => code,
            _ => &self.name,
        }
    }

    /// The error about a value that is not what it must be.
    pub(super) fn wrong(&self, expected: &str) -> String {
        let name = &self.name;
        match &self.value {
            Value::Alone => format!("`{name}` needs a value: {expected}"),
            Value::Raw(value) if value.is_empty() => format!("`{name}` needs a value: {expected}"),
            Value::Raw(value) | Value::Number(value) => format!("`{name}` is {expected}, not `{value}`"),
            Value::Text(value) => format!("`{name}` is {expected}, not {value:?}"),
            Value::List(values) => format!("`{name}` is {expected}, not {values:?}"),
            Value::Header(..) => format!("`{name}` is {expected}, not an object"),
        }
    }

    /// Checks that the word has no value.
    pub(super) fn alone(&self) -> Result<(), String> {
        match (&self.value, self.form) {
            (Value::Alone, _) => Ok(()),
            (_, Notation::Line) => Err(format!("`{}` stands alone, without a value", self.name)),
            (_, Notation::Json) => Err(self.wrong("`true`")),
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&self, expected: &str) -> Result<&str, String> {
        match &self.value {
            Value::Raw(text) | Value::Text(text) if !text.is_empty() => Ok(text),
            _ => Err(self.wrong(expected)),
        }
    }

    /// A number that passes a test.
    pub(super) fn number<T: FromStr>(&self, expected: &str, is_valid: impl Fn(&T) -> bool) -> Result<T, String> {
        let (Value::Raw(text) | Value::Number(text)) = &self.value else { return Err(self.wrong(expected)) };
        text.parse().ok().filter(is_valid).ok_or_else(|| self.wrong(expected))
    }

    /// A number of bytes.
    pub(super) fn bytes(&self) -> Result<u64, String> {
        self.number("a whole number of bytes", |_| true)
    }

    /// A number of calls, from 1.
    pub(super) fn count(&self) -> Result<u64, String> {
        self.number("a whole number from 1", |count| *count > 0)
    }

    /// A time above 0.
    pub(super) fn time(&self) -> Result<Duration, String> {
        const EXPECTED: &str = "a time such as 20s, 500ms, 2m or 1h, of at most 24h";
        duration(self.text(EXPECTED)?).ok_or_else(|| self.wrong(EXPECTED))
    }

    /// The row of an error's code.
    pub(super) fn row(&self) -> Result<&'static ErrorRow, String> {
        let code = self.text("the code of an error of S3, such as SlowDown")?;
        find_row(code).map_err(|nearest| format!("S3 has no error `{code}`; did you mean `{nearest}`?"))
    }

    /// Texts that are not empty.
    pub(super) fn list(&self, expected: &str) -> Result<Vec<String>, String> {
        let texts: Vec<String> = match &self.value {
            Value::Raw(text) => text.split(',').map(str::to_owned).collect(),
            Value::List(texts) => texts.clone(),
            _ => return Err(self.wrong(expected)),
        };
        let is_whole = !texts.is_empty() && texts.iter().all(|text| !text.is_empty());
        if is_whole { Ok(texts) } else { Err(self.wrong(expected)) }
    }

    /// Name and value of a header.
    pub(super) fn header(&self) -> Result<(&str, &str), String> {
        const EXPECTED: &str = "the name of a header and its value, such as `x-test:one`";
        let (name, value) = match &self.value {
            Value::Raw(text) => text.split_once(':').ok_or_else(|| self.wrong(EXPECTED))?,
            Value::Header(name, value) => (name.as_str(), value.as_str()),
            _ => return Err(self.wrong("an object such as {\"x-test\": \"one\"}")),
        };
        let is_valid = http::HeaderName::try_from(name).is_ok() && http::HeaderValue::try_from(value).is_ok();
        if is_valid { Ok((name, value.trim())) } else { Err(format!("`{name}` with `{value}` is not a valid header")) }
    }
}

/// A time such as `1.5s`.
fn duration(text: &str) -> Option<Duration> {
    let (count, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic())?);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    let count: f64 = count.parse().ok()?;
    let time = Duration::try_from_secs_f64(count * seconds).ok()?;
    (!time.is_zero() && time <= MAX_TIME).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_number_and_a_unit_and_is_at_most_a_day() {
        for (text, millis) in [("20s", 20_000), ("1.5s", 1500), ("500ms", 500), ("2m", 120_000), ("24h", 86_400_000)] {
            assert_eq!(duration(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "20", "20 s", "20x", "-1s", "0s", "1e3s", "infs", "NaNs", "25h", "1m30s", "²s"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
