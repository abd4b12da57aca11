//! Answers recorded from AWS, replayed: the fake is called over HTTP as AWS was, and the answers are compared.
//!
//! The recordings lie beside the repository, and are no part of it; where they are missing, this test says that it
//! skips. A call of what the fake does not model yet is counted by its reason, and so is what depends on it. All else
//! must agree, save what is [`KNOWN`].

mod answer;
mod compare;
mod kms;
mod operations;
mod request;
mod values;
mod xml;

use bytes::Bytes;
use compare::Masks;
use fake_s3::primitives::DateTime;
use fake_s3::{AccountHandle, Edition, FakeS3};
use http::{Request, Response};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;
use values::{Answers, Parts};

/// The recordings, from the root of the crate.
const RECORDINGS: &str = "../shared/aws-recorded/dev.jsonl";

/// Disagreements that are right: case, step, reason. Only where AWS itself varied, or its recorder's surroundings show.
const KNOWN: &[(&str, u64, &str)] = &[
    (
        "test_s3::TestS3::test_delete_bucket_with_content",
        17,
        "the recorder's account had a bucket beside those of the case",
    ),
    (
        "test_s3::TestS3MultipartUploadChecksum::test_complete_multipart_parts_checksum_full_object[CRC32]",
        6,
        "which of several bad parts is named varied on AWS; in the sister cases it is the first",
    ),
    (
        "test_s3_api::TestS3BucketAccelerateConfiguration::test_bucket_acceleration_configuration_exc",
        4,
        "the recorder masked the bucket's name, whose period is what S3 rejects",
    ),
];

/// How many answers agree. It grows with what is modelled, and must not fall unnoticed.
const AGREEING: usize = 862;

/// 2026-02-21T10:30:00Z: when most of the recordings were made.
const RECORDED_AT: i64 = 1_771_669_800;

/// How many answers of a family went which way.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    agreeing: usize,
    disagreeing: usize,
    known: usize,
    not_modelled: usize,
}

#[derive(Default)]
struct Report {
    families: BTreeMap<String, Count>,
    /// By operation or field: how many answers cannot be compared for want of it.
    reasons: BTreeMap<String, usize>,
    disagreements: Vec<String>,
    /// The known ones that were met: one that agrees after all is to be struck off the list.
    known: BTreeSet<(String, u64)>,
}

#[test]
fn recorded_answers_are_given() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDINGS);
    let Ok(lines) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: there are no recordings at {RECORDINGS}");
        return;
    };
    let mut report = Report::default();
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).expect("a line of the recordings is a case");
        replay(&case, &mut report);
    }
    report.print();
    let agreeing: usize = report.families.values().map(|count| count.agreeing).sum();
    let faults = report.disagreements.join("\n");
    assert!(report.disagreements.is_empty(), "{} answers disagree:\n{faults}", report.disagreements.len());
    let agrees = |(case, step, _): &&(&str, u64, &str)| !report.known.contains(&((*case).to_owned(), *step));
    let outdated: Vec<_> = KNOWN.iter().filter(agrees).collect();
    assert!(outdated.is_empty(), "these are known to disagree, and agree: {outdated:?}");
    assert!(agreeing >= AGREEING, "only {agreeing} answers agree, of {AGREEING} that did: what is lost?");
}

impl Report {
    fn print(&self) {
        eprintln!(
            "{:<16}{:>8}{:>9}{:>12}{:>7}{:>14}",
            "family", "compared", "agreeing", "disagreeing", "known", "not modelled"
        );
        let mut total = Count::default();
        for (family, count) in &self.families {
            line(family, *count);
            total.agreeing += count.agreeing;
            total.disagreeing += count.disagreeing;
            total.known += count.known;
            total.not_modelled += count.not_modelled;
        }
        line("all", total);
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        eprintln!("\nnot modelled yet, and how many answers wait for it:");
        for (reason, count) in reasons {
            eprintln!("{count:>5} {reason}");
        }
    }

    fn not_modelled(&mut self, family: &str, reason: &str, answers: usize) {
        self.families.entry(family.to_owned()).or_default().not_modelled += answers;
        *self.reasons.entry(reason.to_owned()).or_default() += answers;
    }

    fn disagreement(&mut self, family: &str, case: &str, step: u64, text: &str) {
        let count = self.families.entry(family.to_owned()).or_default();
        if KNOWN.iter().any(|(known, number, _)| *known == case && *number == step) {
            count.known += 1;
            self.known.insert((case.to_owned(), step));
            return;
        }
        count.disagreeing += 1;
        self.disagreements.push(format!("{case}, step {step}: {text}"));
    }
}

fn line(name: &str, Count { agreeing, disagreeing, known, not_modelled }: Count) {
    let compared = agreeing + disagreeing + known;
    eprintln!("{name:<16}{compared:>8}{agreeing:>9}{disagreeing:>12}{known:>7}{not_modelled:>14}");
}

/// How one call went.
enum Went {
    Answered(Value),
    NotModelled(String),
}

fn replay(case: &Value, report: &mut Report) {
    let (name, family) = (text(case, "case"), text(case, "family"));
    let steps = case["steps"].as_array().expect("a case has steps");
    let s3 = FakeS3::builder().edition(Edition::February2026).start(DateTime::from_secs(RECORDED_AT)).build();
    let (mut answers, mut masks, mut parts) = (Answers::new(), Masks::default(), Parts::default());
    // Once something was not done that changes what follows, nothing that follows can be compared.
    let mut wants: Option<String> = None;
    for step in steps {
        let number = step["n"].as_u64().expect("a step has a number");
        let recorded: Vec<&Value> = step["aws"].as_object().into_iter().flat_map(|names| names.values()).collect();
        if let Some(reason) = &wants {
            report.not_modelled(family, reason, recorded.len());
            continue;
        }
        s3.clock().advance(Duration::from_secs(1));
        let answer = match call(&s3, step, &answers, &parts) {
            Went::Answered(answer) => answer,
            Went::NotModelled(reason) => {
                report.not_modelled(family, &reason, recorded.len());
                wants = changes_state(step, &recorded).then_some(reason);
                continue;
            }
        };
        if text(step, "service") != "s3" {
            report.not_modelled(family, "what other services answer", recorded.len());
            answers.insert(number, answer);
            continue;
        }
        if recorded.is_empty() && answer.get("Error").is_some() && !reads(step) {
            report.disagreement(family, name, number, &format!("{} sets the scene: {answer}", text(step, "op")));
        }
        parts.learn(step, &answer);
        for recorded in recorded {
            let differences = masks.differences(recorded, &answer);
            if differences.is_empty() {
                report.families.entry(family.to_owned()).or_default().agreeing += 1;
            } else {
                let text = format!("{}\n    {}", text(step, "op"), differences.join("\n    "));
                report.disagreement(family, name, number, &text);
            }
        }
        answers.insert(number, answer);
    }
}

fn call(s3: &FakeS3, step: &Value, answers: &Answers, parts: &Parts) -> Went {
    let name = text(step, "op");
    if text(step, "service") == "kms" {
        return match values::resolve(&step["params"], answers, s3.clock().now()) {
            Ok(parameters) => kms::call(s3, name, text(step, "region"), &parameters),
            Err(reason) => Went::NotModelled(reason),
        };
    }
    if (text(step, "service"), name) == ("sts", "GetCallerIdentity") {
        return Went::Answered(serde_json::json!({"Account": account(s3, step).id()}));
    }
    let Some(operation) = operations::find(name).filter(|_| text(step, "service") == "s3") else {
        return Went::NotModelled(name.to_owned());
    };
    let parameters = of_own_account(&step["params"], &s3.account("fake-s3").id());
    let parameters = match values::resolve(&parameters, answers, s3.clock().now()) {
        Ok(Value::Object(parameters)) => parts.right(name, &step["params"]["UploadId"], parameters),
        Ok(other) => panic!("the parameters of {name} are {other}"),
        Err(reason) => return Went::NotModelled(reason),
    };
    let adds_checksums = text(step, "checksums") != "when_required";
    let request = match request::request(operation, text(step, "region"), &parameters, adds_checksums) {
        Ok(request) => request,
        Err(reason) => return Went::NotModelled(reason),
    };
    let mut response = send(s3, step, request);
    if response.status() == 301 {
        // boto3 asks again where it is told to.
        let region = response.headers()["x-amz-bucket-region"].to_str().expect("a Region is a text");
        let request = request::request(operation, region, &parameters, adds_checksums);
        response = send(s3, step, request.expect("it was built before"));
    }
    let decodes = request::decodes_listing(operation, &parameters);
    let answer = answer::answer(operation, decodes, &response)
        .unwrap_or_else(|error| panic!("the answer to {name} cannot be read: {error}"));
    match answer["Error"]["Message"].as_str().and_then(|message| message.strip_prefix("fake-s3 does not model ")) {
        Some(what) => Went::NotModelled(what.to_owned()),
        None => Went::Answered(answer),
    }
}

fn send(s3: &FakeS3, step: &Value, request: Request<Bytes>) -> Response<Bytes> {
    match text(step, "as") {
        "anonymous" => s3.anonymous().http(request),
        _ => account(s3, step).http(request),
    }
}

fn account(s3: &FakeS3, step: &Value) -> AccountHandle {
    s3.account(if text(step, "as") == "secondary" { "secondary" } else { "fake-s3" })
}

/// The recorder's own account is that of the world.
fn of_own_account(parameters: &Value, id: &str) -> Value {
    let parameters = parameters.to_string().replace("\"000000000000\"", &format!("\"{id}\""));
    serde_json::from_str(&parameters).expect("another text is JSON as well")
}

/// Whether a call that is not made matters to what follows: one that AWS refused, and one that reads, does not.
fn changes_state(step: &Value, recorded: &[&Value]) -> bool {
    let was_refused = recorded.iter().any(|answer| answer.get("Error").is_some());
    !reads(step) && !was_refused
}

/// Whether a call only looks: the recorder's own clean-up does, and does not mind being refused.
fn reads(step: &Value) -> bool {
    ["Get", "Head", "List", "Describe"].iter().any(|verb| text(step, "op").starts_with(verb))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
