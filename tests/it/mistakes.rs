//! Mistakes in a table: each is one error, which names the row or what is wrong in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The features of the package `tests/mistakes`, and the first line of the error that each makes.
const MISTAKES: &[(&str, &str)] = &[
    ("misspelt-place", "`qurey` is not a place that a row can have"),
    ("missing-comma", "the row `bucket` must be `name: Type = place(\"Name\"),` with a type that a row can have"),
    ("borrowed-type", "the row `upload_id` must be `name: Type = place(\"Name\"),` with a type that a row can have"),
    ("unquoted-name", "the row `upload_id` must be `name: Type = place(\"Name\"),` with a type that a row can have"),
    ("unknown-group", "cannot find macro `checksum_haeders` in this scope"),
    ("impossible-type", "`IpAddr` is not a type that a row can have"),
];

#[test]
fn a_mistake_in_a_row_is_one_error() {
    assert_eq!(errors("", "default"), BTreeSet::new(), "a package without mistakes");
    for (mistake, expected) in MISTAKES {
        assert_eq!(errors(mistake, mistake), BTreeSet::from([(*expected).to_owned()]), "{mistake}");
    }
}

/// The first lines of what the compiler says of the package with a feature. An error about a type comes once for each
/// use of it, with the same words.
fn errors(feature: &str, case: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = root.join("tests/mistakes");
    // The same versions of the dependencies as here.
    if let Ok(lock) = fs::read(root.join("Cargo.lock")) {
        fs::write(package.join("Cargo.lock"), lock).unwrap();
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let checked = Command::new(cargo)
        .args(["check", "--quiet", "--message-format", "short", "--features", feature])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes"))
        .output()
        .unwrap();
    let output = String::from_utf8(checked.stderr).unwrap();
    let lines = output.lines().filter(|line| !line.starts_with("error: could not compile"));
    let found: BTreeSet<_> = lines.filter_map(first_line).collect();
    assert_eq!(found.is_empty(), checked.status.success(), "{case}: {output}");
    found
}

/// `place: error[code]: words: label` without the place, the code and the label. A word in it can have `::`.
fn first_line(line: &str) -> Option<String> {
    let (_, words) = line.split_once("error").filter(|(place, _)| place.is_empty() || place.ends_with(": "))?;
    let (_, words) = words.split_once(": ")?;
    let label = [": the trait", ": no rules", ": not found"].iter().filter_map(|label| words.find(label)).min();
    Some(words[..label.unwrap_or(words.len())].to_owned())
}
