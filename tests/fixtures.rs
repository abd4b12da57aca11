//! Every behaviour, as a dialogue that can be read: `fixtures/README.md` says how.
//!
//! `UPDATE_FIXTURES=1 cargo test --test fixtures` writes the answers of guesses and `docs/FIDELITY.md` anew. What is
//! recorded, documented or asserted by a suite is never rewritten: where it disagrees, the code is wrong.

#[path = "fixtures/dialogue.rs"]
mod dialogue;
#[path = "fixtures/form.rs"]
mod form;
#[path = "fixtures/format.rs"]
mod format;
#[path = "fixtures/keys.rs"]
mod keys;
#[path = "fixtures/ledger.rs"]
mod ledger;
#[path = "fixtures/text.rs"]
mod text;

use dialogue::Outcome;
use fake_s3::introspection;
use format::Fixture;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// All fixtures, held once for all tests of this file.
static HELD: LazyLock<Vec<(Fixture, Outcome)>> = LazyLock::new(|| paths().iter().map(|path| hold(path)).collect());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_FIXTURES").is_some()
}

fn paths() -> Vec<PathBuf> {
    let folder = |path: &Path| {
        let mut entries: Vec<_> = path.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries
    };
    let areas = folder(&root().join("fixtures")).into_iter().filter(|path| path.is_dir());
    let is_fixture = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "txt");
    areas.flat_map(|area| folder(&area)).filter(is_fixture).collect()
}

fn hold(path: &Path) -> (Fixture, Outcome) {
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let parsed = Fixture::parse(&name(path.parent().unwrap()), &name(path), &text);
    let mut fixture = parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let outcome = dialogue::hold(&mut fixture, is_update());
    if is_update() && fixture.to_text() != text {
        std::fs::write(path, fixture.to_text()).unwrap();
    }
    (fixture, outcome)
}

#[track_caller]
fn check(fixture: &Fixture, outcome: &Outcome) {
    let Fixture { area, rule, confidence, source, .. } = fixture;
    let problems = outcome.problems.join("\n");
    let file = format!("fixtures/{area}/{}.txt", rule.replace(' ', "-"));
    assert!(problems.is_empty(), "\n{file} ({confidence}; {source})\n{problems}");
}

#[test]
fn every_fixture_holds() {
    let failed: Vec<_> = HELD
        .iter()
        .filter_map(|(fixture, outcome)| std::panic::catch_unwind(|| check(fixture, outcome)).err())
        .collect();
    assert!(failed.is_empty(), "{} of {} fixtures do not hold; see above", failed.len(), HELD.len());
}

#[test]
fn every_declared_answer_is_produced_and_no_other() {
    let declared: BTreeSet<_> =
        introspection::declared().into_iter().map(|(operation, answer)| (operation, answer.name)).collect();
    let answered = HELD.iter().flat_map(|(_, outcome)| &outcome.answered);
    let answered = answered.filter_map(|(operation, row)| Some((operation.as_str(), (*row)?)));
    // What any request may be answered counts as that, whichever operation the fixture shows it with.
    let runs = |operation: &str| introspection::RUNS.iter().find(|(runs, _)| *runs == operation).map(|(_, run)| *run);
    let counted = |(operation, row): (&'static str, &'static str)| {
        let all = [Some(operation), runs(operation)].into_iter().flatten();
        all.map(|operation| (operation, row)).find(|pair| declared.contains(pair)).unwrap_or(("*", row))
    };
    let produced: BTreeSet<_> = answered.map(counted).collect();
    let missing: Vec<_> = declared.difference(&produced).collect();
    let undeclared: Vec<_> = produced.difference(&declared).collect();
    assert!(missing.is_empty(), "no fixture produces {missing:#?}");
    assert!(undeclared.is_empty(), "nobody declares {undeclared:#?}");
}

#[test]
fn every_row_of_the_table_is_declared() {
    let declared: BTreeSet<_> = introspection::declared().into_iter().map(|(_, answer)| answer.name).collect();
    // DeleteObjects says the one of an object, inside a success; the other is said on sockets alone, by the server.
    let declared: BTreeSet<_> = declared.into_iter().chain(["NO_SUCH_VERSION", "REQUEST_TIMEOUT"]).collect();
    let idle: Vec<_> =
        introspection::table().iter().map(|row| row.name).filter(|row| !declared.contains(row)).collect();
    assert!(idle.is_empty(), "no operation declares {idle:?}");
}

#[test]
fn rules_are_lower_case_sentences_and_each_stands_once() {
    let mut seen = BTreeMap::new();
    for (fixture, _) in HELD.iter() {
        let rule = fixture.rule.as_str();
        let is_sentence = rule.split(' ').count() > 2
            && rule.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ');
        assert!(is_sentence, "`{rule}` is no sentence in lower case");
        assert_eq!(seen.insert(rule, &fixture.area), None, "`{rule}` stands twice");
    }
}

#[test]
fn the_ledger_is_what_the_fixtures_say() {
    let path = root().join("docs/FIDELITY.md");
    let ledger = ledger::write(&HELD);
    if is_update() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &ledger).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == ledger, "docs/FIDELITY.md is stale: UPDATE_FIXTURES=1 cargo test --test fixtures");
}

#[test]
fn only_guesses_are_rewritten() {
    let (right, wrong, none) = ("\n=== answer\n404 NO_SUCH_BUCKET\n", "\n=== answer\n200\n", "");
    for confidence in ["recorded", "documented", "suite", "guess"] {
        for answer in [right, wrong, none] {
            let text = |answer: &str| {
                let head = format!("source: none\nconfidence: {confidence}\n");
                format!("{head}\n=== request\nHeadBucket HEAD /none\n{answer}")
            };
            let mut fixture = Fixture::parse("none", "a-bucket-is-there", &text(answer)).unwrap();
            let outcome = dialogue::hold(&mut fixture, true);
            let (written, is_guess) = (fixture.to_text(), confidence == "guess");
            assert_eq!(written, text(if is_guess { right } else { answer }), "{confidence}");
            assert_eq!(outcome.problems.is_empty(), is_guess || answer == right, "{confidence}");
        }
    }
}
