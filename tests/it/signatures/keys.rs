//! Whose signatures count: the settings, the keys of accounts and identities, sessions.

use crate::signer::{Hash, Signer, told};
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::primitives::DateTime;
use fake_s3::{Auth, Edition, FakeS3, hours};
use http::Request;
use std::time::Duration;

const URI: &str = "https://backups.s3.us-east-1.amazonaws.com/db.tar";

fn world(auth: Auth) -> FakeS3 {
    let s3 = FakeS3::builder().auth(auth).build();
    s3.create_bucket("backups").put_object("db.tar", "bytes");
    s3
}

fn get(s3: &FakeS3, signer: &Signer) -> String {
    let mut request = Request::get(URI).body(Bytes::new()).unwrap();
    signer.sign(&mut request, Hash::OfBody);
    told(&s3.http(request))
}

fn presigned(s3: &FakeS3, signer: &Signer, seconds: u64) -> String {
    let mut request = Request::get(URI).body(Bytes::new()).unwrap();
    signer.presign(&mut request, Duration::from_secs(seconds));
    told(&s3.http(request))
}

/// What the right secret, a wrong one, a key that the world made up with a wrong secret, and one that nobody has come
/// to.
fn told_to_all(s3: &FakeS3) -> [String; 4] {
    let now = s3.clock().now();
    let (alice, own) = (s3.account("alice"), s3.account("fake-s3"));
    let made_up = alice.access_key_id().unwrap();
    own.user("reader").add_access_key("AKIDREADER", "right").allow("s3:GetObject", "arn:aws:s3:::backups/*");
    [("AKIDREADER", "right"), ("AKIDREADER", "wrong"), (&made_up, "wrong"), ("AKIDNOBODY", "any")]
        .map(|(key, secret)| get(s3, &Signer::new(key, secret, now)))
}

#[test]
fn the_setting_says_whose_signatures_count() {
    let (right, wrong, unknown) = ("200", "SignatureDoesNotMatch", "InvalidAccessKeyId");
    // Once a key is given, a generated key is verified too.
    assert_eq!(told_to_all(&world(Auth::Keys)), [right, wrong, wrong, unknown]);
    assert_eq!(told_to_all(&world(Auth::Signatures)), [right, wrong, wrong, unknown]);
    // Alice, the owner of the generated key, may not read.
    assert_eq!(told_to_all(&world(Auth::None)), [right, right, "AccessDenied", right]);
}

#[test]
fn until_a_key_is_given_any_is_the_world_s_own_account_s() {
    let s3 = world(Auth::Keys);
    let signer = Signer::new("AKIDNOBODY", "any", DateTime::from_secs(0));
    assert_eq!(get(&s3, &signer), "200");
    s3.account("alice").add_access_key("AKIDALICE", "secret");
    assert_eq!(get(&s3, &Signer { at: s3.clock().now(), ..signer }), "InvalidAccessKeyId");
}

#[test]
fn the_secrets_that_the_world_made_up_are_those_that_handles_tell() {
    let s3 = world(Auth::Signatures);
    let own = s3.account("fake-s3");
    own.user("reader").allow("s3:GetObject", "arn:aws:s3:::backups/*");
    own.role("reader").allow("s3:GetObject", "arn:aws:s3:::backups/*");
    let keys = [
        (own.access_key_id(), own.secret_access_key()),
        (own.user("reader").access_key_id(), own.user("reader").secret_access_key()),
        (own.role("reader").access_key_id(), own.role("reader").secret_access_key()),
    ];
    for (key, secret) in keys {
        let signer = Signer::new(&key.unwrap(), &secret.unwrap(), s3.clock().now());
        assert_eq!((get(&s3, &signer), presigned(&s3, &signer, 60)), ("200".to_owned(), "200".to_owned()));
    }
    assert_eq!((s3.anonymous().access_key_id(), s3.anonymous().secret_access_key()), (None, None));
}

#[test]
fn a_session_has_a_token_and_an_end() {
    let s3 = world(Auth::Keys);
    let role = s3.account("fake-s3").role("reader");
    role.allow("s3:GetObject", "arn:aws:s3:::backups/*");
    let expires = DateTime::from_secs(s3.clock().now().secs() + 3600);
    role.add_session("ASIAREADER", "secret", "the/token==", expires);
    assert_eq!(role.session_token().as_deref(), Some("the/token=="));

    let signer = || Signer::new("ASIAREADER", "secret", s3.clock().now());
    let both = |signer: &Signer| [get(&s3, signer), presigned(&s3, signer, 7200)];
    assert_eq!(both(&signer().with_token("the/token==")), ["200", "200"]);
    assert_eq!(both(&signer().with_token("another")), ["InvalidToken", "InvalidToken"]);
    assert_eq!(both(&signer()), ["InvalidAccessKeyId", "InvalidAccessKeyId"]);

    let early = signer().with_token("the/token==");
    s3.clock().advance(hours(1));
    assert_eq!(both(&signer().with_token("the/token==")), ["ExpiredToken", "ExpiredToken"]);
    // What was presigned before the end does not outlive it.
    assert_eq!(presigned(&s3, &early, 7200), "ExpiredToken");
}

#[test]
fn clocks_may_be_a_quarter_of_an_hour_apart_where_signatures_count() {
    let offsets = [-901, -900, 0, 900, 901];
    let told = |auth| {
        let s3 = world(auth);
        let now = s3.clock().now().secs();
        offsets.map(|offset| get(&s3, &Signer::own(DateTime::from_secs(now + offset))))
    };
    let skewed = "RequestTimeTooSkewed";
    assert_eq!(told(Auth::Signatures), [skewed, "200", "200", "200", skewed]);
    assert_eq!(told(Auth::Keys), ["200"; 5]);
}

#[test]
fn a_presigned_request_begins_and_ends() {
    let told = |auth| {
        let s3 = world(auth);
        let now = s3.clock().now().secs();
        [-60, -59, 0, 900, 901].map(|offset| presigned(&s3, &Signer::own(DateTime::from_secs(now + offset)), 60))
    };
    let denied = "AccessDenied";
    for auth in [Auth::Signatures, Auth::Keys, Auth::None] {
        assert_eq!(told(auth), [denied, "200", "200", "200", denied], "{auth:?}");
    }
}

#[test]
fn who_is_not_who_he_says_is_told_nothing_of_buckets() {
    let s3 = world(Auth::Signatures);
    let signer = Signer::new("AKIDNOBODY", "any", s3.clock().now());
    let uri = "https://nowhere.s3.us-east-1.amazonaws.com/db.tar?tagging";
    for method in ["GET", "PUT", "PATCH"] {
        let mut request = Request::builder().method(method).uri(uri).body(Bytes::from("no tags")).unwrap();
        signer.sign(&mut request, Hash::OfBody);
        assert_eq!(told(&s3.http(request)), "InvalidAccessKeyId");
    }
}

#[test]
fn the_direct_ways_in_need_no_signature() {
    let s3 = world(Auth::Signatures);
    assert!(s3.call(GetObjectInput::builder().bucket("backups").key("db.tar")).is_ok());
    assert_eq!(told(&s3.http(Request::get(URI).body(Bytes::new()).unwrap())), "200");
    assert_eq!(told(&s3.anonymous().http(Request::get(URI).body(Bytes::new()).unwrap())), "AccessDenied");
}

#[test]
fn an_authorization_is_read_with_space_or_without_and_in_any_order() {
    let s3 = world(Auth::Signatures);
    let mut request = Request::get(URI).body(Bytes::new()).unwrap();
    let signature = Signer::own(s3.clock().now()).sign(&mut request, Hash::OfBody);
    let sent = request.headers()["authorization"].to_str().unwrap().to_owned();
    let (_, parts) = sent.split_once(' ').unwrap();
    let mut parts: Vec<&str> = parts.split(", ").collect();
    assert!(parts.len() == 3 && parts[2].ends_with(&signature), "{sent}");
    for separator in [",", ", ", " , ", ",\t"] {
        for _ in 0..3 {
            parts.rotate_left(1);
            let authorization = format!("AWS4-HMAC-SHA256 {}", parts.join(separator));
            request.headers_mut().insert("authorization", authorization.parse().unwrap());
            assert_eq!(told(&s3.http(request.clone())), "200", "{authorization}");
        }
    }
}

#[test]
fn version_2_is_verified_where_it_is_known_and_refused_where_it_is_not() {
    let told = |edition, region, auth| {
        let s3 = FakeS3::builder().edition(edition).region(region).auth(auth).build();
        s3.create_bucket("backups").put_object("db.tar", "bytes");
        let request = Request::get("https://localhost/backups/db.tar").header("date", "Thu, 01 Jan 2026 10:30:00 GMT");
        let request = request.header("authorization", "AWS AKIAIOSFODNN7EXAMPLE:c2lnbmF0dXJl");
        told(&s3.http(request.body(Bytes::new()).unwrap()))
    };
    for edition in [Edition::Current, Edition::February2026, Edition::Classic] {
        assert_eq!(told(edition, "us-east-1", Auth::Signatures), "SignatureDoesNotMatch");
        assert_eq!(told(edition, "us-east-1", Auth::Keys), "200");
    }
    assert_eq!(told(Edition::February2026, "eu-central-1", Auth::Keys), "200");
    assert_eq!(told(Edition::Current, "eu-central-1", Auth::Keys), "InvalidRequest");
    assert_eq!(told(Edition::Current, "eu-central-1", Auth::None), "200");
}

#[test]
fn a_refusal_says_what_was_expected() {
    let s3 = world(Auth::Signatures);
    let mut request = Request::get(URI).header("x-amz-meta-a", "  two   words ").body(Bytes::new()).unwrap();
    let signer = Signer::own(s3.clock().now());
    signer.sign(&mut request, Hash::Unsigned);
    request.headers_mut().insert("x-amz-meta-a", "three".parse().unwrap());
    let answer = s3.http(request);
    let error = answer.extensions().get::<S3Error>().unwrap();
    let canonical = "GET\n/db.tar\n\nhost:backups.s3.us-east-1.amazonaws.com\n";
    assert!(error.extra("CanonicalRequest").unwrap().starts_with(canonical), "{error}");
    let names: Vec<_> = error.extras().map(|(name, _)| name).collect();
    let of_both = ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes"];
    assert_eq!(names, [&of_both[..], &["CanonicalRequest", "CanonicalRequestBytes"]].concat());
}

#[test]
fn signatures_with_key_pairs_are_refused_by_name_where_they_would_have_to_be_verified() {
    let told = |auth| {
        let authorization = "AWS4-ECDSA-P256-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/s3/aws4_request, \
                             SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3045";
        let request = Request::get(URI).header("authorization", authorization);
        let request = request.header("x-amz-date", "20260101T103000Z").header("x-amz-region-set", "*");
        told(&world(auth).http(request.body(Bytes::new()).unwrap()))
    };
    assert_eq!([Auth::Keys, Auth::Signatures, Auth::None].map(told), ["200", "NotImplemented", "200"]);
}
