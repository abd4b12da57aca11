//! Signatures on a socket: the host is the one that was called, and a signature is looked at before the body comes.

use crate::signer::{self, Hash, Signer};
use crate::wire::Served;
use aws_smithy_types::base64;
use bytes::Bytes;
use fake_s3::{Auth, Edition, FakeS3};
use hmac::{Hmac, Mac as _};
use http::Request;
use sha1::Sha1;
use std::time::Duration;

fn served(auth: Auth) -> Served {
    let s3 = FakeS3::builder().auth(auth).build();
    s3.create_bucket("backups").put_object("note", "bytes");
    Served::with(s3, |server| server)
}

fn request(served: &Served, method: &str, target: &str) -> Request<Bytes> {
    let uri = format!("{}{target}", served.server().endpoint_url());
    Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap()
}

/// The head, as it goes over the wire.
fn head(request: &Request<Bytes>, more: &str) -> Vec<u8> {
    let target = request.uri().path_and_query().unwrap();
    let mut text =
        format!("{} {target} HTTP/1.1\r\nHost: {}\r\n", request.method(), request.uri().authority().unwrap());
    for (name, value) in request.headers() {
        text.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
    }
    format!("{text}{more}\r\n").into_bytes()
}

#[test]
fn the_host_is_signed_with_its_port_and_any_region_is_good() {
    let served = served(Auth::Signatures);
    let mut signer = Signer::own(served.s3.clock().now());
    for region in ["us-east-1", "eu-west-1", "127.0.0.1", "auto"] {
        region.clone_into(&mut signer.region);
        let mut get = request(&served, "GET", "/backups/note");
        signer.sign(&mut get, Hash::OfBody);
        assert_eq!(served.ask(&head(&get, "")).outcome(), "200", "{region}");

        // As git-annex writes it.
        let authorization = get.headers()["authorization"].to_str().unwrap().replace(", ", ",");
        get.headers_mut().insert("authorization", authorization.parse().unwrap());
        assert_eq!(served.ask(&head(&get, "")).outcome(), "200", "{region}");

        let elsewhere = String::from_utf8(head(&get, "")).unwrap().replace("Host: 127.0.0.1", "Host: localhost");
        assert_eq!(served.ask(elsewhere.as_bytes()).outcome(), "403 SignatureDoesNotMatch");
    }
}

#[test]
fn who_does_not_sign_is_nobody_unless_nothing_is_checked() {
    for (auth, expected) in
        [(Auth::Keys, "403 AccessDenied"), (Auth::Signatures, "403 AccessDenied"), (Auth::None, "200")]
    {
        let served = served(auth);
        assert_eq!(served.ask(&head(&request(&served, "GET", "/backups/note"), "")).outcome(), expected);
    }
}

#[test]
fn a_signature_is_looked_at_before_the_body_comes() {
    let served = served(Auth::Signatures);
    let now = served.s3.clock().now();
    for (secret, expected) in [("wrong", 403), (signer::SECRET, 100)] {
        let mut put = request(&served, "PUT", "/backups/new");
        Signer::new(signer::KEY, secret, now).sign(&mut put, Hash::Unsigned);
        let mut connection = served.connect();
        connection.send(&head(&put, "Expect: 100-continue\r\nContent-Length: 5\r\n"));
        assert_eq!(connection.any_answer(false).unwrap().status, expected);
    }
}

/// "Amazon S3 checks the expiration date and time of a signed URL at the time of the HTTP request."
#[test]
fn an_upload_that_began_in_time_may_end_later() {
    let served = served(Auth::Signatures);
    let mut put = request(&served, "PUT", "/backups/new");
    Signer::own(served.s3.clock().now()).presign(&mut put, Duration::from_mins(1));
    let mut connection = served.connect();
    connection.send(&head(&put, "Expect: 100-continue\r\nContent-Length: 5\r\n"));
    assert_eq!(connection.any_answer(false).unwrap().status, 100);
    served.s3.clock().advance(Duration::from_mins(1));
    connection.send(b"hello");
    assert_eq!(connection.answer().unwrap().outcome(), "200");
    assert_eq!(
        served.ask(&[head(&put, "Content-Length: 5\r\n"), b"hello".to_vec()].concat()).outcome(),
        "403 AccessDenied"
    );
}

/// When the head comes is when it is asked, in any way in; the tick that the request brings is behind that.
#[test]
fn a_signature_is_asked_about_at_the_instant_at_which_the_head_comes() {
    let told = |seconds: u64, over_a_socket: bool, sign: &dyn Fn(&Signer, &mut Request<Bytes>)| {
        let s3 = FakeS3::builder().auth(Auth::Signatures).tick_per_request(Duration::from_secs(1)).build();
        s3.create_bucket("backups").put_object("note", "bytes");
        let served = Served::with(s3, |server| server);
        let mut get = request(&served, "GET", "/backups/note");
        sign(&Signer::own(served.s3.clock().now()), &mut get);
        served.s3.clock().advance(Duration::from_secs(seconds));
        let before = served.s3.clock().now().secs();
        let answer = match over_a_socket {
            true => served.ask(&head(&get, "")).outcome(),
            false => signer::told(&served.s3.anonymous().http(get)),
        };
        assert_eq!(served.s3.clock().now().secs() - before, 1, "a request has one tick");
        answer
    };
    for (over_a_socket, denied, skewed) in
        [(true, "403 AccessDenied", "403 RequestTimeTooSkewed"), (false, "AccessDenied", "RequestTimeTooSkewed")]
    {
        let presigned = |seconds| {
            told(seconds, over_a_socket, &|signer, get| {
                signer.presign(get, Duration::from_mins(1));
            })
        };
        assert_eq!([presigned(59), presigned(60)], ["200", denied]);
        let signed = |seconds| {
            told(seconds, over_a_socket, &|signer, get| {
                signer.sign(get, Hash::OfBody);
            })
        };
        assert_eq!([signed(900), signed(901)], ["200", skewed]);
    }
}

/// What becomes of the world.
type Replace<'a> = &'a dyn Fn(&Served);

/// Who was somebody in a world that is no more is asked again in the one that is there.
#[test]
fn a_world_that_is_replaced_while_a_body_comes_knows_nobody_of_the_one_before() {
    let first = FakeS3::new();
    first.create_bucket("backups");
    let empty = first.world();
    first.account("fake-s3").add_access_key("AKIDLATER", "secret");
    let with_key = first.world();
    let control = |world: &fake_s3::World| {
        let text = world.to_json();
        format!("PUT /_fake-s3/world HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{text}", text.len())
    };
    let replaced: [(&str, Replace<'_>, &str); 5] = [
        ("reset", &|served| served.s3.reset(), "403 InvalidAccessKeyId"),
        ("load", &|served| served.s3.load(&empty).unwrap(), "403 InvalidAccessKeyId"),
        ("control", &|served| drop(served.ask(control(&empty).as_bytes())), "403 InvalidAccessKeyId"),
        ("a load of the same", &|served| served.s3.load(&with_key).unwrap(), "200"),
        ("nothing", &|_| (), "200"),
    ];
    for (what, replace, expected) in replaced {
        let s3 = FakeS3::builder().auth(Auth::Signatures).world(empty.clone()).build();
        s3.account("fake-s3").add_access_key("AKIDLATER", "secret");
        let served = Served::with(s3, |server| server);
        let mut put = request(&served, "PUT", "/backups/new");
        Signer::new("AKIDLATER", "secret", served.s3.clock().now()).sign(&mut put, Hash::Unsigned);
        let mut connection = served.connect();
        connection.send(&head(&put, "Expect: 100-continue\r\nContent-Length: 5\r\n"));
        assert_eq!(connection.any_answer(false).unwrap().status, 100);
        replace(&served);
        connection.send(b"hello");
        assert_eq!(connection.answer().unwrap().outcome(), expected, "{what}");
        assert_eq!(served.s3.bucket("backups").object("new").is_some(), expected == "200", "{what}");
    }
}

/// Of two that differ in length alone, one is not the other; nor is none at all.
#[test]
fn a_signature_is_right_from_its_first_letter_to_its_last() {
    let served = served(Auth::Signatures);
    let mut get = request(&served, "GET", "/backups/note");
    let signature = Signer::own(served.s3.clock().now()).sign(&mut get, Hash::OfBody);
    let with = |other: &str| {
        let text = String::from_utf8(head(&get, "")).unwrap().replace(&signature, other);
        served.ask(text.as_bytes()).outcome()
    };
    assert_eq!(with(&signature), "200");
    for other in [signature[..63].to_owned(), signature[..1].to_owned(), String::new(), format!("{signature}0")] {
        assert_eq!(with(&other), "403 SignatureDoesNotMatch", "{other:?}");
    }
}

#[test]
fn a_request_is_presigned_for_up_to_a_week() {
    let served = served(Auth::Signatures);
    let week = Duration::from_hours(7 * 24);
    for (life, expected) in [
        (Duration::from_secs(1), "200"),
        (week, "200"),
        (week + Duration::from_secs(1), "400 AuthorizationQueryParametersError"),
    ] {
        let mut get = request(&served, "GET", "/backups/note");
        Signer::own(served.s3.clock().now()).presign(&mut get, life);
        assert_eq!(served.ask(&head(&get, "")).outcome(), expected, "{life:?}");
    }
}

/// Clients list them in their order; what is signed of them is sorted, however they are listed.
#[test]
fn signed_headers_are_listed_in_any_order() {
    let served = served(Auth::Signatures);
    let mut get = request(&served, "GET", "/backups/note");
    Signer::own(served.s3.clock().now()).sign(&mut get, Hash::OfBody);
    let listed = "SignedHeaders=host;x-amz-content-sha256;x-amz-date";
    let text = String::from_utf8(head(&get, "")).unwrap();
    assert!(text.contains(listed), "{text}");
    let turned = text.replace(listed, "SignedHeaders=X-Amz-Date;x-amz-content-sha256;host");
    assert_eq!(served.ask(turned.as_bytes()).outcome(), "200");
}

/// What of a query version 2 signs (documented), and nothing else of it.
#[test]
fn version_2_signs_what_a_request_is_about() {
    let s3 = FakeS3::builder().auth(Auth::Signatures).edition(Edition::Classic).build();
    s3.create_bucket("backups").put_object("note", "bytes");
    let served = Served::with(s3, |server| server);
    let expires = served.s3.clock().now().secs() + 60;
    let is_right = |query: &str, signed: &str| {
        let resource = if signed.is_empty() { String::new() } else { format!("?{signed}") };
        let text = format!("GET\n\n\n{expires}\n/backups/note{resource}");
        let mac = Hmac::<Sha1>::new_from_slice(signer::SECRET.as_bytes()).unwrap();
        let signature = base64::encode(mac.chain_update(text).finalize().into_bytes());
        let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let proof = format!("AWSAccessKeyId={}&Expires={expires}&Signature={signature}", signer::KEY);
        let answer = served.ask(&head(&request(&served, "GET", &format!("/backups/note?{query}&{proof}")), ""));
        answer.element("Code").as_deref() != Some("SignatureDoesNotMatch")
    };
    for name in [
        "acl",
        "cors",
        "delete",
        "lifecycle",
        "location",
        "logging",
        "notification",
        "policy",
        "requestPayment",
        "restore",
        "tagging",
        "torrent",
        "uploads",
        "versioning",
        "versions",
        "website",
    ] {
        assert!(is_right(name, name) && !is_right(name, ""), "{name}");
    }
    for name in [
        "partNumber",
        "uploadId",
        "versionId",
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
        "response-content-language",
        "response-content-type",
        "response-expires",
    ] {
        let [sent, signed, other] = ["1%202", "1 2", "1 3"].map(|value| format!("{name}={value}"));
        assert!(is_right(&sent, &signed) && !is_right(&sent, "") && !is_right(&sent, &other), "{name}");
    }
    for name in ["prefix=1", "x-id=GetObject", "X-Amz-User-Agent=me"] {
        assert!(!is_right(name, name), "{name}");
    }
    assert!(is_right("x-id=GetObject", "") && is_right("versionId=1&acl&x-id=GetObject", "acl&versionId=1"));
}
