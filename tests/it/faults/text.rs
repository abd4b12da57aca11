//! Faults as text and as JSON: the words that they become, and the message about each wrong word.

use fake_s3::fault::parse;
use std::collections::BTreeSet;
use std::path::Path;

/// A line, the same in JSON, and the fault in words.
const VALID: &[(&str, &str, &str)] = &[
    (
        "UploadPart part=3 times=2 SlowDown",
        r#"{"operation": "UploadPart", "part": 3, "times": 2, "error": "SlowDown"}"#,
        "UploadPart, part 3, 2 times: error SlowDown",
    ),
    (
        "* bucket=backups key=db.tar error=InternalError retry-after=5",
        r#"{"operation": "*", "bucket": "backups", "key": "db.tar", "error": "InternalError", "retry_after": 5}"#,
        "any call, bucket backups, key db.tar: error InternalError, retry after 5 s",
    ),
    (
        "PutObject prefix=logs/ upload=u1 way=socket attempt=2 access-key=AKIA always lose-request",
        r#"{"operation": "PutObject", "prefix": "logs/", "upload": "u1", "way": "socket", "attempt": 2,
            "access_key": "AKIA", "always": true, "lose_request": true}"#,
        "PutObject, key prefix logs/, upload u1, through a socket, access key AKIA, attempt 2, always: lost request",
    ),
    (
        "* header=X-Test:one header=x-more:a:b lose-response",
        r#"{"operation": "*", "header": {"X-Test": "one", "x-more": "a:b"}, "lose_response": true}"#,
        "any call, header x-test: one, header x-more: a:b: lost response",
    ),
    ("GetObject nth=3 hang", r#"{"operation": "GetObject", "nth": 3, "hang": true}"#, "GetObject, call 3: no response"),
    (
        "GetObject nth=3 times=2 crash",
        r#"{"operation": "GetObject", "nth": 3, "times": 2, "crash": true}"#,
        "GetObject, 2 times from call 3: crash of the caller",
    ),
    (
        "GetObject from=4 stall=100",
        r#"{"operation": "GetObject", "from": 4, "stall": 100}"#,
        "GetObject, from call 4: response stalled after 100 bytes",
    ),
    (
        "GetObject times=2 from=4 wrong-etag",
        r#"{"operation": "GetObject", "times": 2, "from": 4, "wrong_etag": true}"#,
        "GetObject, 2 times from call 4: wrong ETag",
    ),
    (
        "GetObject probability=0.25 wrong-checksum",
        r#"{"operation": "GetObject", "probability": 0.25, "wrong_checksum": true}"#,
        "GetObject, with probability 0.25, always: wrong checksum",
    ),
    (
        "CompleteMultipartUpload error-in-200=InternalError white-space=20s",
        r#"{"operation": "CompleteMultipartUpload", "error_in_200": "InternalError", "white_space": "20s"}"#,
        "CompleteMultipartUpload: error InternalError in a 200 after 20s of white space",
    ),
    (
        "* late-success=1.5s",
        r#"{"operation": "*", "late_success": "1.5s"}"#,
        "any call: success after 1.5s of white space",
    ),
    (
        "PutObject cut-request=7",
        r#"{"operation": "PutObject", "cut_request": 7}"#,
        "PutObject: request cut after 7 bytes",
    ),
    (
        "GetObject cut-response=7",
        r#"{"operation": "GetObject", "cut_response": 7}"#,
        "GetObject: response reset after 7 bytes",
    ),
    (
        "GetObject reset cut-response=0",
        r#"{"operation": "GetObject", "reset": true, "cut_response": 0}"#,
        "GetObject: response reset after 0 bytes",
    ),
    (
        "GetObject cut-response=7 clean",
        r#"{"operation": "GetObject", "cut_response": 7, "clean": true, "reset": false}"#,
        "GetObject: response ended after 7 bytes",
    ),
    (
        "* jitter=500ms latency=10s latency-per-mib=1s",
        r#"{"operation": "*", "jitter": "500ms", "latency": "10s", "latency_per_mib": "1s"}"#,
        "any call: latency 10s and 1s per MiB with jitter 500ms",
    ),
    (
        "GetObject corrupt-response=3",
        r#"{"operation": "GetObject", "corrupt_response": 3}"#,
        "GetObject: byte 3 of the response corrupted",
    ),
    (
        "DeleteObjects partial-delete=a,b",
        r#"{"operation": "DeleteObjects", "partial_delete": ["a", "b"]}"#,
        "DeleteObjects: error for the keys a, b",
    ),
    ("* short-pages=1", r#"{"operation": "*", "short_pages": 1}"#, "any call: pages of at most 1"),
    (
        "* throttle=0.5/10",
        r#"{"operation": "*", "throttle": "0.5/10"}"#,
        "any call: throttle to 0.5 calls a second, burst 10",
    ),
    (
        "* throttle=5/1/caller",
        r#"{"operation": "*", "throttle": "5/1/caller"}"#,
        "any call: throttle to 5 calls a second per caller, burst 1",
    ),
    (
        "* throttle=5/1/prefix",
        r#"{"operation": "*", "throttle": "5/1/prefix"}"#,
        "any call: throttle to 5 calls a second per prefix, burst 1",
    ),
    ("* expire-credentials", r#"{"operation": "*", "expire_credentials": true}"#, "any call: expired credentials"),
    ("* redirect=eu-west-1", r#"{"operation": "*", "redirect": "eu-west-1"}"#, "any call: redirect to eu-west-1"),
    (
        "* close-after-response",
        r#"{"operation": "*", "close_after_response": true}"#,
        "any call: connection closed after the response",
    ),
    (
        r#"  PutObject  key="a \"b\" \\c" lose-response "#,
        r#" {"operation": "PutObject", "key": "a \"b\" \\c", "lose_response": true, "part": null}"#,
        r#"PutObject, key a "b" \c: lost response"#,
    ),
];

#[test]
fn a_line_and_its_json_are_the_same_fault() {
    for (line, json, words) in VALID {
        for text in [line, json] {
            let (calls, fault) = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(format!("{calls}: {fault}"), *words, "{text}");
        }
    }
}

/// A text, and the message about it.
const WRONG: &[(&str, &str)] = &[
    ("", "a fault begins with an operation of S3, or with `*` for every call"),
    ("SlowDown", "`SlowDown` is not an operation that this world knows; did you mean "),
    ("UploadParts SlowDown", "`UploadParts` is not an operation that this world knows; did you mean `UploadPart`?"),
    ("UploadPart SlowDwn", "S3 has no error `SlowDwn`; did you mean `SlowDown`?"),
    ("UploadPart slowdown", "`slowdown` is not a word of a fault; did you mean `SlowDown`?"),
    ("UploadPart prt=3 SlowDown", "`prt` is not a word of a fault; did you mean `part`?"),
    ("UploadPart lost-response", "`lost-response` is not a word of a fault; did you mean `lose-response`?"),
    ("UploadPart lose_response", "`lose_response` is not a word of a fault; did you mean `lose-response`?"),
    ("UploadPart", "the fault has no kind: add one, such as `SlowDown` or `lose-response`"),
    ("UploadPart part=3", "the fault has no kind"),
    ("UploadPart SlowDown hang", "`SlowDown` and `hang` are two kinds: inject two faults"),
    ("UploadPart SlowDown error=InternalError", "`SlowDown` and `InternalError` are two kinds: inject two faults"),
    ("UploadPart part=1 part=2 SlowDown", "`part` is there twice"),
    ("UploadPart operation=PutObject SlowDown", "`operation` is there twice"),
    ("UploadPart part=x SlowDown", "`part` is a part number, not `x`"),
    ("UploadPart part SlowDown", "`part` needs a value: a part number"),
    ("UploadPart key= SlowDown", "`key` needs a value: a key"),
    (
        "UploadPart way=sockets SlowDown",
        "`way` is one of call, http, mirror, sdk, objects, opendal, tower, socket, not `",
    ),
    ("UploadPart attempt=0 SlowDown", "`attempt` is a whole number from 1 to 65535, not `0`"),
    (
        "UploadPart header=x-test SlowDown",
        "`header` is the name of a header and its value, such as `x-test:one`, not `",
    ),
    ("UploadPart header=\"x test:one\" SlowDown", "`x test` with `one` is not a valid header"),
    ("UploadPart times=0 SlowDown", "`times` is a whole number from 1, not `0`"),
    ("UploadPart nth=-1 SlowDown", "`nth` is a whole number from 1, not `-1`"),
    ("UploadPart from=1.5 SlowDown", "`from` is a whole number from 1, not `1.5`"),
    ("UploadPart times=2 always SlowDown", "`times` and `always` exclude each other"),
    ("UploadPart nth=2 from=2 SlowDown", "`nth` and `from` exclude each other"),
    ("UploadPart always=3 SlowDown", "`always` stands alone, without a value"),
    ("UploadPart probability=0 SlowDown", "`probability` is a number above 0 and at most 1, not `0`"),
    ("UploadPart probability=1.5 SlowDown", "`probability` is a number above 0 and at most 1, not `1.5`"),
    ("UploadPart probability=NaN SlowDown", "`probability` is a number above 0 and at most 1, not `NaN`"),
    ("UploadPart hang retry-after=5", "`retry-after` belongs to `error`, not to `hang`"),
    ("UploadPart SlowDown retry-after=soon", "`retry-after` is a whole number of seconds, not `soon`"),
    ("UploadPart SlowDown jitter=1s", "`jitter` belongs to `latency`, not to `SlowDown`"),
    ("UploadPart SlowDown clean", "`clean` belongs to `cut-response`, not to `SlowDown`"),
    ("UploadPart hang white-space=1s", "`white-space` belongs to `error-in-200`, not to `hang`"),
    ("GetObject cut-response=1 clean reset", "`clean` and `reset` exclude each other"),
    ("GetObject cut-response=-1", "`cut-response` is a whole number of bytes, not `-1`"),
    ("GetObject corrupt-response=first", "`corrupt-response` is the number of a byte, from 0, not `first`"),
    ("GetObject latency=10", "`latency` is a time such as 20s, 500ms, 2m or 1h, of at most 24h, not `10`"),
    ("GetObject latency=25h", "`latency` is a time such as 20s, 500ms, 2m or 1h, of at most 24h, not `25h`"),
    ("GetObject short-pages=2", "`pages of at most 2` cannot meet GetObject: it is of ListMultipartUploads, "),
    ("* short-pages=0", "`short-pages` is a whole number from 1, not `0`"),
    ("* throttle=5", "`throttle` is RATE/BURST, such as 0.5/10, or RATE/BURST/caller, or RATE/BURST/prefix, not `5`"),
    ("* throttle=0/5", "`throttle` is RATE/BURST"),
    ("* throttle=5/0", "`throttle` is RATE/BURST"),
    ("* throttle=inf/5", "`throttle` is RATE/BURST"),
    ("* throttle=5/5/bucket", "`throttle` is RATE/BURST"),
    ("DeleteObjects partial-delete=a,,b", "`partial-delete` is a list of keys, not `a,,b`"),
    ("* redirect=Europe", "`redirect` is the name of a Region, such as eu-west-1, not `Europe`"),
    ("* key=\"a b hang", "`key=a b hang` lacks the double quote at its end"),
    ("{", "EOF while parsing an object"),
    ("{}", "`operation` is missing: an operation of S3, or `*` for every call"),
    (
        r#"{"operation": "*"}"#,
        r#"the fault has no kind: add one, such as `"error": "SlowDown"` or `"lose_response": true`"#,
    ),
    (
        r#"{"operation": "*", "lose-response": true}"#,
        "`lose-response` is not a word of a fault; did you mean `lose_response`?",
    ),
    (r#"{"operation": "*", "SlowDown": true}"#, "`SlowDown` is not a word of a fault; did you mean "),
    (r#"{"operation": "*", "hung": null}"#, "`hung` is not a word of a fault; did you mean `hang`?"),
    (r#"{"operation": "*", "hang": true, "hang": true}"#, "`hang` is there twice"),
    (
        r#"{"operation": "*", "hang": true, "lose_request": true}"#,
        "`hang` and `lose_request` are two kinds: inject two",
    ),
    (r#"{"operation": "*", "error": "SlowDown", "error": "SlowDown"}"#, "`error` is there twice"),
    (r#"{"operation": "*", "error": "SlowDown", "jitter": "1s"}"#, "`jitter` belongs to `latency`, not to `error`"),
    (r#"{"operation": "*", "hang": 1}"#, "`hang` is `true`, not `1`"),
    (r#"{"operation": "*", "part": "3", "hang": true}"#, "`part` is a part number, not \"3\""),
    (r#"{"operation": "*", "key": 3, "hang": true}"#, "`key` is a key, not `3`"),
    (r#"{"operation": "*", "key": ["a"], "hang": true}"#, "`key` is a key, not [\"a\"]"),
    (r#"{"operation": "*", "key": {"a": "b"}, "hang": true}"#, "`key` is not `{\"a\":\"b\"}`"),
    (
        r#"{"operation": "*", "header": "a:b", "hang": true}"#,
        "`header` is an object such as {\"x-test\": \"one\"}, not \"a:b\"",
    ),
    (r#"{"operation": "*", "header": {"a": 1}, "hang": true}"#, "a header is text, and `a` is not `1`"),
    (r#"{"operation": "*", "partial_delete": [1]}"#, "`partial_delete` is a list of texts, and not of `1`"),
    (r#"{"operation": "*", "partial_delete": []}"#, "`partial_delete` is a list of keys, not []"),
    (r#"{"operation": "*", "hang": true, "retry_after": 5}"#, "`retry_after` belongs to `error`, not to `hang`"),
];

#[test]
fn a_wrong_word_is_named_with_the_right_one() {
    for (text, message) in WRONG {
        match parse(text) {
            Ok((calls, fault)) => panic!("{text} is read as {calls}: {fault}"),
            Err(error) => assert!(error.to_string().starts_with(message), "{text}\n  {error}\n  {message}"),
        }
    }
}

/// The words of the valid lines are all that there are.
#[test]
fn every_word_is_on_its_page() {
    let read = |path: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let [control, program, module] = ["docs/CONTROL.md", "docs/PROGRAM.md", "src/fake/fault/text/mod.rs"].map(read);
    let lines = VALID.iter().flat_map(|(line, ..)| line.split_whitespace().skip(1));
    let is_name = |name: &&str| name.starts_with(|letter: char| letter.is_ascii_lowercase()) && !name.contains('\\');
    let names: BTreeSet<&str> = lines.map(|word| word.split('=').next().unwrap()).filter(is_name).collect();
    assert_eq!(names.len(), 40, "{names:?}");
    for name in names {
        let member = name.replace('-', "_");
        let is_on_control =
            [format!("`{member}`"), format!("`\"{member}\": true`")].iter().any(|word| control.contains(word));
        assert!(is_on_control, "{member} is not in docs/CONTROL.md");
        for (page, text) in [("docs/PROGRAM.md", &program), ("`parse`", &module)] {
            let is_there =
                text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').any(|word| word == name);
            assert!(is_there, "{name} is not in {page}");
        }
    }
}
