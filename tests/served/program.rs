//! The program `fake-s3`, as somebody starts it who knows nothing but its page.
#![allow(clippy::disallowed_types, clippy::disallowed_methods, reason = "a program ends in real time")]

mod process;

use crate::wire::Answer;
use process::{Program, run};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Who signs with a key that nobody gave: the world's own account, unverified.
const SIGNED: (&str, &str) = (
    "authorization",
    "AWS4-HMAC-SHA256 Credential=AKIDSOMEBODY/20260101/us-east-1/s3/aws4_request, \
     SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
     Signature=0000000000000000000000000000000000000000000000000000000000000000",
);
const UNSIGNED_PAYLOAD: (&str, &str) = ("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
const DATE: (&str, &str) = ("x-amz-date", "20260101T103000Z");
const BY_OWNER: [(&str, &str); 3] = [SIGNED, UNSIGNED_PAYLOAD, DATE];

/// A world file of this name.
fn world_file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/PROGRAM.md")).unwrap()
}

/// Begins an upload of `db.tar`, and gives its answer.
fn begin(program: &Program) -> Answer {
    let begun = program.ask("POST", "/backups/db.tar?uploads", &BY_OWNER, "");
    assert_eq!(begun.status, 200, "{}", begun.text());
    begun
}

#[test]
fn what_is_uploaded_is_there() {
    let program = Program::start(&["--bucket", "backups", "--bucket", "scratch"]);
    let health = program.ask("GET", "/_fake-s3/health", &[], "");
    assert_eq!((health.status, health.text().as_str()), (200, "{\"status\":\"ready\"}\n"));

    let id = begin(&program).element("UploadId").unwrap();
    let part = program.ask("PUT", &format!("/backups/db.tar?partNumber=1&uploadId={id}"), &BY_OWNER, "some bytes");
    let part = format!("<Part><PartNumber>1</PartNumber><ETag>{}</ETag></Part>", part.header("etag").unwrap());
    let list = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
    let completed = program.ask("POST", &format!("/backups/db.tar?uploadId={id}"), &BY_OWNER, &list);
    assert_eq!(completed.status, 200, "{}", completed.text());
    assert_eq!(program.ask("GET", "/backups/db.tar", &BY_OWNER, "").text(), "some bytes");
    assert_eq!(program.ask("HEAD", "/scratch", &BY_OWNER, "").status, 200);
    assert_eq!(program.ask("GET", "/backups/db.tar", &[], "").outcome(), "403 AccessDenied");

    // What was made at the start is there again when the world begins anew.
    assert_eq!(program.ask("POST", "/_fake-s3/reset", &[], "").status, 200);
    assert_eq!(program.ask("HEAD", "/scratch", &BY_OWNER, "").status, 200);
    assert_eq!(program.ask("GET", "/backups/db.tar", &BY_OWNER, "").outcome(), "404 NoSuchKey");
}

#[cfg(unix)]
#[test]
fn signals_end_it() {
    use rustix::process::Signal;
    for signal in [Signal::TERM, Signal::INT] {
        let program = Program::start(&[]);
        program.signal(signal);
        let (status, text) = program.wait();
        assert_eq!((status.code(), text.as_str()), (Some(0), ""), "{signal:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_under_way_is_answered_first() {
    let program = Program::start(&["--bucket", "backups", "--auth", "none"]);
    let mut connection = program.connect();
    connection.send(b"PUT /backups/k HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    // Now it has the request.
    assert_eq!(connection.any_answer(false).unwrap().status, 100);
    program.signal(rustix::process::Signal::TERM);
    // Whoever connects after the socket is closed is refused.
    while std::net::TcpStream::connect(program.address).is_ok() {
        std::thread::yield_now();
    }
    connection.send(b"bytes");
    assert_eq!(connection.answer().unwrap().status, 200);
    assert_eq!(program.wait().0.code(), Some(0));
}

/// Some seconds, and not as long as a client may be idle.
#[cfg(unix)]
#[test]
fn what_does_not_end_is_ended() {
    let program = Program::start(&["--bucket", "backups", "--auth", "none"]);
    let mut connection = program.connect();
    connection.send(b"PUT /backups/k HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    assert_eq!(connection.any_answer(false).unwrap().status, 100);
    program.signal(rustix::process::Signal::TERM);
    assert!(connection.is_ended());
    assert_eq!(program.wait().0.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn who_signals_twice_does_not_wait() {
    let program = Program::start(&["--bucket", "backups", "--auth", "none"]);
    let mut connection = program.connect();
    connection.send(b"PUT /backups/k HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    assert_eq!(connection.any_answer(false).unwrap().status, 100);
    program.signal(rustix::process::Signal::INT);
    while std::net::TcpStream::connect(program.address).is_ok() {
        std::thread::yield_now();
    }
    program.signal(rustix::process::Signal::INT);
    assert!(connection.is_ended());
    assert_eq!(program.wait().0.code(), Some(0));
}

/// Copies of 16 MiB wait for one another on threads that nothing can end.
#[cfg(unix)]
#[test]
fn what_cannot_be_ended_is_not_waited_for() {
    let object = r#"{"Key": "k", "Body": {"Repeat": "0", "Size": 16777216}}"#;
    let world = world_file("copied.json", &format!(r#"{{"Buckets": [{{"Name": "backups", "Objects": [{object}]}}]}}"#));
    let program = Program::start(&["--world", world.to_str().unwrap(), "--auth", "none"]);
    let mut copying: Vec<_> = (0..40).map(|_| program.connect()).collect();
    for (number, connection) in copying.iter_mut().enumerate() {
        let head = format!("PUT /backups/{number} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 0\r\n");
        let headers = "x-amz-copy-source: backups/k\r\nx-amz-checksum-algorithm: SHA256\r\n\r\n";
        connection.send(format!("{head}{headers}").as_bytes());
    }
    // All have come: what was asked behind them is answered, because it needs no lock.
    assert_eq!(program.ask("GET", "/_fake-s3/health", &[], "").status, 200);
    program.signal(rustix::process::Signal::INT);
    while std::net::TcpStream::connect(program.address).is_ok() {
        std::thread::yield_now();
    }
    let signalled = std::time::Instant::now();
    program.signal(rustix::process::Signal::INT);
    assert_eq!(program.wait().0.code(), Some(0));
    assert!(signalled.elapsed() < std::time::Duration::from_secs(3), "{:?}", signalled.elapsed());
}

#[test]
fn an_account_has_another_name_and_a_sessions_key() {
    let key = r#"{"AccessKeyId": "ASIAOURS", "SecretAccessKey": "secret", "SessionToken": "the-token"}"#;
    let account = format!(r#"{{"AccountId": "111122223333", "DisplayName": "ours", "AccessKeys": [{key}]}}"#);
    let world = world_file("ours.json", &format!(r#"{{"Accounts": [{account}]}}"#));
    let program = Program::start(&["--world", world.to_str().unwrap()]);
    assert!(
        program.text.contains("AWS_ACCESS_KEY_ID=ASIAOURS AWS_SECRET_ACCESS_KEY=secret AWS_SESSION_TOKEN=the-token")
    );
    assert_eq!(program.text.matches("ASIAOURS").count(), 4, "{}", program.text);
    assert_eq!(program.text.matches("the-token").count(), 4, "{}", program.text);
    let kept = program.ask("GET", "/_fake-s3/world", &[], "").text();
    assert_eq!(kept.matches("DisplayName").count(), 1, "{kept}");
}

#[test]
fn what_cannot_be_is_said_in_a_sentence() {
    let taken = Program::start(&[]);
    let taken = taken.address.to_string();
    let unknown = world_file("unknown.json", "{\n  \"Buckets\": [\n    {\"Nmae\": \"backups\"}\n  ]\n}\n");
    let impossible = world_file("impossible.json", r#"{"Buckets": [{"Name": "backups"}, {"Name": "Backups"}]}"#);
    let [unknown, impossible] = [&unknown, &impossible].map(|file| file.to_str().unwrap());
    for (arguments, code, sentence) in [
        (["--listen", taken.as_str()], 1, format!("error: {taken} is taken: another program listens there\n")),
        (["--listen", "9000"], 2, "it is an address and a port, such as 127.0.0.1:9000".to_owned()),
        (["--listen", "192.0.2.1:0"], 1, "error: 192.0.2.1:0 cannot be listened at: ".to_owned()),
        (["--world", "/nowhere.json"], 1, "error: the world file /nowhere.json cannot be read: ".to_owned()),
        (
            ["--world", unknown],
            1,
            format!(
                "error: the world file {unknown} is wrong: line 3, column 11, at Buckets[0].Nmae: unknown field `Nmae`"
            ),
        ),
        (["--world", impossible], 1, format!("error: the world file {impossible} is wrong: Buckets[1].Name: ")),
        (["--bucket", "Backups"], 2, "a bucket's name has 3 to 63 lower-case letters".to_owned()),
        (["--start", "2026-01-01"], 2, "it is an instant in UTC, such as 2026-01-01T00:00:00Z".to_owned()),
        (["--start", "0000-01-01T00:00:00Z"], 2, "the calendar goes from 0001-01-01T00:00:00Z to ".to_owned()),
        (["--clock", "stopped"], 2, "it is `frozen`, `real` or `scaled:FACTOR`".to_owned()),
        (["--clock", "scaled:1.5"], 2, "a factor is a whole number from 1 to 4294967295".to_owned()),
        (["--day", "0s"], 2, "a day lasts some time".to_owned()),
        (["--day", "soon"], 2, "it is a time such as 10s, 500ms or 2m".to_owned()),
        (
            ["--domain", "localhost:9000"],
            2,
            "`localhost:9000` is no domain: it is a name, such as localhost or s3.test".to_owned(),
        ),
        (["--region", "Europe"], 2, "it is a Region's name, such as us-east-1".to_owned()),
        (["--auth", "some"], 2, "[possible values: none, keys, signatures]".to_owned()),
        (["--edition", "2026"], 2, "[possible values: current, february-2026, classic]".to_owned()),
        (["--transport", "http"], 2, "[possible values: tls, plain]".to_owned()),
        (["--seed", "-1"], 2, "unexpected argument '-1'".to_owned()),
        (["--hostile", "very"], 2, "invalid digit found in string".to_owned()),
        (["--fault", ""], 2, "a fault begins with an operation of S3, or with `*` for every call".to_owned()),
        (["--fault", "UploadPart prt=3 SlowDown"], 2, "not a word of a fault; did you mean `part`?".to_owned()),
        (["--fault", "GetObject short-pages=1"], 2, "`pages of at most 1` cannot meet GetObject".to_owned()),
    ] {
        let output = run(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error: ") && said.contains(&sentence), "{arguments:?}: {said}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert_eq!(output.stdout, b"", "{arguments:?}");
        assert!(code == 2 || said.lines().count() == 1, "{said}");
    }
}

#[test]
fn a_day_of_a_second_is_over_soon_and_headers_know_nothing_of_it() {
    let rule = r#"{"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""},
                   "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}"#;
    let text = format!(r#"{{"Buckets": [{{"Name": "backups", "LifecycleConfiguration": {{"Rules": [{rule}]}}}}]}}"#);
    let world = world_file("day.json", &text);
    let program = Program::start(&["--world", world.to_str().unwrap(), "--day", "1s"]);
    let begun = begin(&program);
    assert_eq!(begun.header("x-amz-abort-rule-id"), Some("tidy"));
    let instant = |answer: &Answer, header: &str| {
        let date = fake_s3::primitives::DateTimeFormat::HttpDate;
        fake_s3::primitives::DateTime::from_str(answer.header(header).unwrap(), date).unwrap().secs()
    };
    let beginning = instant(&begun, "date");
    let told = instant(&begun, "x-amz-abort-date") - beginning;
    assert!((86_400..=2 * 86_400 + 1).contains(&told), "told to be aborted in {told} seconds");

    // It takes a second or two by the clock of the answers, however long the machine takes.
    let id = begun.element("UploadId").unwrap();
    loop {
        let listed = program.ask("GET", &format!("/backups/db.tar?uploadId={id}"), &BY_OWNER, "");
        let passed = instant(&listed, "date") - beginning;
        if listed.status != 200 {
            assert_eq!(listed.outcome(), "404 NoSuchUpload");
            assert!(passed >= 1, "it was aborted at once");
            break;
        }
        assert!(passed <= 2, "it is there after {passed} seconds");
        std::thread::yield_now();
    }
}

#[test]
fn a_frozen_clock_stands_where_it_was_told() {
    let program = Program::start(&["--clock", "frozen", "--start", "2001-02-03T04:05:06Z", "--day", "90s"]);
    let told = "It is 2001-02-03T04:05:06Z there, until the clock is turned. To lifecycle rules a day lasts 1m 30s.\n";
    assert!(program.text.contains(told), "{}", program.text);
    for _ in 0..2 {
        let answer = program.ask("GET", "/", &BY_OWNER, "");
        assert_eq!(answer.header("date"), Some("Sat, 03 Feb 2001 04:05:06 GMT"));
    }
    assert!(Program::start(&["--clock", "frozen"]).text.contains("It is 2026-01-01T10:30:00Z there"));
}

#[test]
fn a_scaled_clock_runs() {
    let program = Program::start(&["--clock", "scaled:1000000", "--start", "2001-02-03T04:05:06Z"]);
    assert!(program.text.contains("there, and time goes by 1000000 times as fast.\n"), "{}", program.text);
    let year = |answer: &Answer| answer.header("date").unwrap()[12..16].parse::<u32>().unwrap();
    // Half a minute to a year.
    let first = program.ask("GET", "/", &BY_OWNER, "");
    assert!((2001..2010).contains(&year(&first)), "{first:?}");
    while program.ask("GET", "/", &BY_OWNER, "").header("date") == first.header("date") {
        std::thread::yield_now();
    }
}

#[test]
fn a_seed_decides_which_ids_there_are() {
    let id = |seed: &str| {
        let program = Program::start(&["--bucket", "backups", "--clock", "frozen", "--seed", seed]);
        begin(&program).element("UploadId").unwrap()
    };
    assert_eq!(id("7"), id("7"));
    assert_ne!(id("7"), id("8"));
}

#[test]
fn regions_editions_domains_and_transports_are_as_they_were_told() {
    let program = Program::start(&[
        "--bucket",
        "backups",
        "--region",
        "eu-west-3",
        "--edition",
        "classic",
        "--domain",
        "s3.test",
        "--transport",
        "plain",
    ]);
    let location = program.ask("GET", "/backups?location", &BY_OWNER, "");
    assert!(location.text().contains(">eu-west-3</LocationConstraint>"), "{}", location.text());
    let block = program.ask("GET", "/backups?publicAccessBlock", &BY_OWNER, "");
    assert_eq!(block.outcome(), "404 NoSuchPublicAccessBlockConfiguration");
    let host = ("host", "backups.s3.test");
    assert_eq!(program.ask("PUT", "/k", &[&[host], &BY_OWNER[..]].concat(), "bytes").status, 200);
    assert_eq!(program.ask("GET", "/backups/k", &BY_OWNER, "").text(), "bytes");
    let key = [
        ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
        ("x-amz-server-side-encryption-customer-key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
        ("x-amz-server-side-encryption-customer-key-md5", "KYvwGXoFFJ42a2u2GDWhwQ=="),
    ];
    let refused = program.ask("PUT", "/backups/k", &[&key[..], &BY_OWNER[..]].concat(), "bytes");
    assert_eq!(refused.outcome(), "400 InvalidRequest", "{}", refused.text());
    let over_tls = Program::start(&["--bucket", "backups", "--edition", "classic"]);
    let taken = over_tls.ask("PUT", "/backups/k", &[&key[..], &BY_OWNER[..]].concat(), "bytes");
    assert_eq!(taken.outcome(), "200", "{}", taken.text());
}

#[test]
fn who_signs_is_checked_as_far_as_it_was_told() {
    for (auth, signed, unsigned) in [
        ("none", "200", "200"),
        ("keys", "200", "403 AccessDenied"),
        ("signatures", "403 InvalidAccessKeyId", "403 AccessDenied"),
    ] {
        let program = Program::start(&["--clock", "frozen", "--bucket", "backups", "--auth", auth]);
        let list = |headers| program.ask("GET", "/backups", headers, "").outcome();
        assert_eq!((list(&BY_OWNER).as_str(), list(&[]).as_str()), (signed, unsigned), "{auth}");
    }
}

#[cfg(unix)]
#[test]
fn requests_are_printed_on_demand() {
    for (arguments, expected) in [
        (
            &["--log"][..],
            "GET /_fake-s3/health 200\nGET /backups/db.tar?partNumber=1 404 NoSuchBucket (there are none)\n",
        ),
        (&[], ""),
    ] {
        let program = Program::start(arguments);
        program.ask("GET", "/_fake-s3/health", &[], "");
        program.ask("GET", "/backups/db.tar?partNumber=1", &BY_OWNER, "");
        program.signal(rustix::process::Signal::TERM);
        assert_eq!(program.wait().1, expected);
    }
}

#[test]
fn every_client_is_told_where_and_as_whom_to_call() {
    let program = Program::start(&["--region", "eu-west-3"]);
    let (_, recipes) = program.text.split_once("\n\n").unwrap();
    let clients: Vec<&str> = recipes.split("\n\n").take(4).collect();
    for (recipe, client) in
        clients.iter().zip(["AWS CLI", "Python (boto3)", "JavaScript (@aws-sdk/client-s3)", "rclone"])
    {
        assert!(recipe.starts_with(&format!("{client}:\n    ")), "{recipe}");
        let told = [&format!("http://{}", program.address), "AKIA", "eu-west-3"];
        assert!(told.iter().all(|told| recipe.contains(*told)), "{recipe}");
    }
    assert!(program.text.contains(&format!("curl http://{}/_fake-s3/health\n", program.address)), "{}", program.text);
    assert!(program.text.contains(&format!(" http://{}/_fake-s3/clock\n", program.address)), "{}", program.text);
}

#[test]
fn who_listens_to_a_network_is_told_so() {
    let program = Program::start(&["--listen", "0.0.0.0:0"]);
    assert!(
        program.text.contains("\nOther machines can reach it, and its clock and all else under /_fake-s3/ too.\n"),
        "{}",
        program.text
    );
    assert!(program.address.ip().is_loopback(), "{}", program.address);
    assert_eq!(program.ask("GET", "/_fake-s3/health", &[], "").status, 200);
    assert!(!Program::start(&[]).text.contains("Other machines"));
}

#[test]
fn faults_are_those_of_the_arguments_and_begin_again_at_a_reset() {
    let faults =
        ["--fault", "GetObject key=db.tar times=2 SlowDown retry-after=7", "--fault", "PutObject lose-response"];
    let program = Program::start(&[&["--bucket", "backups", "--auth", "none"], &faults[..]].concat());
    let printed = "\nFault: GetObject, key db.tar, 2 times: error SlowDown, retry after 7 s.\nFault: PutObject: lost response.\n\n";
    assert!(program.text.contains(printed), "{}", program.text);
    for _ in 0..2 {
        let mut connection = program.connect();
        connection.send(b"PUT /backups/db.tar HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\n\r\nbytes");
        assert!(connection.is_ended(), "the response is lost");
        let answers = [(); 3].map(|()| program.ask("GET", "/backups/db.tar", &[], ""));
        assert_eq!(answers.each_ref().map(Answer::outcome), ["503 SlowDown", "503 SlowDown", "200"]);
        assert_eq!((answers[0].header("retry-after"), answers[2].text().as_str()), (Some("7"), "bytes"));
        let faults = program.ask("GET", "/_fake-s3/faults", &[], "").text();
        assert_eq!(faults.matches("\"hits\":2").count() + faults.matches("\"hits\":1").count(), 2, "{faults}");
        program.ask("POST", "/_fake-s3/reset", &[], "");
    }
}

#[test]
fn a_hostile_world_follows_its_seed_and_an_argument_comes_before_its_faults() {
    let outcomes = |seed: &str| {
        let hostile = ["--hostile", seed, "--fault", "GetObject always error=InternalError"];
        let program = Program::start(&[&["--bucket", "backups", "--auth", "none"], &hostile[..]].concat());
        assert!(program.text.contains(&format!("\nThe world is hostile, with the seed {seed}.\n")), "{}", program.text);
        assert_eq!(program.ask("GET", "/backups/db.tar", &[], "").outcome(), "500 InternalError");
        (0..60).map(|_| program.ask("HEAD", "/backups", &[], "").status).collect::<Vec<_>>()
    };
    let first = outcomes("7");
    let rejected = first.iter().filter(|status| **status == 503).count();
    assert!((1..20).contains(&rejected), "{first:?}");
    assert_eq!(outcomes("7"), first);
    assert_ne!(outcomes("8"), first);
}

/// The arguments that the program says it has, and their defaults.
fn arguments() -> BTreeMap<String, String> {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    let mut arguments = BTreeMap::new();
    let mut last = String::new();
    for line in help.lines().map(str::trim) {
        if let Some((_, flag)) = line.split_once("--").filter(|(before, _)| before.len() <= 4 && line.starts_with('-'))
        {
            last = format!("--{}", flag.replace(['<', '>'], ""));
            arguments.insert(last.clone(), String::new());
        }
        if let Some(default) = line.strip_prefix("[default: ") {
            arguments.insert(last.clone(), default.trim_end_matches(']').to_owned());
        }
    }
    arguments
}

#[test]
fn the_page_has_every_argument_and_its_default() {
    let arguments = arguments();
    for flag in [
        "listen",
        "domain",
        "world",
        "clock",
        "day",
        "seed",
        "start",
        "auth",
        "max-skew",
        "region",
        "edition",
        "bucket",
        "transport",
        "fault",
        "hostile",
        "log",
        "help",
        "version",
    ] {
        let is_there = arguments.keys().any(|known| known.split(' ').next() == Some(&format!("--{flag}")));
        assert!(is_there, "--{flag}: {arguments:?}");
    }
    let page = page();
    let rows = page.lines().filter(|line| line.starts_with("| `--"));
    let on_page: BTreeMap<String, String> = rows
        .flat_map(|row| {
            let row = row.replace("\\|", "/");
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let default = cells[2].trim_matches('`').to_owned();
            let name = |cell: &str| cell.trim().trim_matches('`').to_owned();
            cells[1].split(',').map(|cell| (name(cell), default.clone())).collect::<Vec<_>>()
        })
        .collect();
    let flag = |text: &String| text.split(' ').next().unwrap_or_default().to_owned();
    let defaults = |all: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        all.iter().map(|(name, default)| (flag(name), default.clone())).collect()
    };
    assert_eq!(defaults(&on_page), defaults(&arguments));
}

#[test]
fn the_page_names_every_value_that_can_be_chosen() {
    let page = page();
    for values in ["none\\|keys\\|signatures", "current\\|february-2026\\|classic", "tls\\|plain"] {
        assert!(page.contains(values), "{values}");
        for value in values.split("\\|") {
            let flag = page.lines().find(|line| line.contains(values)).unwrap().split(' ').nth(1).unwrap();
            let output = run(&[flag.trim_matches('`'), value, "--version"]);
            assert_eq!(output.status.code(), Some(0), "{flag} {value}");
        }
    }
}
