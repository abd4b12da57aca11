//! The list of files in `CONTRIBUTING.md` that a new operation touches, compared with the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Names of the operation and of its state. A file that contains one of them mentions the operation.
const NAMES: [&str; 4] = ["AccelerateConfiguration", "accelerate_configuration", "Acceleration", "ACCELERATION_"];

/// Folders with files that a new operation can touch.
const FOLDERS: [&str; 4] = ["src", "tests", "fixtures", "docs"];

/// This file names the operation as an example.
const THIS_FILE: &str = "tests/it/contributing.rs";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files and folders in the first column of the table.
fn listed() -> Vec<String> {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = page.split_once("\n## Add an operation\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let paths = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    paths.map(|(path, _)| path.to_owned()).collect()
}

/// Every file that mentions the operation, as a path from the root.
fn mentioning(folder: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            mentioning(&path, found);
        } else if fs::read_to_string(entry.path()).is_ok_and(|text| NAMES.iter().any(|name| text.contains(name))) {
            found.insert(path);
        }
    }
}

fn is_within(file: &str, listed: &str) -> bool {
    file == listed || (listed.ends_with('/') && file.starts_with(listed))
}

#[test]
fn the_list_for_a_new_operation_names_each_file_that_mentions_one() {
    let mut found = BTreeSet::new();
    for folder in FOLDERS {
        mentioning(folder, &mut found);
    }
    assert!(found.remove(THIS_FILE));
    let listed = listed();
    let is_listed = |file: &&String| listed.iter().any(|listed| is_within(file, listed));
    let missing: Vec<_> = found.iter().filter(|file| !is_listed(file)).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md does not list {missing:?}");
    let is_mentioning = |listed: &&String| found.iter().any(|file| is_within(file, listed));
    let idle: Vec<_> = listed.iter().filter(|listed| !is_mentioning(listed)).collect();
    assert!(idle.is_empty(), "these files exist no more, or do not mention the operation: {idle:?}");
}

#[test]
fn every_path_in_the_contributing_page_exists() {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let is_path = |text: &&str| {
        let begins = ["src/", "tests/", "fixtures/", "docs/", ".ci/"].iter().any(|folder| text.starts_with(folder));
        begins && !text.contains(' ')
    };
    let paths: Vec<&str> = page.split(['`', '(', ')']).filter(is_path).collect();
    assert!(paths.len() > 20, "the page names fewer paths than expected: {paths:?}");
    let missing: Vec<_> = paths.iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md names {missing:?}");
}
