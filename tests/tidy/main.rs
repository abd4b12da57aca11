//! The rules of the house, as data, checked over the sources: which layer may know which, how large things may be,
//! and that no field of a request is taken and then forgotten.

mod graph;

use fake_s3::introspection::{self, Place, Row, Table, tables, without_effect};
use graph::{Graph, circles};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of `src/` from the top down. A module uses modules below it alone; those in one line may use each other
/// from left to right. `lib.rs` only names what is public.
const RANKS: &[&str] = &["bin", "adapters", "sdk", "server", "fake", "s3", "http", "world", "ops", "model", "api"];

/// Modules that must not use others although they stand below them or beside them, and why.
const APART: &[(&str, &[&str], &str)] = &[
    (
        "http::wire",
        &["http::dispatch", "ops", "model::store", "model::bucket"],
        "the wire knows no operation, and no store",
    ),
    (
        "server",
        &["ops", "model::store", "model::bucket", "api::types"],
        "a server is an adapter: it knows the world from outside, and no operation",
    ),
    ("api::primitives", &["api"], "the primitives are the SDK's, and nothing else"),
];

/// Words that must not stand in a place, and why. A place that ends in a slash is everything below it.
const ABSENT: &[(&str, &[&str], &str)] = &[
    (
        "src/model/",
        &["http::", "quick_xml", "async ", "parking_lot", "SystemTime", "Instant::", "static mut", "rand::"],
        "the model is pure: no HTTP, XML, async, lock, wall clock, global or chance",
    ),
    ("src/http/wire/", &["MultipartUpload"], "the wire knows no operation by name"),
    (
        "src/api/shape/",
        &["http::", "quick_xml"],
        "the vocabulary of tables is words: it knows neither HTTP nor XML nor its users",
    ),
    ("src/ops/", &["http::", "quick_xml", "async "], "an operation does not know how it is reached"),
    ("src/world/", &["http::", "quick_xml", "async "], "a world's text does not know how it is reached"),
    ("src/", &["todo!", "unimplemented!", "dbg!", "println!", "unsafe "], "nothing unfinished is left behind"),
    (
        "src/",
        &["Instant::now", "SystemTime::now"],
        "real clocks are read in one place, and only where a test asked for one",
    ),
    ("src/", &["HashMap"], "ordered maps wherever anything iterates; `shape` has the one exception"),
];

/// Lines that may break a rule, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/api/shape/mod.rs", "HashMap", "the SDK's metadata is one, and the mirror must have its type"),
    ("src/fake/time/pace.rs", "Instant::now", "`real_time` counts by it"),
    ("src/fake/time/runtime.rs", "Instant::now", "`tokio_clock` counts by the clock of a tokio runtime"),
    ("src/fake/builder/mod.rs", "println!", "`log_rejections` prints to the captured output of a test"),
    ("src/fake/time/pace.rs", "SystemTime::now", "`Anchor::WallClock` begins at it"),
];

const MAX_LINE: usize = 120;
const MAX_FILE: usize = 600;
const MAX_MEDIAN_FILE: usize = 200;
const MAX_FUNCTION: usize = 70;

#[test]
fn arrows_point_down_and_there_are_no_circles() {
    let files = sources().into_iter().map(|path| (path.clone(), fs::read_to_string(root().join(&path)).unwrap()));
    let faults = faults_of(&Graph::of(&files.collect::<Vec<_>>()));
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn a_wrong_arrow_and_a_circle_would_be_noticed() {
    let files = [
        ("src/lib.rs", "pub use fake::FakeS3;\nmod api;\n"),
        ("src/fake/mod.rs", "pub(crate) mod time;\npub struct FakeS3;\nuse crate::model::{store, kms};\n"),
        ("src/model/mod.rs", "pub mod store;\npub use self::kms::Key;\npub mod kms;\n"),
        ("src/model/store.rs", "use {super::{Key, kms::{self, Grant}}, std::fmt};\n// crate::ops\n"),
        (
            "src/model/kms.rs",
            "use crate::api;\npub struct Key;\nfn key() -> Key {\n    super::store::key(\"crate::ops::x y\")\n}\n",
        ),
        (
            "src/ops/mod.rs",
            "/* crate::fake */ use super::model;\n#[cfg(test)]\nmod tests {\n    use crate::fake::A;\n}\n",
        ),
        ("src/ops/steps.rs", "fn world<'a>(x: &'a str) {\n    crate::FakeS3::new('\\'')\n}\n"),
        (
            "src/api/mod.rs",
            "mod inner {\n    use super::super::ops::{self as other};\n}\nmacro_rules! table { () => { $crate::sdk::x() } }\n",
        ),
        ("src/http/wire.rs", "#[serde(with = \"crate::model::store\")]\nstruct Field;\ntable!();\n"),
        ("src/sdk/mod.rs", "pub fn x() {}\n"),
    ];
    let files: Vec<_> = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let faults = faults_of(&Graph::of(&files));
    let expected = [
        "src/api/mod.rs:2: api must not use ops: arrows point down",
        "src/api/mod.rs:4: api must not use sdk: arrows point down",
        "src/http/wire.rs:1: http::wire must not use model::store: the wire knows no operation, and no store",
        "src/ops/steps.rs:2: ops must not use fake: arrows point down",
        "a circle of {\"api\", \"fake\", \"model\", \"ops\"}:\n    api -> ops: src/api/mod.rs:2\n    \
         fake -> model: src/fake/mod.rs:3\n    model -> api: src/model/kms.rs:1\n    ops -> fake: src/ops/steps.rs:2\n    \
         ops -> model: src/ops/mod.rs:1",
        "a circle of {\"kms\", \"store\"}:\n    kms -> store: src/model/kms.rs:4\n    store -> kms: src/model/store.rs:1",
    ];
    assert_eq!(faults, expected);
}

/// The arrows and circles that break a rule.
fn faults_of(graph: &Graph) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let rank = |name: &str| RANKS.iter().position(|known| *known == name);
    let folders: Vec<_> = graph.between(&[]).collect();
    for (from, to, arrow) in &folders {
        if rank(from).zip(rank(to)).is_none_or(|(from, to)| from > to) {
            faults.insert(format!("{}: {from} must not use {to}: arrows point down", arrow.place));
        }
    }
    for (from, others, why) in APART {
        let is_in = |module: &[String], place: &str| {
            place.split("::").zip(module).filter(|(a, b)| a == b).count() == place.split("::").count()
        };
        let own = graph.arrows.iter().filter(|arrow| is_in(&arrow.from, from) && !is_in(&arrow.to, from));
        for arrow in own {
            for other in others.iter().filter(|other| is_in(&arrow.to, other)) {
                faults.insert(format!("{}: {from} must not use {other}: {why}", arrow.place));
            }
        }
    }
    let model: Vec<_> = graph.between(&["model"]).collect();
    faults.into_iter().chain(circles(&folders)).chain(circles(&model)).collect()
}

#[test]
fn nothing_is_where_it_must_not_be() {
    check(|path, text| {
        let mut faults = Vec::new();
        for (place, absent, why) in ABSENT.iter().filter(|(place, ..)| path.starts_with(place)) {
            for word in *absent {
                let excepted = EXCEPTIONS.iter().any(|(file, what, _)| *file == path && what == word);
                for (number, line) in code_lines(text).filter(|(_, line)| line.contains(word) && !excepted) {
                    faults.push(format!("{number}: `{word}` in {place}: {why}\n    {}", line.trim()));
                }
            }
        }
        faults
    });
}

#[test]
fn the_sdk_is_named_in_its_own_file_and_on_gated_lines_alone() {
    check(|path, text| {
        if path.starts_with("src/sdk/") || path == "src/api/shape/convert.rs" {
            return vec![];
        }
        let named = code_lines(text).filter(|(_, line)| line.contains("aws_sdk") && !line.contains("cfg(feature"));
        named.map(|(number, line)| format!("{number}: {}", line.trim())).collect()
    });
}

/// The SDK's client on a socket sleeps as tokio does, and `tokio_clock` makes the clock of a runtime the world's.
#[test]
fn sockets_and_their_runtime_are_the_servers_alone() {
    check(|path, text| {
        if ["src/adapters/", "src/server/", "src/bin/", "src/sdk/socket.rs", "src/fake/time/runtime.rs"]
            .iter()
            .any(|place| path.starts_with(place))
        {
            return vec![];
        }
        let words = ["tokio::", "hyper::", "hyper_util::", "tower_service::", "std::net::Tcp"];
        let is_named = |line: &str| words.iter().any(|word| line.contains(word)) && !line.contains("tokio::test");
        let named = code_lines(text).filter(|(_, line)| is_named(line));
        named.map(|(number, line)| format!("{number}: {}", line.trim())).collect()
    });
}

#[test]
fn nothing_that_a_client_sends_can_panic() {
    check(|path, text| {
        // What tests assert may panic, and so may the world when the *test* is wrong.
        if path.starts_with("src/fake")
            || path == "src/adapters/opendal.rs"
            || ["/tests.rs", "/proof.rs", "/or_why.rs"].iter().any(|test| path.ends_with(test))
        {
            return vec![];
        }
        let words = [".unwrap()", ".expect(", "panic!(", "unreachable!("];
        let lines = code_lines(text).filter(|(_, line)| words.iter().any(|word| line.contains(word)));
        lines.map(|(number, line)| format!("{number}: {}", line.trim())).collect()
    });
}

#[test]
fn files_functions_and_lines_are_short() {
    let mut sizes = Vec::new();
    check(|path, text| {
        let lines = text.lines().count();
        sizes.push(lines);
        let mut faults = Vec::new();
        if lines > MAX_FILE && !text.contains("This file is long because") {
            faults.push(format!("{lines} lines, and its header gives no reason"));
        }
        for (number, line) in text.lines().enumerate() {
            // Addresses, documents, rows of tables and sentences of S3's cannot be broken.
            let whole = ["https://", "\"<", " = header", " = element(", " = document(", "concat!("];
            let breakable = !path.ends_with("error/table.rs")
                && !path.ends_with("shape/macros.rs")
                && !whole.iter().any(|whole| line.contains(whole));
            if breakable && line.chars().count() > MAX_LINE {
                faults.push(format!("{}: {} characters", number + 1, line.chars().count()));
            }
            if line != line.trim_end() {
                faults.push(format!("{}: space at the end", number + 1));
            }
        }
        faults.extend(long_functions(text));
        faults
    });
    sizes.sort_unstable();
    let median = sizes[sizes.len() / 2];
    assert!(median < MAX_MEDIAN_FILE, "the median file has {median} lines");
}

#[test]
fn no_type_name_is_used_twice() {
    // It stands in for `socket.rs` where a platform has no sockets.
    let alone = sources().into_iter().filter(|path| path != "src/server/no_socket.rs");
    let files: Vec<_> = alone.map(|path| (fs::read_to_string(root().join(&path)).unwrap(), path)).collect();
    let faults = repeated_types(files.iter().map(|(text, path)| (path.as_str(), text.as_str())));
    assert!(faults.is_empty(), "rename one of each pair:\n{}", faults.join("\n"));
}

#[test]
fn a_repeated_type_name_would_be_noticed() {
    let below =
        "shape! {\n    pub checked document struct Part {\n    }\n}\n\nimpl Rules for X {\n    type Output = X;\n}\n";
    let alternatives = "#[cfg(unix)]\nstruct Signals;\n\n#[cfg(windows)]\nstruct Signals;\n";
    let files = [("a.rs", "pub(crate) enum Part {}\n"), ("b.rs", below), ("c.rs", below), ("d.rs", alternatives)];
    let found = repeated_types(files);
    assert_eq!(found, ["`Part`: a.rs:1, b.rs:2, c.rs:2"]);
}

/// The SDK has an `Error` of the crate and one in `types`. Its `types::Event` is one kind of notification, and the
/// crate's own `Event` is an entry of the world's log.
const REPEATED_BY_THE_SDK: &[&str] = &["Error", "Event"];

/// The types that several places define under one name. Associated types are no definitions, and alternatives for
/// several platforms in one file are one.
fn repeated_types<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, text) in files {
        let lines: Vec<&str> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let alternative = index > 0 && lines[index - 1].starts_with("#[cfg(");
            let known = |name: &str| places.get(name).is_some_and(|known| known.iter().any(|at| at.starts_with(path)));
            if let Some(name) = defined_type(line).filter(|name| !(alternative && known(name))) {
                places.entry(name).or_default().push(format!("{path}:{}", index + 1));
            }
        }
    }
    let repeated = places.into_iter().filter(|(name, at)| at.len() > 1 && !REPEATED_BY_THE_SDK.contains(name));
    repeated.map(|(name, at)| format!("`{name}`: {}", at.join(", "))).collect()
}

/// The type that a line defines. A `type` that is indented is an associated one.
fn defined_type(line: &str) -> Option<&str> {
    let keywords = ["struct", "enum", "trait", "union", "type"];
    let words: Vec<&str> = line.split([' ', '<', '(', ';', '{', ':']).filter(|word| !word.is_empty()).collect();
    let keyword = words.iter().position(|word| keywords.contains(word))?;
    let prefix = ["pub", "crate)", "super)", "in", "checked", "document", "streaming"];
    let is_definition = words[..keyword].iter().all(|word| prefix.contains(word));
    let is_associated = words[keyword] == "type" && line.starts_with(' ');
    let name = words.get(keyword + 1).filter(|name| name.starts_with(char::is_uppercase));
    name.copied().filter(|_| is_definition && !is_associated)
}

#[test]
fn every_row_is_read_refused_or_explained() {
    let faults: Vec<String> = tables().iter().flat_map(forgotten_rows).collect();
    assert!(faults.is_empty(), "a request may set these, and nobody looks:\n{}", faults.join("\n"));
}

#[test]
fn a_forgotten_row_would_be_noticed() {
    // One that nobody has, and two that steps read for other operations.
    for (operation, field) in [
        ("AbortMultipartUpload", "colour"),
        ("AbortMultipartUpload", "copy_source_if_match"),
        ("GetObject", "tagging_directive"),
    ] {
        let mut table = tables().into_iter().find(|table| table.operation == operation).unwrap();
        let forgotten = Row { field, place: Place::Header, name: "x-amz-forgotten" };
        table.rows = Vec::leak([table.rows, &[forgotten]].concat());
        assert_eq!(forgotten_rows(&table), [format!("{operation}: {field}")]);
    }
}

#[test]
fn what_tests_or_longer_names_mention_is_not_read() {
    let rules = without_tests("self.key_marker();\n\n#[cfg(test)]\nmod tests {\n    input.colour\n}\n");
    assert!(mentions(&rules, "key_marker"));
    assert!(!mentions(&rules, "key") && !mentions(&rules, "colour"));
}

#[test]
fn only_rows_without_effect_are_explained_and_each_once() {
    let tables = tables();
    let mut known = BTreeSet::new();
    for (operation, field, _) in &without_effect() {
        let of = tables.iter().filter(|table| ["*", table.operation].contains(operation));
        let mut having = of.filter(|table| table.rows.iter().any(|row| row.field == *field));
        assert!(having.any(|table| !is_read(table, field)), "{operation} reads `{field}`, or does not have it");
        assert!(known.insert((operation, field)), "`{field}` of {operation} is explained twice");
        assert!(*operation == "*" || !known.contains(&(&"*", field)), "`{field}` is explained for every operation");
    }
}

/// Also what sets the same of one bucket.
#[test]
fn every_setting_of_a_world_is_on_the_page_of_editions() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (page, bucket) = (read("docs/EDITIONS.md"), read("src/fake/bucket/mod.rs"));
    let builder = read("src/fake/builder/mod.rs") + &read("src/fake/builder/settings.rs");
    let setters: Vec<&str> = builder
        .lines()
        .filter_map(|line| line.strip_prefix("    pub fn ")?.split_once("(mut self"))
        .map(|(name, _)| name)
        .collect();
    assert!(setters.contains(&"seed") && setters.contains(&"gaps_with_checksums"), "{setters:?}");
    for setter in setters {
        assert!(page.contains(&format!("`{setter}`")), "`{setter}` is not on the page");
        let of_bucket = format!("set_{setter}");
        let is_there = bucket.contains(&format!("pub fn {of_bucket}("));
        assert!(!is_there || page.contains(&format!("`{of_bucket}`")), "`{of_bucket}` is not on the page");
    }
}

#[test]
fn lists_are_in_alphabetical_order() {
    let operations: Vec<_> = tables().iter().map(|table| snake(table.operation)).collect();
    assert!(operations.is_sorted(), "{operations:?}");
    let rows: Vec<_> = introspection::table().iter().map(|row| (row.status, row.name)).collect();
    let misplaced = rows.windows(2).find(|pair| pair[0] > pair[1]);
    assert_eq!(misplaced, None, "rows of the table of errors stand by status, and then by name");
}

#[test]
fn every_field_that_is_refused_is_a_row() {
    for table in tables() {
        for field in &table.not_modelled {
            let is_row = table.rows.iter().any(|row| row.field == *field);
            assert!(is_row, "{} refuses `{field}`, which it does not have", table.operation);
        }
    }
}

/// The rows that neither the operation nor a step that it uses looks at.
fn forgotten_rows(table: &Table) -> Vec<String> {
    let is_explained = |field: &str| {
        without_effect()
            .iter()
            .any(|(operation, known, _)| [table.operation, "*"].contains(operation) && *known == field)
    };
    let rows = table.rows.iter().map(|row| row.field);
    let unexplained = rows.filter(|field| !table.not_modelled.contains(field) && !is_explained(field));
    let forgotten = unexplained.filter(|field| !is_read(table, field));
    forgotten.map(|field| format!("{}: {field}", table.operation)).collect()
}

/// Whether the operation, or a step that it uses, looks at the field.
fn is_read(table: &Table, field: &str) -> bool {
    let text = fs::read_to_string(root().join(format!("src/ops/{}.rs", snake(table.operation)))).unwrap();
    let rules = text.split("\nshape! {").next().unwrap();
    [rules, read_steps(rules).as_str()].iter().any(|text| mentions(text, field))
}

/// The sources of the steps that the rules name, and of those that these name.
fn read_steps(rules: &str) -> String {
    let direct = read_named_steps(rules);
    let indirect = read_named_steps(&direct);
    direct + &indirect
}

fn read_named_steps(rules: &str) -> String {
    let files = sources().into_iter().filter(|path| path.starts_with("src/ops/steps/") && !path.ends_with("mod.rs"));
    let used = files.filter(|path| {
        let name = Path::new(path).file_stem().unwrap().to_str().unwrap();
        // A step calls its neighbours by `super`, which elsewhere is the model's or the operations'.
        ["steps", "super"].iter().any(|parent| names(rules, &format!("{parent}::{name}")))
    });
    used.map(|path| without_tests(&fs::read_to_string(root().join(path)).unwrap())).collect()
}

fn without_tests(text: &str) -> String {
    code_lines(text).flat_map(|(_, line)| [line, "\n"]).collect()
}

/// Whether `.field` stands there.
fn mentions(text: &str, field: &str) -> bool {
    names(text, &format!(".{field}"))
}

/// Whether this stands there, and not only as the beginning of a longer name.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let next = text[at + found.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric() && next != '_')
    })
}

fn long_functions(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_start = |line: &str| {
        let line = line.trim_start();
        ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "async fn ", "pub async fn ", "const fn "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mut long = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| is_start(line) && !line.ends_with(';')) {
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let length = lines[number..].iter().position(|line| *line == end).unwrap_or(0);
        if length > MAX_FUNCTION {
            long.push(format!("{}: a function of {length} lines", number + 1));
        }
    }
    long
}

/// Runs a rule over every source file, and reports all that it finds at once.
#[track_caller]
fn check(mut rule: impl FnMut(&str, &str) -> Vec<String>) {
    let mut faults = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        faults.extend(rule(&path, &text).into_iter().map(|fault| format!("{path}:{fault}")));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Lines that are neither comments nor inside a file's tests, counted from 1.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
    lines.take_while(|(_, line)| !line.starts_with("#[cfg(test)]\nmod ") && !line.ends_with("mod tests {")).filter(
        |(_, line)| {
            let line = line.trim_start();
            !line.starts_with("//")
        },
    )
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `src`, as `src/...`, in order.
fn sources() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")),
            }
        }
    }
    found.sort();
    found
}
