//! Names of operations, as a test spells them.

use crate::http::dispatch;
use std::cmp::min;

/// The operation of this name.
///
/// # Panics
/// If S3 has no such operation; the sentence names the nearest one.
#[track_caller]
pub(crate) fn operation(name: &str) -> &'static str {
    match find_operation(name) {
        Ok(name) => name,
        Err(nearest) => panic!("`{name}` is not an operation that this world knows; did you mean `{nearest}`?"),
    }
}

/// The operation of this name, or else the nearest.
pub(crate) fn find_operation(name: &str) -> Result<&'static str, &'static str> {
    let names = || dispatch::entries().map(|entry| entry.name);
    if let Some(name) = names().find(|known| *known == name) {
        return Ok(name);
    }
    let nearest = names().min_by_key(|known| distance(&known.to_ascii_lowercase(), &name.to_ascii_lowercase()));
    Err(nearest.unwrap_or_default())
}

/// Number of letters to insert, remove or replace to get from one text to the other.
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (at, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[at + 1];
            row[at + 1] = min(replaced, min(row[at], diagonal) + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_two_texts_counts_single_letters() {
        for (from, to, expected) in [("", "", 0), ("", "abc", 3), ("part", "parts", 1), ("kitten", "sitting", 3)] {
            assert_eq!((distance(from, to), distance(to, from)), (expected, expected), "{from} {to}");
        }
    }
}
