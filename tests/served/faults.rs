//! Faults of a server that are injected, read and withdrawn over HTTP.

use crate::wire::{Answer, Served};
use fake_s3::fault::{Fault, on};
use fake_s3::{Auth, FakeS3, Moment};
use serde_json::{Value, json};

const FAULTS: &str = "/_fake-s3/faults";

fn served() -> Served {
    let s3 = FakeS3::builder().auth(Auth::None).build();
    s3.create_bucket("backups").put_object("db.tar", "bytes");
    Served::with(s3, |server| server)
}

/// The response to a request with a header `x-test`; `None` if the connection ends without one.
fn ask_as(served: &Served, test: &str, method: &str, target: &str, body: &str) -> Option<Answer> {
    let mut connection = served.connect();
    let head = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\nx-test: {test}\r\n", served.address);
    connection.send(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    connection.answer()
}

/// The JSON of a successful control request.
#[track_caller]
fn control(served: &Served, method: &str, target: &str, body: &str) -> Value {
    let answer = ask_as(served, "control", method, target, body).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// Status and message of a control request that is rejected.
#[track_caller]
fn rejected(served: &Served, method: &str, target: &str, body: &str) -> (u16, String) {
    let answer = ask_as(served, "control", method, target, body).unwrap();
    let error: Value = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, error["error"].as_str().unwrap().to_owned())
}

#[track_caller]
fn inject(served: &Served, fault: &Value) -> u64 {
    control(served, "POST", FAULTS, &fault.to_string())["number"].as_u64().unwrap()
}

fn hits(served: &Served) -> Vec<u64> {
    let shown = control(served, "GET", FAULTS, "");
    shown["faults"].as_array().unwrap().iter().map(|fault| fault["hits"].as_u64().unwrap()).collect()
}

fn outcome(answer: Option<Answer>) -> String {
    answer.map_or_else(|| "broken".to_owned(), |answer| answer.outcome())
}

/// The tests send a header each. The fault of one test leaves the other alone, whichever comes first.
#[test]
fn a_fault_that_names_a_header_meets_one_of_two_clients_of_a_server() {
    let served = served();
    inject(&served, &json!({"operation": "*", "header": {"X-Test": "one"}, "always": true, "lose_response": true}));
    inject(&served, &json!({"operation": "GetObject", "header": {"x-test": "two"}, "nth": 2, "error": "SlowDown"}));
    let outcomes = std::thread::scope(|scope| {
        let client = |test: &'static str| {
            let served = &served;
            scope.spawn(move || {
                let put = ask_as(served, test, "PUT", &format!("/backups/{test}"), "bytes");
                let get = |_| outcome(ask_as(served, test, "GET", "/backups/db.tar", ""));
                (outcome(put), (0..3).map(get).collect::<Vec<_>>())
            })
        };
        ["one", "two", "three"].map(client).map(|client| client.join().unwrap())
    });
    let [one, two, three] = outcomes;
    assert_eq!(one, ("broken".to_owned(), vec!["broken".to_owned(); 3]));
    assert_eq!((two.0.as_str(), two.1.join(" ").as_str()), ("200", "200 503 SlowDown 200"));
    assert_eq!((three.0.as_str(), three.1.join(" ").as_str()), ("200", "200 200 200"));
    assert_eq!(hits(&served), [4, 1]);
    for key in ["one", "two", "three"] {
        assert!(served.s3.bucket("backups").object(key).is_some(), "S3 performed the request of {key}");
    }
}

#[test]
fn a_fault_that_is_withdrawn_meets_no_further_request() {
    let served = served();
    let get = || outcome(ask_as(&served, "", "GET", "/backups/db.tar", ""));
    let first = inject(&served, &json!({"operation": "GetObject", "always": true, "error": "InternalError"}));
    let second = inject(&served, &json!({"operation": "GetObject", "always": true, "error": "SlowDown"}));
    assert_eq!([get(), get()], ["500 InternalError"; 2]);
    let withdrawn = control(&served, "DELETE", &format!("{FAULTS}?number={first}"), "");
    let words = "GetObject, always: error InternalError";
    assert_eq!(withdrawn, json!({"faults": [{"number": first, "words": words, "hits": 2}]}));
    assert_eq!(get(), "503 SlowDown");
    let withdrawn = control(&served, "DELETE", FAULTS, "");
    assert_eq!(withdrawn["faults"][0]["number"], second);
    assert_eq!((get().as_str(), hits(&served)), ("200", vec![]));
}

#[test]
fn a_fault_of_the_test_is_listed_and_its_gate_is_not() {
    let served = served();
    let slow = served.s3.inject(on("GetObject"), Fault::error("SlowDown"));
    let gate = served.s3.gate(on("PutObject"), Moment::BeforeTheEffect);
    assert_eq!(outcome(ask_as(&served, "", "GET", "/backups/db.tar", "")), "503 SlowDown");
    assert_eq!((hits(&served), slow.hits()), (vec![1], 1));
    let (status, why) = rejected(&served, "DELETE", &format!("{FAULTS}?number=2"), "");
    assert_eq!((status, why.as_str()), (404, "there is no fault 2, or no more"));
    assert_eq!(control(&served, "DELETE", FAULTS, "")["faults"].as_array().unwrap().len(), 1);
    drop(gate);
}

#[test]
fn an_invalid_fault_is_rejected_with_a_sentence_and_not_injected() {
    let served = served();
    let number = format!("{FAULTS}?number=");
    let (one, none) = (format!("{number}1"), format!("{number}x"));
    for (method, target, body, status, expected) in [
        ("POST", FAULTS, "", 400, "the body of /_fake-s3/faults is not as it should be: EOF"),
        ("POST", FAULTS, "UploadPart SlowDown", 400, "the body of /_fake-s3/faults is not as it should be: expected"),
        ("POST", FAULTS, "[]", 400, "the body of /_fake-s3/faults is not as it should be: invalid type: sequence"),
        ("POST", FAULTS, r#"{"hang": true}"#, 400, "`operation` is missing"),
        ("POST", FAULTS, r#"{"operation": "*"}"#, 400, "the fault has no kind"),
        ("POST", FAULTS, r#"{"operation": "GetObjects", "hang": true}"#, 400, "`GetObjects` is not an operation"),
        ("POST", FAULTS, r#"{"operation": "GetObject", "short_pages": 1}"#, 400, "`pages of at most 1` cannot meet"),
        ("PUT", FAULTS, "", 405, "PUT of /_fake-s3/faults, which takes GET, POST, DELETE"),
        ("GET", FAULTS, "{}", 400, "GET of /_fake-s3/faults takes no body"),
        ("DELETE", FAULTS, "{}", 400, "DELETE of /_fake-s3/faults takes no body"),
        ("DELETE", &none, "", 400, "`number` is the number of a fault, and not `x`"),
        ("DELETE", &one, "", 404, "there is no fault 1, or no more"),
    ] {
        let (found, why) = rejected(&served, method, target, body);
        assert!(found == status && why.starts_with(expected), "{method} {target} {body}\n{found} {why}\n{expected}");
        assert_eq!(hits(&served), [0; 0]);
    }
}

#[test]
fn a_reset_withdraws_injected_faults_and_repeats_those_of_the_builder() {
    let (calls, fault) = fake_s3::fault::parse("* probability=0.5 SlowDown").unwrap();
    let s3 = FakeS3::builder().auth(Auth::None).fault(calls, fault).build();
    let served = Served::with(s3, |server| server);
    let run = || (0..40).map(|_| outcome(ask_as(&served, "", "GET", "/", ""))).collect::<Vec<_>>();
    let first = run();
    inject(&served, &json!({"operation": "*", "always": true, "hang": true}));
    control(&served, "POST", "/_fake-s3/reset", "");
    assert_eq!(hits(&served), [0]);
    assert_eq!(run(), first, "chance is the same after a reset");
    let rejected = first.iter().filter(|outcome| *outcome == "503 SlowDown").count();
    assert!((10..30).contains(&rejected), "{first:?}");
}
