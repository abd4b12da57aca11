//! What the conditions of policies see of a request.

use std::collections::BTreeMap;

/// The values of condition keys. Their names are compared without regard to case; one that has no value is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestContext {
    values: BTreeMap<String, Vec<String>>,
}

impl RequestContext {
    /// Gives a key a value; a key that has one gets one more.
    pub fn insert(&mut self, key: impl AsRef<str>, value: impl Into<String>) {
        self.values.entry(key.as_ref().to_ascii_lowercase()).or_default().push(value.into());
    }

    /// The values of a key.
    pub fn get(&self, key: &str) -> &[String] {
        self.values.get(&key.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of a key that has just one.
    pub fn single(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            [value] => Some(value),
            _ => None,
        }
    }
}

impl<K: AsRef<str>, V: Into<String>> Extend<(K, V)> for RequestContext {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        pairs.into_iter().for_each(|(key, value)| self.insert(key, value));
    }
}

impl<K: AsRef<str>, V: Into<String>> FromIterator<(K, V)> for RequestContext {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut context = Self::default();
        context.extend(pairs);
        context
    }
}
