//! Objects, versions, delete markers and their lists, against a bucket that is obviously right.
//!
//! The same calls go to a world and to `versions/model.rs`, which keeps flat lists and looks at everything. After each
//! call both answers, and both states, must be the same, line by line.

mod model;
mod story;
mod world;

use fake_s3::NewestUpload;
use model::{Answer, Id, Model, Named};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use story::{Form, KEYS, Listing, Step, Story, Which};
use world::{From, World, refused};

/// What looks like an id and is before all that are.
const FOREIGN: &str = "................................";

/// Both sides, and the ids that the world has given to the model's versions.
struct Both {
    world: World,
    model: Model,
    names: BTreeMap<u64, String>,
    /// The same, by id.
    words: BTreeMap<String, u64>,
    /// What happened so far: the calls, each with its answer.
    told: String,
    /// How many texts were written: no two are the same.
    texts: usize,
}

impl Both {
    fn new(newest: NewestUpload) -> Self {
        let world = World::new(newest);
        let model = Model::new(world.now(), newest);
        Self { world, model, names: BTreeMap::new(), words: BTreeMap::new(), told: String::new(), texts: 0 }
    }

    /// Does a step on both sides.
    fn step(&mut self, step: &Step) -> Result<(), TestCaseError> {
        writeln!(self.told, "{step}").unwrap();
        let (answered, expected) = self.ask(step);
        let looked_at = self.world.state();
        self.learn_ids(&looked_at)?;
        let answered: Answer = answered.iter().map(|line| self.in_the_models_words(line)).collect();
        writeln!(self.told, "    {}", answered.join(", ")).unwrap();
        self.same("the answer", &answered, &expected)?;
        let state: Answer = looked_at.iter().map(|(.., line)| self.in_the_models_words(line)).collect();
        self.same("the state", &state, &self.model.state())?;
        let stored = format!("{} bytes are stored", self.world.s3.stored_bytes());
        self.same("the state", &[stored], &[format!("{} bytes are stored", self.model.stored_bytes())])
    }

    fn ask(&mut self, step: &Step) -> (Answer, Answer) {
        let (told, expected) = match step {
            Step::Versioning { enabled } => (self.world.set_versioning(*enabled), self.model.set_versioning(*enabled)),
            Step::Put(key) => {
                let text = self.text();
                (self.world.put(key, &text), self.model.put(key, &text))
            }
            Step::Delete(key, which) => {
                let (named, id) = self.named(key, *which);
                (self.world.delete(key, id), self.model.delete(key, named))
            }
            Step::DeleteMany(many, quiet) => {
                let named = many.iter().map(|(key, which)| (*key, self.named(key, *which)));
                let (ours, theirs) =
                    named.map(|(key, (named, id))| ((key, named), (key, id))).unzip::<_, _, Vec<_>, _>();
                (self.world.delete_many(theirs, *quiet), self.model.delete_many(&ours, *quiet))
            }
            Step::Copy(from, which, to, new) => {
                let (named, id) = self.named(from, *which);
                (self.world.copy(from, id, to, *new), self.model.copy(from, named, to, *new))
            }
            Step::Get(key, which) => {
                let (named, id) = self.named(key, *which);
                (self.world.get(key, id), self.model.get(key, named))
            }
            Step::Head(key, which) => {
                let (named, id) = self.named(key, *which);
                (self.world.head(key, id), self.model.head(key, named))
            }
            Step::Page(listing, marker, which) => {
                let (named, version) = self.named(marker, which.filter(|_| listing.form == Form::Versions));
                let page = self.world.page(listing, From { marker: Some((*marker).to_owned()), version });
                (page.map(|page| page.told), self.model.page(listing, marker, named))
            }
            Step::Pages(listing) => (self.world.pages(listing), self.model.pages(listing)),
            Step::Seconds(seconds) => {
                let told = self.world.pass(*seconds);
                self.model.now = self.world.now();
                (Ok(told), vec![])
            }
            Step::Create(key) => (self.world.create(key), self.model.create(key)),
            Step::Part(..) | Step::Complete(..) | Step::Abort(..) => return self.ask_of_upload(step),
        };
        (told.unwrap_or_else(|error| refused(&error)), expected)
    }

    fn ask_of_upload(&mut self, step: &Step) -> (Answer, Answer) {
        let (Step::Part(n, _) | Step::Complete(n) | Step::Abort(n)) = step else { return (vec![], vec![]) };
        let Some(upload) = n.checked_rem(self.model.uploads()) else { return (vec![], vec![]) };
        let key = self.model.upload_key(upload).to_owned();
        let (told, expected) = match step {
            Step::Part(_, number) => {
                let text = self.text();
                (self.world.part(&key, upload, *number, &text), self.model.part(upload, *number, &text))
            }
            Step::Complete(_) => {
                (self.world.complete(&key, upload, self.model.parts(upload)), self.model.complete(upload))
            }
            _ => (self.world.abort(&key, upload), self.model.abort(upload)),
        };
        (told.unwrap_or_else(|error| refused(&error)), expected)
    }

    /// The version that is meant, for the model and for the world.
    fn named(&self, key: &str, which: Option<Which>) -> (Option<Named>, Option<String>) {
        let Some(named) = which.map(|which| self.model.named(key, which)) else { return (None, None) };
        let id = match named {
            Named::Known(Id::Null) => "null",
            Named::Known(Id::Made(id)) => &self.names[&id],
            Named::Foreign => FOREIGN,
            Named::Malformed => "no id",
        };
        (Some(named), Some(id.to_owned()))
    }

    fn text(&mut self) -> String {
        self.texts += 1;
        format!("text {}", self.texts)
    }

    /// An id that is seen for the first time is that of the version in whose place it is.
    fn learn_ids(&mut self, state: &[(String, String, String)]) -> Result<(), TestCaseError> {
        for ((key, id, _), version) in state.iter().zip(self.model.all()) {
            match version.id {
                Id::Made(order) if *key == version.key && !self.names.contains_key(&order) => {
                    let looks_right = id.len() == 32 && !self.words.contains_key(id);
                    prop_assert!(looks_right, "{}the id of {} is {}", self.told, key, id);
                    self.words.insert(id.clone(), order);
                    self.names.insert(order, id.clone());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Ids are in angle brackets, and nothing else is.
    fn in_the_models_words(&self, line: &str) -> String {
        let word = |id: &str| match self.words.get(id) {
            Some(order) => format!("<{order}>"),
            None => format!("<{}>", id.replace(FOREIGN, "foreign")),
        };
        let mut pieces = line.split(['<', '>']);
        let start = pieces.next().unwrap_or_default().to_owned();
        pieces
            .enumerate()
            .fold(start, |told, (at, piece)| told + &if at % 2 == 0 { word(piece) } else { piece.to_owned() })
    }

    fn same(&self, what: &str, ours: &[String], right: &[String]) -> Result<(), TestCaseError> {
        let (ours, right) = (ours.join("\n    "), right.join("\n    "));
        prop_assert!(ours == right, "\n{}{what} is\n    {ours}\nand should be\n    {right}", self.told);
        Ok(())
    }
}

fn stories(steps: impl Strategy<Value = Step>, len: std::ops::Range<usize>) -> impl Strategy<Value = Story> {
    proptest::collection::vec(steps, len).prop_map(Story)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_bucket_does_what_the_obvious_one_does(
        story in stories(story::step(), 1..100),
        newest in prop_oneof![3 => Just(NewestUpload::LastInitiated), 1 => Just(NewestUpload::LastCompleted)],
    ) {
        let mut both = Both::new(newest);
        for step in &story.0 {
            both.step(step)?;
        }
    }

    /// Between two pages anything may happen. What is there from the first to the last is listed, and listed once.
    #[test]
    fn whoever_pages_sees_what_stays_exactly_once(
        before in stories(story::change(), 1..60),
        between in proptest::collection::vec(stories(story::change(), 0..4), 0..30),
        delimiter in prop_oneof![Just(""), Just("/")],
        size in 1..4,
    ) {
        let mut both = Both::new(NewestUpload::LastInitiated);
        for step in &before.0 {
            both.step(step)?;
        }
        let listing = Listing { form: Form::Versions, prefix: "", delimiter, size: Some(size) };
        let mut staying = lines_of(&both, delimiter);
        let (mut seen, mut from, mut between) = (Vec::new(), From::default(), between.iter());
        // Of a key whose null version ended a page and then went, nobody can say where that page ended.
        let mut lost = BTreeSet::new();
        loop {
            let page = both.world.page(&listing, from).unwrap();
            writeln!(both.told, "a page: {:?}", page.lines).unwrap();
            prop_assert!(seen.len() < 2_000, "{}and so on", both.told);
            seen.extend(page.lines);
            let Some(next) = page.next else { break };
            for step in between.next().iter().flat_map(|story| &story.0) {
                both.step(step)?;
                let left = lines_of(&both, delimiter);
                staying.retain(|line| left.contains(line));
            }
            if next.version.as_deref() == Some("null") {
                lost.extend(next.marker.clone());
            }
            from = next;
        }
        for (name, id, _) in &staying {
            let times = seen.iter().filter(|line| **line == (name.clone(), id.clone())).count();
            let is_right = times == 1 || (times > 1 && lost.contains(name));
            prop_assert!(is_right, "{}{name:?} {id:?} was seen {times} times", both.told);
        }
    }
}

/// What a list shows of the state: keys with their versions' ids and places, or common prefixes. A version that was
/// replaced has another place, although its id is `null` too.
fn lines_of(both: &Both, delimiter: &str) -> BTreeSet<(String, Option<String>, u64)> {
    let lines = both.model.all().into_iter().map(|version| match version.key.find(delimiter) {
        Some(at) if !delimiter.is_empty() => (version.key[..=at].to_owned(), None, 0),
        _ => {
            let id = both.names.get(&version.order).filter(|_| version.id != Id::Null);
            (version.key, Some(id.map_or("null", |id| id).to_owned()), version.order)
        }
    });
    lines.collect()
}

/// The obvious bucket itself, by what the documentation and the recordings tell: the answers are written by hand.
#[test]
fn the_obvious_bucket_is_right() {
    let (key, own) = (KEYS[0], |n| Some(Which::Own(n)));
    let mut both = Both::new(NewestUpload::LastInitiated);
    for (step, answer) in [
        (Step::Put(key), ""),
        (Step::Get(key, own(0)), "refused InvalidArgument"),
        (Step::Versioning { enabled: true }, ""),
        (Step::Put(key), "version <2>"),
        (Step::Delete(key, None), "marker, version <3>"),
        (Step::Get(key, None), "refused NoSuchKey, marker <3>"),
        (Step::Get(key, own(1)), "refused MethodNotAllowed, marker <3>"),
        (Step::Copy(key, own(1), key, false), "refused InvalidRequest"),
        (Step::Delete(key, own(1)), "marker, version <3>"),
        (Step::Get(key, own(1)), "refused NoSuchVersion"),
        (Step::Copy(key, None, key, false), "refused InvalidRequest"),
        (Step::Copy(key, Some(Which::Null), key, false), "version <4>"),
        (Step::Create(key), ""),
        (Step::Put(key), "version <6>"),
        (Step::Part(0, 1), ""),
        (Step::Complete(0), "version <5>"),
        (Step::Delete(key, own(2)), "version <4>"),
        (Step::Versioning { enabled: false }, ""),
        (Step::Put(key), ""),
        (Step::Delete(key, None), "marker, version <null>"),
        (Step::Copy(key, own(0), key, false), "version <null>, source <2>"),
        (
            Step::DeleteMany(vec![(key, own(0)), (key, Some(Which::Malformed)), (key, None)], false),
            "deleted \"a/b\" <2>, deleted \"a/b\", marker <null>, refused \"a/b\" NoSuchVersion",
        ),
    ] {
        both.told.clear();
        both.step(&step).unwrap();
        assert_eq!(both.told, format!("{step}\n    {answer}\n"));
    }
    let left: Vec<_> = both.model.all().iter().map(|version| version.id).collect();
    assert_eq!(left, [Id::Null, Id::Made(6), Id::Made(5)]);
}
