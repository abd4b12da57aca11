//! The query of a request, read once: what it asks for, and what signatures sign of it, are the same pairs.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// Names and values, decoded, in the order in which they were sent. `?uploads` and `?uploads=` are the same, and what
/// stands between two ampersands without a letter is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    /// `None` for what is not UTF-8 once it is decoded.
    pub fn read(sent: &'a str) -> Option<Self> {
        let pairs = sent.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        });
        pairs.collect::<Option<_>>().map(Self)
    }

    /// All of it.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// A parameter; of several, the first. Their names are told apart by case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find_map(|(found, value)| (found == name).then_some(value))
    }

    /// What stands for a header, whose name may be in any case; as of a header, several are one list.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut values = self.pairs().filter_map(|(found, value)| found.eq_ignore_ascii_case(name).then_some(value));
        let mut list = values.next()?.to_owned();
        values.for_each(|value| list.extend([",", value]));
        Some(list)
    }
}

/// In a query a plus is a space; in a path it is itself. A percent sign that encodes nothing is one.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    // Most names and values are written as they are.
    if !text.contains(['+', '%']) {
        return Some(Cow::Borrowed(text));
    }
    let decoded = percent_decode_str(&text.replace('+', " ")).decode_utf8().ok()?.into_owned();
    Some(Cow::Owned(decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(sent: &str) -> Option<Vec<(String, String)>> {
        let query = Query::read(sent)?;
        Some(query.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn pairs_are_decoded_and_stay_in_their_order() {
        for (sent, expected) in [
            ("", &[][..]),
            ("&&", &[]),
            ("uploads", &[("uploads", "")]),
            ("uploads=", &[("uploads", "")]),
            ("=", &[("", "")]),
            ("=value", &[("", "value")]),
            ("b=2&a=1&&b=1", &[("b", "2"), ("a", "1"), ("b", "1")]),
            ("a=b=c", &[("a", "b=c")]),
            ("a=b%3Dc%26d", &[("a", "b=c&d")]),
            ("a+b=c+d%2B%20e", &[("a b", "c d+ e")]),
            ("%70refix=%C3%A9", &[("prefix", "é")]),
            ("a=100%&b=%zz", &[("a", "100%"), ("b", "%zz")]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            assert_eq!(pairs(sent), Some(expected), "{sent}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_no_query() {
        for sent in ["%FF", "a=%FF", "a=1&%E9=2"] {
            assert_eq!(pairs(sent), None, "{sent}");
        }
    }

    #[test]
    fn parameters_are_told_apart_by_case_and_headers_are_not() {
        let query = Query::read("x-amz-acl=private&X-Amz-Acl=public-read&acl&acl=2").unwrap();
        assert_eq!([query.get("x-amz-acl"), query.get("acl"), query.get("ACL")], [Some("private"), Some(""), None]);
        assert_eq!(query.header("x-AMZ-acl").as_deref(), Some("private,public-read"));
        assert_eq!(query.header("x-amz-meta-a"), None);
    }
}
