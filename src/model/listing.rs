//! Pages of keys: prefix, delimiter, marker and limit, for objects and for uploads alike.
//!
//! A page costs what is on it: where keys are rolled up into a common prefix, the rest of that prefix is jumped over,
//! not walked through.

/// What is asked of a listing.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListingQuery<'a> {
    pub prefix: &'a str,
    /// Empty: nothing is rolled up.
    pub delimiter: &'a str,
    /// Keys up to this one have been listed; empty at the beginning.
    pub marker: &'a str,
    pub limit: usize,
}

/// Where to start walking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start<'a> {
    /// Behind the marker.
    Marker,
    /// At this key, or the first behind it.
    At(&'a str),
}

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListingEntry<T> {
    Item(T),
    /// What several keys have in common, up to and with the delimiter.
    CommonPrefix(String),
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub entries: Vec<ListingEntry<T>>,
    /// Whether there is more.
    pub is_truncated: bool,
}

/// Makes a page. `walk` starts an iteration in the order of keys; it is asked again only to jump over a prefix.
pub fn page<T, I: Iterator<Item = T>>(
    query: ListingQuery<'_>,
    walk: impl Fn(Start<'_>) -> I,
    key_of: impl Fn(&T) -> &str,
) -> Page<T> {
    let mut page = Page { entries: Vec::new(), is_truncated: false };
    if query.limit == 0 {
        return page;
    }
    let mut items = if query.marker < query.prefix { walk(Start::At(query.prefix)) } else { walk(Start::Marker) };
    while let Some(item) = items.next() {
        let key = key_of(&item);
        let Some(rest) = key.strip_prefix(query.prefix) else { break };
        let common = common_prefix(key, rest, query.delimiter);
        let listed_before = common.is_some_and(|common| query.marker.starts_with(common));
        if !listed_before && page.entries.len() == query.limit {
            page.is_truncated = true;
            break;
        }
        match common.map(str::to_owned) {
            None => page.entries.push(ListingEntry::Item(item)),
            Some(common) => {
                let behind = behind(&common);
                if !listed_before {
                    page.entries.push(ListingEntry::CommonPrefix(common));
                }
                let Some(behind) = behind else { break };
                items = walk(Start::At(&behind));
            }
        }
    }
    page
}

/// The first text behind all that begin with this one; `None` where there is none. Texts are ordered as their
/// characters are.
fn behind(prefix: &str) -> Option<String> {
    let mut text = prefix.to_owned();
    while let Some(last) = text.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text);
        }
    }
    None
}

/// What this key is rolled up into: `rest` is `key` without the query's prefix.
fn common_prefix<'a>(key: &'a str, rest: &str, delimiter: &str) -> Option<&'a str> {
    if delimiter.is_empty() {
        return None;
    }
    let end = rest.find(delimiter)? + delimiter.len();
    Some(&key[..key.len() - rest.len() + end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::ops::Bound;

    fn list(keys: &BTreeSet<String>, query: ListingQuery<'_>) -> (Vec<String>, bool) {
        let walk = |start: Start<'_>| {
            let from = match start {
                Start::Marker => Bound::Excluded(query.marker),
                Start::At(key) => Bound::Included(key),
            };
            keys.range::<str, _>((from, Bound::Unbounded))
        };
        let page = page(query, walk, |key| key.as_str());
        let names = page.entries.into_iter().map(|entry| match entry {
            ListingEntry::Item(key) => key.clone(),
            ListingEntry::CommonPrefix(prefix) => prefix,
        });
        (names.collect(), page.is_truncated)
    }

    /// Obviously right: looks at everything.
    fn naive(keys: &BTreeSet<String>, query: ListingQuery<'_>) -> (Vec<String>, bool) {
        let lines: BTreeSet<String> = keys
            .iter()
            .filter(|key| key.starts_with(query.prefix))
            .map(|key| {
                let rest = &key[query.prefix.len()..];
                match rest.find(query.delimiter).filter(|_| !query.delimiter.is_empty()) {
                    Some(at) => key[..query.prefix.len() + at + query.delimiter.len()].to_owned(),
                    None => key.clone(),
                }
            })
            .collect();
        let left: Vec<String> = lines
            .into_iter()
            .filter(|line| {
                line.as_str() > query.marker
                    && !(line.ends_with(query.delimiter)
                        && !query.delimiter.is_empty()
                        && query.marker.starts_with(line.as_str()))
            })
            .collect();
        let page: Vec<String> = left.iter().take(query.limit).cloned().collect();
        let truncated = query.limit > 0 && left.len() > page.len();
        (page, truncated)
    }

    #[test]
    fn behind_a_prefix_is_what_does_not_begin_with_it() {
        for (prefix, expected) in [
            ("a/", Some("a0")),
            ("\u{D7FF}", Some("\u{E000}")),
            ("a\u{10FFFF}\u{10FFFF}", Some("b")),
            ("\u{10FFFF}", None),
        ] {
            assert_eq!(behind(prefix).as_deref(), expected, "{prefix:?}");
        }
    }

    proptest! {
        #[test]
        fn a_page_is_what_looking_at_everything_finds(
            keys in proptest::collection::btree_set("[ab/\u{10FFFF}]{1,5}", 0..20),
            prefix in "[ab/]{0,2}", delimiter in "(/|a|\u{10FFFF}|)", marker in "[ab/]{0,3}", limit in 0_usize..5,
        ) {
            let query = ListingQuery { prefix: &prefix, delimiter: &delimiter, marker: &marker, limit };
            prop_assert_eq!(list(&keys, query), naive(&keys, query));
        }

        #[test]
        fn pages_visit_every_line_once(
            keys in proptest::collection::btree_set("[ab/]{1,5}", 0..20),
            limit in 1_usize..4,
        ) {
            let whole = list(&keys, ListingQuery { delimiter: "/", limit: 1000, ..ListingQuery::default() }).0;
            let (mut seen, mut marker) = (Vec::new(), String::new());
            loop {
                let query = ListingQuery { delimiter: "/", marker: &marker, limit, ..ListingQuery::default() };
                let (page, more) = list(&keys, query);
                marker = page.last().cloned().unwrap_or_default();
                seen.extend(page);
                if !more { break }
            }
            prop_assert_eq!(seen, whole);
        }
    }
}
