//! Whatever is signed is right, and whatever is changed of it is not.

use crate::signer::{Hash, KEY, SECRET, Signer, told};
use bytes::Bytes;
use fake_s3::error::S3Error;
use fake_s3::{Auth, FakeS3};
use http::{HeaderName, HeaderValue, Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use std::time::Duration;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const IN_PATH: &AsciiSet = &UNRESERVED.remove(b'/');

fn world() -> FakeS3 {
    let s3 = FakeS3::builder().auth(Auth::Signatures).build();
    s3.create_bucket("backups");
    s3
}

/// Whether a request comes past its signature, its date and the hash of its body; what it is about is another matter.
fn is_right(s3: &FakeS3, request: &Request<Bytes>) -> bool {
    let refusals = [
        "AccessDenied",
        "AuthorizationHeaderMalformed",
        "AuthorizationQueryParametersError",
        "IncompleteBody",
        "SignatureDoesNotMatch",
        "XAmzContentSHA256Mismatch",
    ];
    let answer = s3.http(request.clone());
    let error = answer.extensions().get::<S3Error>();
    let has_no_hash = error.is_some_and(|error| error.message().ends_with("for this request: x-amz-content-sha256"));
    !refusals.contains(&told(&answer).as_str()) && !has_no_hash
}

prop_compose! {
    /// A request with keys, parameters and headers as wild as clients send them.
    fn requests()(
        method in prop::sample::select(vec!["GET", "PUT", "POST", "DELETE", "HEAD"]),
        is_virtual in any::<bool>(),
        key in r"[a-zA-Z0-9 /.+*~%&=?#$@!'();:,_é漢\-]{1,20}",
        query in prop::collection::vec((r"q[a-z *+~%&=é-]{1,6}", r"[a-zA-Z0-9 /+*~%&=é]{0,6}"), 0..4),
        headers in prop::collection::vec((r"x-amz-meta-[a-z]{1,3}", r"[a-zA-Z0-9 ]{0,12}"), 0..3),
        body in r"[a-z]{0,12}",
    ) -> Request<Bytes> {
        let key = utf8_percent_encode(&key, IN_PATH).to_string();
        let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
        let query: Vec<_> = query.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let uri = match is_virtual {
            true => format!("https://backups.s3.us-east-1.amazonaws.com/{key}{query}"),
            false => format!("http://127.0.0.1:9000/backups/{key}{query}"),
        };
        let mut request = Request::builder().method(method).uri(uri).body(Bytes::from(body)).unwrap();
        for (name, value) in headers {
            let (name, value) = (HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
            request.headers_mut().insert(name, value);
        }
        let length = request.body().len();
        request.headers_mut().insert("content-length", length.into());
        request
    }
}

/// The same request with its address changed.
fn at(request: &Request<Bytes>, uri: &str) -> Request<Bytes> {
    let mut request = request.clone();
    *request.uri_mut() = uri.parse::<Uri>().unwrap();
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_the_sdk_s_signer_signs_is_right(request in requests(), is_unsigned in any::<bool>()) {
        let (s3, mut request) = (world(), request);
        let signer = Signer::own(s3.clock().now());
        signer.sign(&mut request, if is_unsigned { Hash::Unsigned } else { Hash::OfBody });
        prop_assert!(is_right(&s3, &request), "{request:?}: {:?}", s3.http(request.clone()));

        let uri = request.uri().to_string();
        let (path, query) = uri.split_once('?').map_or((uri.as_str(), None), |(path, query)| (path, Some(query)));
        let mut changed = vec![at(&request, &format!("{path}x?{}", query.unwrap_or_default()))];
        changed.push(at(&request, &format!("{path}?{}&x-y=z", query.unwrap_or_default())));
        let mut other = request.clone();
        *other.method_mut() = if other.method() == "PUT" { http::Method::GET } else { http::Method::PUT };
        changed.push(other);
        for name in request.headers().keys().filter(|name| name.as_str() != "authorization") {
            let mut other = request.clone();
            let value = [other.headers()[name].as_bytes(), b"1"].concat();
            other.headers_mut().insert(name.clone(), HeaderValue::from_bytes(&value).unwrap());
            changed.push(other);
            let mut without = request.clone();
            without.headers_mut().remove(name);
            // An empty header is signed as one that does not come.
            if !request.headers()[name].as_bytes().trim_ascii().is_empty() {
                changed.push(without);
            }
        }
        // Where nothing reads the body, nothing is said of it.
        if !is_unsigned && !request.body().is_empty() && request.method() == "PUT" {
            let mut other = request.clone();
            *other.body_mut() = Bytes::from(vec![b'X'; request.body().len()]);
            changed.push(other);
        }
        // What is added: a header of Amazon's, and another value of one that is there.
        for (name, value) in [("x-amz-acl", "public-read"), ("x-amz-date", "20260101T103001Z")] {
            let mut other = request.clone();
            other.headers_mut().append(name, HeaderValue::from_static(value));
            changed.push(other);
        }
        // Who is called by the address is who is signed for, whatever a header says.
        let mut elsewhere = at(&request, &uri.replacen("//", "//other.", 1));
        let host = request.uri().authority().unwrap().as_str();
        elsewhere.headers_mut().insert("host", host.parse().unwrap());
        changed.push(elsewhere);
        for changed in changed {
            prop_assert!(!is_right(&s3, &changed), "{changed:?}");
        }
    }

    #[test]
    fn what_the_sdk_s_signer_presigns_is_right(request in requests()) {
        let (s3, mut request) = (world(), request);
        Signer::own(s3.clock().now()).presign(&mut request, Duration::from_mins(1));
        prop_assert!(is_right(&s3, &request), "{request:?}: {:?}", s3.http(request.clone()));
        let uri = request.uri().to_string();
        for (from, to) in [("X-Amz-Expires=60", "X-Amz-Expires=61"), ("?", "?more=1&"), ("backups/", "backups/x"),
            (".com/", ".com/x"), ("X-Amz-SignedHeaders=", "X-Amz-SignedHeaders=date%3B"),
            ("X-Amz-Signature=", "x-amz-acl=private&X-Amz-Signature="),
            ("X-Amz-Signature=", "X-Amz-Expires=60&X-Amz-Signature=")] {
            let changed = uri.replacen(from, to, 1);
            if changed != uri {
                prop_assert!(!is_right(&s3, &at(&request, &changed)), "{changed}");
            }
        }
    }

    /// One part of what is right is something else: so it comes as far as that part is read.
    #[test]
    fn one_wrong_part_does_not_panic(
        at in 0_usize..8,
        wrong in r"[a-zA-Z0-9/,;:=. é-]{0,20}",
        is_presigned in any::<bool>(),
        auth in prop::sample::select(vec![Auth::Keys, Auth::Signatures, Auth::None]),
    ) {
        let s3 = FakeS3::builder().signature_v2(true).auth(auth).build();
        let mut parts = [KEY, "20260101", "us-east-1", "s3", "aws4_request", "host", "00", "20260101T103000Z"];
        parts[at] = &wrong;
        let [key, day, region, service, terminal, headers, signature, date] = parts;
        let credential = format!("{key}/{day}/{region}/{service}/{terminal}");
        let request = if is_presigned {
            let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
            let [credential, date, headers] = [&credential, date, headers].map(encode);
            let claim = format!("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={date}");
            let rest = format!("X-Amz-Expires=60&X-Amz-SignedHeaders={headers}&X-Amz-Signature={}", encode(signature));
            Request::get(format!("/backups/k?{claim}&{rest}"))
        } else {
            let claim = format!("Credential={credential}, SignedHeaders={headers}, Signature={signature}");
            let request = Request::get("/backups/k").header("x-amz-date", date.as_bytes());
            let request = request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            request.header("authorization", format!("AWS4-HMAC-SHA256 {claim}").into_bytes())
        };
        s3.http(request.header("host", "localhost").body(Bytes::new()).unwrap());
    }

    #[test]
    fn nothing_that_is_sent_panics(
        authorization in r"(AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256|AWS|)[ ]?(Credential=|SignedHeaders=|Signature=|[a-zA-Z0-9/,;:= é-]){0,30}",
        date in r"[0-9TZ:, a-zA-Z+é-]{0,20}",
        query in r"(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)|AWSAccessKeyId|Expires|Signature|[a-z]{1,3}|=|&|%[0-9A-F]{2}|[a-z0-9/+-]{1,5}){0,12}",
        auth in prop::sample::select(vec![Auth::Keys, Auth::Signatures, Auth::None]),
        is_header in any::<bool>(),
    ) {
        let s3 = FakeS3::builder().signature_v2(true).auth(auth).build();
        s3.account("alice").add_session("AKID", SECRET, "t", None);
        let mut request = Request::get(format!("/backups/k?{query}"));
        if is_header {
            request = request.header("authorization", authorization.as_bytes());
        }
        let request = request.header("x-amz-date", date.as_bytes()).body(Bytes::new()).unwrap();
        s3.http(request);
    }
}

#[test]
fn every_bit_of_a_signature_counts() {
    let s3 = world();
    let mut request = Request::get("http://127.0.0.1:9000/backups/k").body(Bytes::new()).unwrap();
    let signature = Signer::own(s3.clock().now()).sign(&mut request, Hash::OfBody);
    assert_eq!(told(&s3.http(request.clone())), "NoSuchKey");
    let sent = request.headers()["authorization"].as_bytes().to_vec();
    let start = sent.len() - signature.len();
    for at in start..sent.len() {
        for bit in 0..8 {
            let mut changed = sent.clone();
            changed[at] ^= 1 << bit;
            let Ok(value) = HeaderValue::from_bytes(&changed) else { continue };
            let Ok(_) = std::str::from_utf8(&changed) else { continue };
            let mut other = request.clone();
            other.headers_mut().insert("authorization", value);
            let code = told(&s3.http(other));
            let is_refused = ["SignatureDoesNotMatch", "AuthorizationHeaderMalformed"].contains(&code.as_str());
            assert!(is_refused, "bit {bit} of byte {at}: {code}");
        }
    }
}

/// However a client writes it, it is the same address: S3 decodes it, and encodes it again.
#[test]
fn an_address_is_signed_decoded_and_encoded_again() {
    let s3 = world();
    s3.bucket("backups").put_object("a b+c*~/d", "");
    let canonical = "http://127.0.0.1:9000/backups/a%20b%2Bc%2A~/d?a%20b%3D=&empty=&versionId=null&x=1%20%2B&x=%C3%A9";
    let mut request = Request::get(canonical).body(Bytes::new()).unwrap();
    Signer::own(s3.clock().now()).sign(&mut request, Hash::Unsigned);
    for same in [
        canonical,
        "http://127.0.0.1:9000/backups/a%20b+c*%7E/d?a%20b%3D=&empty&versionId=null&x=1%20%2B&x=%c3%a9",
        "http://127.0.0.1:9000/backups/a%20b%2bc%2a~%2Fd?a+b%3d&empty=&versionId=%6Eull&x=1+%2b&x=%C3%A9",
        "http://127.0.0.1:9000/%62ackups/a%20b+c*~/d?x=%C3%A9&x=1%20%2B&&%76ersionId=null&%65mpty&a+b%3D=&",
    ] {
        assert_eq!(told(&s3.http(at(&request, same))), "200", "{same}");
    }
    let query = "a%20b%3D=&empty=&versionId=null";
    for other in [
        format!("a%20b%20c%2A~/d?{query}&x=1%20%2B&x=%C3%A9"),
        format!("/a%20b%2Bc%2A~/d?{query}&x=1%20%2B&x=%C3%A9"),
        format!("./a%20b%2Bc%2A~/d?{query}&x=1%20%2B&x=%C3%A9"),
        format!("a%20b%2Bc%2A~/d?{query}&x=1%20+&x=%C3%A9"),
        format!("a%20b%2Bc%2A~/d?{query}&x=1%20%2B"),
        format!("a%20b%2Bc%2A~/d?{query}&x=1%20%2B&x=%C3%A9&x=%C3%A9"),
        format!("a%20b%2Bc%2A~/d?{query}=&x=1%20%2B&x=%C3%A9"),
        "a%20b%2Bc%2A~/d?a%20b==&empty=&versionId=null&x=1%20%2B&x=%C3%A9".to_owned(),
        "a%20b%2Bc%2A~/d?a%20b%3D=&Empty=&versionId=null&x=1%20%2B&x=%C3%A9".to_owned(),
    ] {
        let other = format!("http://127.0.0.1:9000/backups/{other}");
        assert_eq!(told(&s3.http(at(&request, &other))), "SignatureDoesNotMatch", "{other}");
    }
    let elsewhere = canonical.replace("9000", "9001");
    assert_eq!(told(&s3.http(at(&request, &elsewhere))), "SignatureDoesNotMatch");
}

/// Clients put headers of Amazon's into the query when they presign. Any other is read as a header alone, and where it
/// was signed it must come as one (recorded).
#[test]
fn a_type_in_the_query_stands_for_no_header() {
    let s3 = world();
    let mut request = Request::put("http://127.0.0.1:9000/backups/k?content-type=text%2Fplain");
    request = request.header("content-type", "text/plain").header("content-length", "5");
    let mut request = request.body(Bytes::from_static(b"hello")).unwrap();
    Signer::own(s3.clock().now()).presign(&mut request, Duration::from_mins(1));
    assert_eq!(told(&s3.http(request.clone())), "200");
    request.headers_mut().remove("content-type");
    assert_eq!(told(&s3.http(request)), "SignatureDoesNotMatch");
}
