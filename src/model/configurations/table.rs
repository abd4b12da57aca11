//! Configurations of which a bucket has several, each with an id.

use crate::api::error::{S3Error, table};
use std::collections::BTreeMap;
use std::ops::Bound;

/// The most configurations of one page (documented).
const PAGE: usize = 100;

/// A configuration with an id.
pub trait Identified {
    /// The id in the document.
    fn id(&self) -> &str;

    /// Checks what S3's schema asks of the document.
    ///
    /// # Errors
    /// `MalformedXML`, with the reason.
    fn check(&self) -> Result<(), S3Error>;

    /// Checks what S3 asks after it has compared the ids.
    ///
    /// # Errors
    /// The first error.
    fn check_destination(&self) -> Result<(), S3Error> {
        Ok(())
    }
}

/// The configurations of one kind, sorted by id (recorded).
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigurationTable<T>(BTreeMap<String, T>);

impl<T> Default for ConfigurationTable<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// One page of a listing.
#[derive(Debug)]
pub struct ConfigurationPage<'a, T> {
    pub configurations: Vec<&'a T>,
    /// The last id of the page, if more follow.
    pub last: Option<&'a str>,
}

impl<T: Identified> ConfigurationTable<T> {
    /// The configuration with this id.
    ///
    /// # Errors
    /// `NoSuchConfiguration`.
    pub fn get(&self, id: &str) -> Result<&T, S3Error> {
        self.0.get(id).ok_or_else(|| self.missing(id))
    }

    /// Stores a configuration, in place of another with the same id.
    ///
    /// # Errors
    /// `MalformedXML`, `IdMismatch`, and then what S3 asks of the destination, in this order (recorded of inventories).
    pub fn put(&mut self, id: &str, configuration: T) -> Result<(), S3Error> {
        configuration.check()?;
        if configuration.id() != id {
            let why = format!("the request names {id}, and the document {}", configuration.id());
            return Err(table::CONFIGURATION_ID_MISMATCH.error().because(why));
        }
        configuration.check_destination()?;
        self.0.insert(id.to_owned(), configuration);
        Ok(())
    }

    /// Removes the configuration with this id.
    ///
    /// # Errors
    /// `NoSuchConfiguration`.
    pub fn remove(&mut self, id: &str) -> Result<(), S3Error> {
        match self.0.remove(id) {
            Some(_) => Ok(()),
            None => Err(self.missing(id)),
        }
    }

    /// The configurations after this id, at most 100.
    pub fn page(&self, after: Option<&str>) -> ConfigurationPage<'_, T> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut left = self.0.range::<str, _>((from, Bound::Unbounded));
        let page: Vec<_> = left.by_ref().take(PAGE).collect();
        let last = left.next().and(page.last()).map(|(id, _)| id.as_str());
        ConfigurationPage { configurations: page.into_iter().map(|(_, own)| own).collect(), last }
    }

    /// All configurations.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.values()
    }

    fn missing(&self, id: &str) -> S3Error {
        let known = match self.0.keys().map(String::as_str).collect::<Vec<_>>() {
            ids if ids.is_empty() => "the bucket has none".to_owned(),
            ids => format!("the bucket has {}", ids.join(", ")),
        };
        table::NO_SUCH_CONFIGURATION.error().because(format!("no configuration is called {id}: {known}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::MetricsConfiguration;

    #[test]
    fn a_page_has_100_configurations_and_names_the_last_if_more_follow() {
        let mut own = ConfigurationTable::default();
        for number in 0..101 {
            let id = format!("{number:03}");
            own.put(&id, MetricsConfiguration { id: id.clone(), filter: None }).unwrap();
        }
        let first = own.page(None);
        assert_eq!((first.configurations.len(), first.last), (100, Some("099")));
        let second = own.page(first.last);
        assert_eq!((second.configurations.len(), second.last), (1, None));
    }
}
