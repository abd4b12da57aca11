//! The words of a fault: the one place that knows their names, and what they mean.

use super::value::{Notation, Word};
use crate::fake::calls::{WayIn, distance, find_operation};
use crate::fake::fault::kind::{Kind, Per};
use crate::fake::fault::kinds::find_row;
use crate::fake::fault::{Fault, Matcher, on, on_any};
use std::time::Duration;

/// The names of all words, as a line spells them.
const NAMES: &[&str] = &[
    "operation",
    "bucket",
    "key",
    "prefix",
    "part",
    "upload",
    "way",
    "attempt",
    "access-key",
    "header",
    "times",
    "always",
    "nth",
    "from",
    "probability",
    "error",
    "lose-request",
    "lose-response",
    "hang",
    "crash",
    "error-in-200",
    "late-success",
    "cut-request",
    "cut-response",
    "stall",
    "latency",
    "latency-per-mib",
    "corrupt-response",
    "wrong-checksum",
    "wrong-etag",
    "partial-delete",
    "short-pages",
    "throttle",
    "expire-credentials",
    "redirect",
    "close-after-response",
    "retry-after",
    "white-space",
    "clean",
    "reset",
    "jitter",
];

const WAYS: &[WayIn] = &[
    WayIn::Call,
    WayIn::Http,
    WayIn::Mirror,
    WayIn::Sdk,
    WayIn::ObjectStore,
    WayIn::OpenDal,
    WayIn::Tower,
    WayIn::Socket,
];

/// The name as a line spells it.
///
/// # Errors
/// If no word has this name; the sentence suggests one.
pub(super) fn known(form: Notation, name: &str) -> Result<&'static str, String> {
    if let Some(known) = NAMES.iter().find(|known| form.spelled(known) == name) {
        return Ok(known);
    }
    // On a line the code of an error stands without a name.
    if let (Notation::Line, Err(code)) = (form, find_row(name))
        && code.eq_ignore_ascii_case(name)
    {
        return Err(format!("`{name}` is not a word of a fault; did you mean `{code}`?"));
    }
    let lower = name.to_ascii_lowercase();
    let nearest = NAMES.iter().map(|known| form.spelled(known)).min_by_key(|known| distance(known, &lower));
    Err(format!("`{name}` is not a word of a fault; did you mean `{}`?", nearest.unwrap_or_default()))
}

/// The calls and the fault that the words name.
///
/// # Errors
/// If a word is wrong; the sentence names it.
pub(super) fn read(words: &[Word]) -> Result<(Matcher, Fault), String> {
    let form = words.first().map_or(Notation::Line, |word| word.form);
    let mut named: Vec<(&'static str, &Word)> = Vec::new();
    for word in words {
        let name = known(word.form, &word.name)?;
        let can_be_there_twice = name == "header" || (name == "error" && word.form == Notation::Line);
        if !can_be_there_twice && named.iter().any(|(other, _)| *other == name) {
            return Err(format!("`{}` is there twice", word.name));
        }
        named.push((name, word));
    }
    check_pairs(&named)?;
    let mut calls = match named.iter().find(|(name, _)| *name == "operation") {
        Some((_, word)) => operation(word)?,
        None => return Err("`operation` is missing: an operation of S3, or `*` for every call".to_owned()),
    };
    let mut kinds: Vec<(&Word, Kind)> = Vec::new();
    let mut changes: Vec<(&'static str, &Word)> = Vec::new();
    for (name, word) in named {
        if let Some(kind) = kind(name, word)? {
            kinds.push((word, kind));
        } else if ["retry-after", "white-space", "clean", "reset", "jitter"].contains(&name) {
            changes.push((name, word));
        } else {
            calls = narrowed(calls, name, word)?;
        }
    }
    let (owner, mut kind) = one_kind(form, kinds)?;
    for (name, word) in changes {
        kind = changed(kind, name, word, owner)?;
    }
    kind.check(&calls)?;
    Ok((calls.optional(), Fault::of(kind)))
}

/// Checks that no two words exclude each other.
fn check_pairs(named: &[(&'static str, &Word)]) -> Result<(), String> {
    let sent = |name: &str| named.iter().find(|(found, _)| *found == name).map(|(_, word)| &word.name);
    for pair in [["times", "always"], ["nth", "from"], ["nth", "always"], ["clean", "reset"]] {
        if let [Some(one), Some(other)] = pair.map(sent) {
            return Err(format!("`{one}` and `{other}` exclude each other"));
        }
    }
    Ok(())
}

fn operation(word: &Word) -> Result<Matcher, String> {
    let name = word.text("an operation of S3, or `*` for every call")?;
    if name == "*" {
        return Ok(on_any());
    }
    find_operation(name)
        .map(on)
        .map_err(|nearest| format!("`{name}` is not an operation that this world knows; did you mean `{nearest}`?"))
}

fn narrowed(calls: Matcher, name: &str, word: &Word) -> Result<Matcher, String> {
    Ok(match name {
        "bucket" => calls.bucket(word.text("the name of a bucket")?),
        "key" => calls.key(word.text("a key")?),
        "prefix" => calls.key_prefix(word.text("the begin of a key")?),
        "part" => calls.part_number(word.number("a part number", |_| true)?),
        "upload" => calls.upload_id(word.text("an upload ID")?),
        "way" => calls.way_in(way(word)?),
        "attempt" => calls.attempt(word.number("a whole number from 1 to 65535", |attempt| *attempt > 0)?),
        "access-key" => calls.access_key(word.text("an access key ID")?),
        "header" => {
            let (name, value) = word.header()?;
            calls.header(name, value)
        }
        "times" => calls.times(word.count()?),
        "always" => {
            word.alone()?;
            calls.always()
        }
        "nth" => calls.nth(word.count()?),
        "from" => calls.starting_at(word.count()?),
        "probability" => {
            let is_valid = |probability: &f64| *probability > 0.0 && *probability <= 1.0;
            calls.with_probability(word.number("a number above 0 and at most 1", is_valid)?)
        }
        // The operation is read already.
        _ => calls,
    })
}

fn way(word: &Word) -> Result<WayIn, String> {
    let words: Vec<&str> = WAYS.iter().map(|way| way.word()).collect();
    let expected = format!("one of {}", words.join(", "));
    let sent = word.text(&expected)?;
    let found = WAYS.iter().find(|way| way.word() == sent).copied();
    found.ok_or_else(|| word.wrong(&expected))
}

/// The kind that a word names; `None` for words that name none.
fn kind(name: &str, word: &Word) -> Result<Option<Kind>, String> {
    let alone = |kind| word.alone().map(|()| kind);
    let latency = |fixed, per_mib| Kind::Latency { fixed, per_mib, jitter: Duration::ZERO };
    Ok(Some(match name {
        "error" => Kind::Error { row: word.row()?, retry_after: None },
        "lose-request" => alone(Kind::LoseRequest)?,
        "lose-response" => alone(Kind::LoseResponse)?,
        "hang" => alone(Kind::Hang)?,
        "crash" => alone(Kind::Crash)?,
        "error-in-200" => Kind::ErrorIn200 { row: word.row()?, white_space: Duration::ZERO },
        "late-success" => Kind::LateSuccess { white_space: word.time()? },
        "cut-request" => Kind::CutRequest { after: word.bytes()? },
        "cut-response" => Kind::CutResponse { after: word.bytes()?, is_clean: false },
        "stall" => Kind::Stall { after: word.bytes()? },
        "latency" => latency(word.time()?, Duration::ZERO),
        "latency-per-mib" => latency(Duration::ZERO, word.time()?),
        "corrupt-response" => Kind::CorruptResponse { at: word.number("the number of a byte, from 0", |_| true)? },
        "wrong-checksum" => alone(Kind::WrongChecksum)?,
        "wrong-etag" => alone(Kind::WrongEtag)?,
        "partial-delete" => Kind::PartialDelete { keys: word.list("a list of keys")? },
        "short-pages" => Kind::ShortPages { lines: word.number("a whole number from 1", |lines| *lines > 0)? },
        "throttle" => throttle(word)?,
        "expire-credentials" => alone(Kind::ExpireCredentials)?,
        "redirect" => Kind::Redirect { region: region(word)? },
        "close-after-response" => alone(Kind::CloseAfterResponse)?,
        _ => return Ok(None),
    }))
}

fn throttle(word: &Word) -> Result<Kind, String> {
    const EXPECTED: &str = "RATE/BURST, such as 0.5/10, or RATE/BURST/caller, or RATE/BURST/prefix";
    let pieces: Vec<&str> = word.text(EXPECTED)?.split('/').collect();
    let (rate, burst, per) = match pieces[..] {
        [rate, burst] => (rate, burst, Per::Rule),
        [rate, burst, "caller"] => (rate, burst, Per::Caller),
        [rate, burst, "prefix"] => (rate, burst, Per::Prefix),
        _ => return Err(word.wrong(EXPECTED)),
    };
    let rate = rate.parse().ok().filter(|rate: &f64| *rate > 0.0 && rate.is_finite());
    let burst = burst.parse().ok().filter(|burst: &u32| *burst > 0);
    let (Some(rate), Some(burst)) = (rate, burst) else { return Err(word.wrong(EXPECTED)) };
    Ok(Kind::Throttle { rate, burst, per })
}

fn region(word: &Word) -> Result<String, String> {
    const EXPECTED: &str = "the name of a Region, such as eu-west-1";
    let name = word.text(EXPECTED)?;
    let is_valid = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_valid { Ok(name.to_owned()) } else { Err(word.wrong(EXPECTED)) }
}

/// The kind of the fault, with the word that names it. Two latencies are one kind.
fn one_kind(form: Notation, kinds: Vec<(&Word, Kind)>) -> Result<(&Word, Kind), String> {
    let mut kinds = kinds.into_iter();
    let Some((first, mut kind)) = kinds.next() else {
        let [error, lost] = match form {
            Notation::Line => ["`SlowDown`", "`lose-response`"],
            Notation::Json => ["`\"error\": \"SlowDown\"`", "`\"lose_response\": true`"],
        };
        return Err(format!("the fault has no kind: add one, such as {error} or {lost}"));
    };
    for (word, other) in kinds {
        kind = match (kind, other) {
            (Kind::Latency { fixed, per_mib, jitter }, Kind::Latency { fixed: more, per_mib: more_per_mib, .. }) => {
                Kind::Latency { fixed: fixed + more, per_mib: per_mib + more_per_mib, jitter }
            }
            _ => return Err(format!("`{}` and `{}` are two kinds: inject two faults", first.label(), word.label())),
        };
    }
    Ok((first, kind))
}

/// The kind after a word that belongs to it. `named` is the word that names the kind.
fn changed(kind: Kind, name: &str, word: &Word, named: &Word) -> Result<Kind, String> {
    Ok(match (name, kind) {
        ("retry-after", Kind::Error { row, .. }) => {
            Kind::Error { row, retry_after: Some(word.number("a whole number of seconds", |_| true)?) }
        }
        ("white-space", Kind::ErrorIn200 { row, .. }) => Kind::ErrorIn200 { row, white_space: word.time()? },
        ("clean" | "reset", Kind::CutResponse { after, .. }) => {
            word.alone()?;
            Kind::CutResponse { after, is_clean: name == "clean" }
        }
        ("jitter", Kind::Latency { fixed, per_mib, .. }) => Kind::Latency { fixed, per_mib, jitter: word.time()? },
        _ => {
            let owner = match name {
                "retry-after" => "error",
                "white-space" => "error-in-200",
                "jitter" => "latency",
                _ => "cut-response",
            };
            let owner = word.form.spelled(owner);
            return Err(format!("`{}` belongs to `{owner}`, not to `{}`", word.name, named.label()));
        }
    })
}
