//! `docs/OPERATIONS.md`: each operation of the SDK, and how far the fake models it. The page is generated.
//!
//! `UPDATE_OPERATIONS=1 cargo test --test it operations_page` writes it anew.

use fake_s3::introspection::{self, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Operations that are answered with 501, and the reason.
const NOT_MODELLED: &[(&str, &str)] = &[
    ("CreateBucketMetadataConfiguration", METADATA),
    ("CreateBucketMetadataTableConfiguration", METADATA),
    ("CreateSession", DIRECTORY),
    ("DeleteBucketMetadataConfiguration", METADATA),
    ("DeleteBucketMetadataTableConfiguration", METADATA),
    ("DeleteObjectAnnotation", ANNOTATIONS),
    ("GetBucketMetadataConfiguration", METADATA),
    ("GetBucketMetadataTableConfiguration", METADATA),
    ("GetObjectAnnotation", ANNOTATIONS),
    ("GetObjectTorrent", "S3 has ended the support of BitTorrent"),
    ("ListDirectoryBuckets", DIRECTORY),
    ("ListObjectAnnotations", ANNOTATIONS),
    ("PutObjectAnnotation", ANNOTATIONS),
    ("RenameObject", DIRECTORY),
    ("SelectObjectContent", "it needs an SQL engine, and S3 is closed to new users of it"),
    ("UpdateBucketMetadataAnnotationTableConfiguration", METADATA),
    ("UpdateBucketMetadataInventoryTableConfiguration", METADATA),
    ("UpdateBucketMetadataJournalTableConfiguration", METADATA),
    ("WriteGetObjectResponse", "it belongs to S3 Object Lambda"),
];

const METADATA: &str = "metadata tables need S3 Tables, which the fake is not";
const DIRECTORY: &str = "only directory buckets have it";
const ANNOTATIONS: &str = "object annotations are not modelled yet";

const HEAD: &str = "# Operations

Every operation of aws-sdk-s3 1.157, generated from the code by `tests/it/operations_page.rs`.

- *modelled*: the fake does what S3 does.
- *stored only*: the fake checks, stores and returns the configuration, and does not act on it.
- *501*: the fake answers `501 NotImplemented`, and says so.

";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What the first paragraph of an operation's file says after `Stored only: `.
fn stored_only(name: &str) -> Option<String> {
    let path = root().join(format!("src/ops/{}.rs", snake(name)));
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let paragraph: Vec<_> = source.lines().map_while(|line| line.strip_prefix("//! ")).collect();
    let (_, rest) = paragraph.join(" ").split_once("Stored only: ").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    Some(rest.trim_end_matches('.').to_owned())
}

fn page() -> String {
    let tables: BTreeMap<&str, Table> =
        introspection::tables().into_iter().map(|table| (table.operation, table)).collect();
    let reasons: BTreeMap<&str, &str> = NOT_MODELLED.iter().copied().collect();
    let names: BTreeSet<&str> = tables.keys().chain(reasons.keys()).copied().collect();
    let mut page = HEAD.to_owned();
    page.push_str("| operation | | fields that are answered with 501 |\n|---|---|---|\n");
    for name in names {
        let state = match reasons.get(name) {
            Some(reason) => format!("501: {reason}"),
            None => stored_only(name).map_or("modelled".to_owned(), |rest| format!("stored only: {rest}")),
        };
        let fields = match tables.get(name) {
            Some(table) if !reasons.contains_key(name) => {
                table.not_modelled.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        };
        let _ = writeln!(page, "| {name} | {state} | {fields} |");
    }
    page
}

#[test]
fn the_page_of_operations_is_up_to_date() {
    let path = root().join("docs/OPERATIONS.md");
    let page = page();
    if std::env::var_os("UPDATE_OPERATIONS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/OPERATIONS.md is stale: UPDATE_OPERATIONS=1 cargo test --test it operations_page");
}

/// The source of the SDK that Cargo has unpacked, in the version of the lock file.
fn sdk_source() -> Option<PathBuf> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let (_, rest) = lock.split_once("name = \"aws-sdk-s3\"\nversion = \"")?;
    let (version, _) = rest.split_once('"')?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?.filter_map(Result::ok);
    let found = registries.map(|entry| entry.path().join(format!("aws-sdk-s3-{version}/src/operation")));
    found.filter(|path| path.is_dir()).last()
}

#[test]
fn every_operation_of_the_sdk_is_on_the_page() {
    let Some(source) = sdk_source() else {
        eprintln!("skipped: the source of aws-sdk-s3 is not unpacked");
        return;
    };
    let page = page();
    let on_page: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .map(|(name, _)| snake(name))
        .collect();
    let files = std::fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path());
    let names = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let operations: Vec<_> = names.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert!(operations.len() > 100, "these are not the operations of the SDK: {operations:?}");
    let missing: Vec<_> = operations.iter().filter(|name| !on_page.contains(*name)).collect();
    assert!(missing.is_empty(), "the SDK has operations that are not on docs/OPERATIONS.md: {missing:?}");
}
