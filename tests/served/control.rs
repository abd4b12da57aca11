//! Control over HTTP: the examples of its page against a real server, and what is refused.

use fake_s3::primitives::SdkBody;
use fake_s3::{Auth, FakeS3, Pattern, Server};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::future::Future as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::runtime::Runtime;
use tower_service::Service as _;

/// A server, and what it runs in.
pub(super) struct Served {
    runtime: Runtime,
    server: Option<Server>,
}

impl Served {
    pub(super) fn new(world: &FakeS3) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(world.serve("127.0.0.1:0")).unwrap();
        Self { runtime, server: Some(server) }
    }

    /// Status and body of an answer.
    pub(super) fn ask(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let (head, body) = self.ask_for_all(method, target, body);
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    pub(super) fn ask_for_all(&self, method: &str, target: &str, body: &str) -> (String, String) {
        let address: SocketAddr = self.server.as_ref().unwrap().address();
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        let head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n");
        stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// What is wrong with this.
    #[track_caller]
    pub(super) fn refused(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let (status, text) = self.ask(method, &format!("/_fake-s3/{path}"), body);
        let error: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{method} {path} {body}: {text}"));
        let members = error.as_object().unwrap();
        assert!(members.len() == 1, "{error}");
        (status, members["error"].as_str().unwrap().to_owned())
    }

    #[track_caller]
    pub(super) fn told(&self, method: &str, path: &str, body: &str) -> Value {
        let (status, text) = self.ask(method, &format!("/_fake-s3/{path}"), body);
        assert_eq!(status, 200, "{method} {path} {body}: {text}");
        serde_json::from_str(&text).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _entered = self.runtime.enter();
        self.server.take();
    }
}

/// A line of a shell, as far as the page needs it: words, and words in single quotes.
fn words(line: &str) -> Vec<String> {
    let pieces = line.split('\'').enumerate();
    let words = pieces.flat_map(|(number, piece)| match number % 2 {
        1 => vec![piece.to_owned()],
        _ => piece.split_whitespace().map(str::to_owned).collect(),
    });
    words.collect()
}

/// What `curl` would do: method, target and body.
fn curl(line: &str) -> (String, String, String) {
    let (mut method, mut target, mut body) = ("GET".to_owned(), None, String::new());
    let mut words = words(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"));
    while let Some(word) = words.next() {
        match word.as_str() {
            "-X" => method = words.next().unwrap(),
            "-d" | "--data-binary" => body = words.next().unwrap(),
            url => target = Some(url.strip_prefix("http://127.0.0.1:9000").unwrap().to_owned()),
        }
    }
    (method, target.unwrap(), body)
}

#[test]
fn the_examples_of_the_page_are_answered_as_it_says() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CONTROL.md")).unwrap();
    let served = Served::new(&FakeS3::builder().auth(Auth::None).build());
    let mut examples = 0;
    for piece in page.split("```sh\n").skip(1) {
        let (line, rest) = piece.split_once("\n```\n").unwrap();
        let (method, target, body) = curl(line);
        let (status, answer) = served.ask(&method, &target, &body);
        if !target.starts_with("/_fake-s3/") {
            assert_eq!(status, 200, "{answer}");
            continue;
        }
        examples += 1;
        let shown = rest.trim_start().strip_prefix("```json\n").and_then(|rest| rest.split_once("```"));
        let Some((shown, _)) = shown else { panic!("the page shows no answer to\n{line}\nwhich is\n{answer}") };
        let expected: Value = serde_json::from_str(shown).unwrap();
        let address = served.server.as_ref().unwrap().address().to_string();
        let answer = answer.replace(&address, "127.0.0.1:9000");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer, expected, "{line}\n{answer:#}");
        let error = answer["error"].as_str();
        let expected = error.map_or(200, |why| if why.starts_with("there is no ") { 404 } else { 400 });
        assert_eq!(status, expected, "{line}");
    }
    assert!(examples >= 28, "{examples}");
}

#[test]
fn everything_that_there_is_has_an_example() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CONTROL.md")).unwrap();
    let served = Served::new(&FakeS3::new());
    for (path, methods) in [
        ("health", "GET"),
        ("clock", "GET, POST"),
        ("events", "GET, POST"),
        ("uploads", "GET"),
        ("leaks", "POST"),
        ("journal", "GET"),
        ("meter", "GET"),
        ("reset", "POST"),
        ("world", "GET, PUT"),
        ("kms/keys", "GET"),
        ("kms/create", "POST"),
        ("kms/alias", "POST"),
        ("kms/enable", "POST"),
        ("kms/disable", "POST"),
        ("kms/schedule-deletion", "POST"),
        ("kms/cancel-deletion", "POST"),
    ] {
        let target = format!("/_fake-s3/{path}");
        let is_shown = ["\n", "?", "'\n"].iter().any(|end| page.contains(&format!("{target}{end}")));
        assert!(is_shown, "{path} is not on the page");
        let (head, _) = served.ask_for_all("DELETE", &target, "");
        assert!(head.starts_with("HTTP/1.1 405") && head.contains(&format!("Allow: {methods}\r\n")), "{head}");
        let (status, why) = served.refused("DELETE", path, "");
        assert_eq!((status, why), (405, format!("DELETE of {target}, which takes {methods}")));
        if methods.starts_with("GET") {
            assert_eq!(served.ask("HEAD", &target, ""), (200, String::new()));
            assert_eq!(served.refused("GET", path, "{}"), (400, format!("GET of {target} takes no body")));
        }
    }
}

#[test]
fn what_cannot_be_is_told_in_a_sentence_and_changes_nothing() {
    let world = FakeS3::new();
    let (key, mrk) = (world.kms().create_key(), "mrk-1234abcd12ab34cd56ef1234567890ab");
    key.set_alias("alias/own");
    let regions = [r#""us-east-1""#, r#""eu-west-1""#];
    let keys = regions.map(|region| format!(r#"{{"KeyId": "{mrk}", "Region": {region}}}"#)).join(", ");
    let served = Served::new(&world);
    served.told("PUT", "world", &format!(r#"{{"KMSKeys": [{keys}, {{"Aliases": ["alias/own"]}}]}}"#));
    let before = world.world();
    for (method, path, body, status, expected) in [
        ("GET", "", "", 404, "there is no /_fake-s3/"),
        ("GET", "nothing", "", 404, "there is no /_fake-s3/nothing"),
        ("GET", "kms", "", 404, "there is no /_fake-s3/kms"),
        ("POST", "kms/forget", "{}", 404, "there is no /_fake-s3/kms/forget"),
        ("GET", "world/", "", 404, "there is no /_fake-s3/world/"),
        ("GET", "journal?since=-1", "", 400, "`since` is the number of a call, and not `-1`"),
        ("GET", "journal?since=", "", 400, "`since` is the number of a call, and not ``"),
        ("POST", "leaks", "{", 400, "the body of /_fake-s3/leaks is not as it should be: EOF"),
        ("POST", "leaks", r#"{"key": "a"}"#, 400, "the body of /_fake-s3/leaks is not as it should be: unknown field"),
        ("POST", "leaks", r#"{"bucket": "No"}"#, 404, "there is no bucket `No`"),
        ("POST", "reset", "{}", 400, "POST of /_fake-s3/reset takes no body"),
        ("POST", "clock", "", 400, "the body of /_fake-s3/clock is not as it should be: EOF"),
        ("POST", "clock", "{", 400, "the body of /_fake-s3/clock is not as it should be: EOF"),
        ("POST", "clock", "\u{1}", 400, "the body of /_fake-s3/clock is not as it should be: expected value"),
        ("POST", "clock", "{}", 400, "the clock is turned by `days`, by `hours`, by `seconds` or `to` a date"),
        ("POST", "clock", r#"{"days": 1, "hours": 1}"#, 400, "the clock is turned by"),
        (
            "POST",
            "clock",
            r#"{"day": 1}"#,
            400,
            "the body of /_fake-s3/clock is not as it should be: unknown field `day`",
        ),
        ("POST", "clock", r#"{"days": "1"}"#, 400, "the body of /_fake-s3/clock is not as it should be: invalid type"),
        ("POST", "clock", r#"{"days": -1}"#, 400, "the clock does not go by -1.0"),
        ("POST", "clock", r#"{"seconds": 1e300}"#, 400, "the clock does not go by 1e300"),
        ("POST", "clock", r#"{"to": "noon"}"#, 400, "`noon` is no date such as 2026-01-01T10:30:00Z"),
        (
            "POST",
            "clock",
            r#"{"to": "1999-01-01T00:00:00Z"}"#,
            400,
            "the clock cannot go back from 2026-01-01T10:30:00Z",
        ),
        ("POST", "kms/create", r#"{"alias": "own"}"#, 400, "`own` is no alias"),
        ("POST", "kms/create", r#"{"alias": "alias/aws/own"}"#, 400, "`alias/aws/own` would be an alias of AWS's own"),
        ("POST", "kms/create", r#"{"region": ""}"#, 400, "a Region has a name"),
        ("POST", "kms/create", r#"{"account": "nobody"}"#, 404, "there is no account `nobody`"),
        (
            "POST",
            "kms/create",
            r#"{"usage": "SIGN"}"#,
            400,
            "the body of /_fake-s3/kms/create is not as it should be: unk",
        ),
        ("POST", "kms/disable", r#"{"key": "nothing"}"#, 404, "there is no key `nothing`, or no more"),
        ("POST", "kms/disable", r#"{"key": "alias/aws/s3"}"#, 404, "there is no key `alias/aws/s3`, or no more"),
        (
            "POST",
            "kms/disable",
            "{}",
            400,
            "the body of /_fake-s3/kms/disable is not as it should be: missing field `key`",
        ),
        (
            "POST",
            "kms/disable",
            r#"{"key": "mrk-1234abcd12ab34cd56ef1234567890ab"}"#,
            400,
            "several keys are called `mrk-1234abcd12ab34cd56ef1234567890ab`; an ARN says which",
        ),
        ("POST", "kms/alias", r#"{"key": "alias/own", "alias": "x"}"#, 400, "`x` is no alias"),
        (
            "POST",
            "kms/cancel-deletion",
            r#"{"key": "alias/own"}"#,
            400,
            "nobody can keep the key arn:aws:kms:us-east-1",
        ),
        (
            "POST",
            "kms/schedule-deletion",
            r#"{"key": "alias/own", "days": 6}"#,
            400,
            "a key is deleted after 7 to 30 days, and not after 6",
        ),
        (
            "POST",
            "kms/schedule-deletion",
            r#"{"key": "alias/own", "days": -1}"#,
            400,
            "the body of /_fake-s3/kms/schedule-deletion is not as it should be: invalid value: integer `-1`",
        ),
        ("PUT", "world", r#"{"Bucket": []}"#, 400, "line 1, column 9, at Bucket: unknown field `Bucket`"),
        ("PUT", "world", r#"{"Buckets": [{"Name": "No"}]}"#, 400, "Buckets[0].Name: 400 InvalidBucketName"),
    ] {
        let (found, why) = served.refused(method, path, body);
        assert!(found == status && why.starts_with(expected), "{method} {path} {body}\n{found} {why}\n{expected}");
        assert_eq!(world.world(), before);
    }
    assert_eq!(world.clock().now(), FakeS3::new().clock().now());
}

#[test]
fn a_body_is_as_long_as_it_may_be_and_no_longer() {
    let served = Served::new(&FakeS3::new());
    let long = |bytes: usize| format!(r#"{{"days": 1{}}}"#, " ".repeat(bytes - 11));
    assert_eq!(served.told("POST", "clock", &long(64 * 1024))["now"], "2026-01-02T10:30:00Z");
    let refused = served.refused("POST", "clock", &long(64 * 1024 + 1));
    assert_eq!(refused, (413, "a body has at most 65536 bytes here".to_owned()));
    let large = format!(
        r#"{{"Buckets": [{{"Name": "backups", "Objects": [{{"Key": "a", "Body": "{}"}}]}}]}}"#,
        "x".repeat(1 << 20)
    );
    served.told("PUT", "world", &large);
    assert_eq!(served.told("GET", "meter", "")["bytes"], 1 << 20);
}

#[test]
fn the_world_goes_out_and_comes_back() {
    let world = FakeS3::builder()
        .world(fake_s3::World::from_json(include_str!("../../fixtures/worlds/everything.json")).unwrap());
    let (here, there) = (world.build(), FakeS3::new());
    let (status, text) = Served::new(&here).ask("GET", "/_fake-s3/world?secrets=true", "");
    assert_eq!(status, 200);
    assert_eq!(text, here.world().to_json() + "\n");
    Served::new(&there).told("PUT", "world", &text);
    assert_eq!(there.world(), here.world());
}

#[test]
fn handles_and_requests_speak_of_one_world() {
    let world = FakeS3::new();
    let served = Served::new(&world);
    let bucket = world.create_bucket("backups");
    let id = bucket.begin_upload("db.tar");
    bucket.put_part("db.tar", &id, 1, "twelve bytes");
    served.told("POST", "clock", r#"{"hours": 1.5}"#);
    let uploads = served.told("GET", "uploads", "");
    let part = &world.bucket("backups").uploads()[0].parts[0];
    assert_eq!(uploads["uploads"][0]["age_seconds"], 5400);
    assert_eq!(uploads["uploads"][0]["abort_date"], Value::Null);
    assert_eq!(uploads["uploads"][0]["parts"], json!([{"part_number": 1, "size": 12, "etag": part.e_tag}]));
    let elsewhere = served.told("POST", "kms/create", r#"{"region": "eu-west-1", "account": "fake-s3"}"#);
    let arn = elsewhere["arn"].as_str().unwrap();
    assert!(arn.starts_with("arn:aws:kms:eu-west-1:111122223333:key/"), "{arn}");
    assert_eq!(world.kms().in_region("eu-west-1").key(arn).arn(), arn);
    served.told("POST", "kms/disable", &json!({"key": arn}).to_string());
    assert!(!world.kms().in_region("eu-west-1").key(arn).is_enabled());
    served.told("POST", "reset", "");
    assert!(world.buckets().is_empty());
}

#[test]
fn leaks_and_calls_are_those_of_the_world_and_of_one_bucket() {
    let world = FakeS3::builder().auth(Auth::None).journal_calls(2).build();
    let served = Served::new(&world);
    for name in ["backups", "scratch"] {
        let bucket = world.create_bucket(name);
        let id = bucket.begin_upload("db.tar");
        bucket.put_part("db.tar", &id, 1, Pattern::zeros(1 << 30));
    }
    served.told("POST", "clock", r#"{"days": 1}"#);
    let leaks = served.told("POST", "leaks", "");
    assert_eq!(leaks["orphaned_bytes"], 2_u64 << 30);
    let of_bucket = served.told("POST", "leaks", r#"{"bucket": "scratch"}"#);
    assert_eq!(of_bucket["open_uploads"], json!([leaks["open_uploads"][1]]));
    let leak = &of_bucket["open_uploads"][0];
    assert_eq!((&leak["upload"], &leak["parts"], &leak["last_call"]), (&json!(2), &json!(1), &Value::Null));
    assert_eq!((&leak["age_seconds"], &leak["byte_hours"]), (&json!(86_400), &json!(24_u64 << 30)));

    for bucket in world.buckets() {
        let id = bucket.uploads()[0].upload_id.clone();
        served.ask("GET", &format!("/{}/db.tar?uploadId={id}", bucket.name()), "");
        served.ask("DELETE", &format!("/{}/db.tar?uploadId={id}", bucket.name()), "");
    }
    assert_eq!(served.told("POST", "leaks", ""), json!({"open_uploads": [], "orphaned_bytes": 0}));
    let operations = |journal: &Value| {
        let calls = journal["calls"].as_array().unwrap().iter();
        calls.map(|call| format!("{} {}", call["number"], call["operation"])).collect::<Vec<_>>()
    };
    let journal = served.told("GET", "journal", "");
    assert_eq!(operations(&journal), ["3 \"ListParts\"", "4 \"AbortMultipartUpload\""]);
    assert_eq!((&journal["dropped"], &journal["last"]), (&json!(2), &json!(4)));
    assert_eq!(operations(&served.told("GET", "journal?since=3", "")), ["4 \"AbortMultipartUpload\""]);
    let after = served.told("GET", "journal?since=18446744073709551615", "");
    assert_eq!(after, json!({"calls": [], "dropped": 2, "last": 4}));
}

#[test]
fn the_journal_shows_no_secret() {
    let world = FakeS3::builder().auth(Auth::None).build();
    let served = Served::new(&world);
    served.ask(
        "GET",
        "/ HTTP/1.1\r\nX-Amz-Security-Token: hush\r\nAuthorization: hush\r\nX-Amz-Own: seen\r\nX-Rest:",
        "",
    );
    let (_, text) = served.ask("GET", "/_fake-s3/journal", "");
    assert!(!text.contains("hush") && text.contains(r#"["x-amz-security-token","***"]"#), "{text}");
    assert!(text.contains(r#"["x-amz-own","seen"]"#), "{text}");
}

/// Browsers send it with whatever a page lets them send to another origin, and with every POST.
#[test]
fn pages_of_the_web_are_refused() {
    let world = FakeS3::new();
    world.create_bucket("backups");
    let served = Served::new(&world);
    for (method, path, origin) in [
        ("POST", "reset", "http://evil.test"),
        ("POST", "reset", "null"),
        ("PUT", "world", "http://127.0.0.1:9000"),
        ("OPTIONS", "clock", "http://evil.test"),
        ("GET", "events", "http://evil.test"),
    ] {
        let target = format!("/_fake-s3/{path} HTTP/1.1\r\nOrigin: {origin}\r\nX-Rest:");
        let (status, why) = served.ask(method, &target, "");
        let why: Value = serde_json::from_str(&why).unwrap();
        let sentence = format!("/_fake-s3/ answers no pages of the web, and this one is of the origin {origin}");
        assert_eq!((status, &why), (403, &json!({"error": sentence})), "{method} {path}");
    }
    assert_eq!(world.buckets().len(), 1);
}

/// A page can have its own name lead to 127.0.0.1; a browser then takes the world for the page's own origin.
#[test]
fn a_host_that_a_page_can_have_is_rejected() {
    let world = FakeS3::new();
    let served = Served::new(&world);
    let served_as = |host: &str, more: &str| {
        let mut service = world.server().domain("s3.test").control_host("container").service();
        let mut request = http::Request::get("/_fake-s3/health").header("host", host);
        if !more.is_empty() {
            request = request.header("sec-fetch-site", more);
        }
        let mut answering = pin!(service.call(request.body(SdkBody::empty()).unwrap()));
        match answering.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(answer)) => answer.status().as_u16(),
            _ => panic!("it does not wait"),
        }
    };
    for host in [
        "127.0.0.1:9000",
        "[::1]:9000",
        "[::1]",
        "192.168.1.2",
        "LocalHost",
        "s3.localhost:1",
        "s3.test",
        "container:9000",
    ] {
        assert_eq!(served_as(host, ""), 200, "{host}");
    }
    for host in
        ["evil.test", "evil.test:9000", "127.0.0.1.evil.test", "evillocalhost", "evils3.test", "[evil]", "", "0x7f.1"]
    {
        assert_eq!(served_as(host, ""), 403, "{host}");
    }
    for (site, status) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)] {
        assert_eq!(served_as("localhost", site), status, "{site}");
    }
    let (status, why) = served.ask("GET", "http://evil.test/_fake-s3/world", "");
    assert!(status == 403 && why.contains("not at evil.test"), "{why}");
    let origin = format!("/_fake-s3/health HTTP/1.1\r\nOrigin: {}\r\nX-Rest:", "o".repeat(5000));
    assert!(served.ask("GET", &origin, "").1.len() < 1500);
}

#[test]
fn secrets_are_written_only_if_they_are_asked_for() {
    let text = r#"{"Accounts": [{"DisplayName": "a", "AccessKeys": [{"AccessKeyId": "AKIAOWNKEY", "SecretAccessKey": "hidden"}],
        "Users": [{"UserName": "u", "AccessKeys": [{"AccessKeyId": "AKIAUSERKEY", "SecretAccessKey": "hidden"}]}]}]}"#;
    let served = Served::new(&FakeS3::builder().world(fake_s3::World::from_json(text).unwrap()).build());
    for (query, is_written) in [("", false), ("?secrets=false", false), ("?secrets=true", true)] {
        let (status, written) = served.ask("GET", &format!("/_fake-s3/world{query}"), "");
        assert_eq!((status, written.contains("hidden")), (200, is_written), "{query}");
        assert!(written.contains("AKIAOWNKEY") && written.contains("AKIAUSERKEY"));
        fake_s3::World::from_json(&written).unwrap();
        assert!(FakeS3::new().load(&fake_s3::World::from_json(&written).unwrap()).is_ok());
    }
    assert_eq!(served.refused("GET", "world?secrets=yes", "").0, 400);
}

#[test]
fn reading_events_takes_none() {
    let world = FakeS3::builder().tick_per_request(Duration::from_hours(24)).build();
    let bucket = world.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", 1).begin_upload("db.tar");
    let served = Served::new(&world);
    for _ in 0..3 {
        served.ask("GET", "/backups", "");
    }
    let length = |head: &str| head.lines().find(|line| line.starts_with("Content-Length")).unwrap().to_owned();
    let heads = [(); 2].map(|()| length(&served.ask_for_all("HEAD", "/_fake-s3/events", "").0));
    let (head, body) = served.ask_for_all("GET", "/_fake-s3/events", "");
    assert!(body.contains("upload_aborted"), "{body}");
    assert_eq!(heads, [length(&head), length(&head)]);
    let (_, again) = served.ask_for_all("GET", "/_fake-s3/events", "");
    assert_eq!(again, body, "GET changes nothing");
    assert_eq!(served.told("GET", "events?after=1", ""), json!({"dropped": 0, "events": [], "last": 1}));
    let mut read: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(read.as_object_mut().unwrap().remove("last"), Some(json!(1)));
    assert_eq!(read.as_object_mut().unwrap().remove("dropped"), Some(json!(0)));
    assert_eq!(served.told("POST", "events", ""), read);
    assert_eq!(served.told("GET", "events", ""), json!({"dropped": 0, "events": [], "last": 1}));
    assert_eq!(served.refused("GET", "events?after=x", "").0, 400);
}

#[test]
fn uploads_tell_what_s3_tells_and_when_it_is_done() {
    let world = FakeS3::builder().lifecycle_day(Duration::from_secs(10)).build();
    let bucket = world.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", 1).begin_upload("db.tar");
    let told = Served::new(&world).told("GET", "uploads", "");
    let dates = ["abort_date", "aborted_at"].map(|date| told["uploads"][0][date].as_str().unwrap());
    assert_eq!(dates, ["2026-01-03T00:00:00Z", "2026-01-01T10:30:15.625Z"]);
}

#[test]
fn numbers_that_would_be_rounded_are_texts() {
    let world = FakeS3::new();
    world.create_bucket("backups").put_object("large", Pattern::zeros(1 << 32));
    let served = Served::new(&world);
    served.told("POST", "clock", r#"{"hours": 2097152}"#);
    assert_eq!(served.told("GET", "meter", "")["byte_hours"], 1_u64 << 53);
    served.told("POST", "clock", r#"{"hours": 1}"#);
    assert_eq!(served.told("GET", "meter", "")["byte_hours"], ((1_u64 << 53) + (1 << 32)).to_string());
}

proptest! {
    /// Whatever is sent, it is answered in JSON.
    #[test]
    fn everything_is_answered(
        method in "GET|POST|PUT|DELETE|PATCH",
        path in "(clock|events|faults|kms/(create|alias|disable|schedule-deletion|keys)|meter|reset|uploads|world|x?)",
        body in r#"(\{("(days|hours|seconds|to|key|alias|region|days)": ?(-?[0-9]{1,20}|1e[0-9]{1,3}|"[a-z/0-9TZ:-]{0,20}"|null|\[\]),?){0,3}\}?|.{0,9})"#,
    ) {
        let mut service = FakeS3::new().service();
        let request = http::Request::builder().method(method.as_str()).uri(format!("/_fake-s3/{path}"));
        let request = request.body(SdkBody::from(body.as_str())).unwrap();
        let mut answering = pin!(service.call(request));
        let Poll::Ready(Ok(answer)) = answering.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("it does not wait");
        };
        let status = answer.status().as_u16();
        let text: Value = serde_json::from_slice(answer.body().bytes().unwrap()).unwrap();
        prop_assert!([200, 400, 404, 405].contains(&status), "{} {}", status, text);
        prop_assert_eq!(status != 200, text.get("error").is_some());
    }
}
