//! What a request costs over HTTP: its signature, what decides who may make it, and the socket that it comes by.
#![allow(missing_docs, reason = "a bench has no users")]

#[path = "../tests/support/signer.rs"]
#[allow(dead_code, clippy::pedantic, reason = "tests need the rest of it")]
mod signer;
mod support;

use bytes::Bytes;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::{Auth, FakeS3};
use http::Request;
use signer::{Hash, Signer};
use support::{Table, race};

const REPETITIONS: u32 = if cfg!(debug_assertions) { 200 } else { 2_000 };

fn main() {
    let Some(mut table) = Table::begin("Requests over HTTP") else { return };
    signatures(&mut table);
    policies(&mut table);
    #[cfg(feature = "server")]
    socket(&mut table);
    table.end();
}

/// A world with an object of 1 KiB.
fn world(auth: Auth) -> FakeS3 {
    let world = FakeS3::builder().auth(auth).build();
    world.create_bucket("backups").put_object("db.tar", vec![b'a'; 1024]);
    world
}

fn get() -> Request<Bytes> {
    let request = Request::get("https://backups.s3.us-east-1.amazonaws.com/db.tar").header("user-agent", "bench");
    request.body(Bytes::new()).expect("a request")
}

fn put(body: &Bytes) -> Request<Bytes> {
    let request = Request::put("https://backups.s3.us-east-1.amazonaws.com/new");
    request.header("content-length", body.len()).body(body.clone()).expect("a request")
}

fn ask(world: &FakeS3, request: &Request<Bytes>) {
    let answer = world.http(request.clone());
    assert_eq!(answer.status(), 200, "{answer:?}");
}

/// Beside the same request where nobody signs, and where a signature is there and does not count.
fn signatures(table: &mut Table) {
    let (verifying, trusting) = (world(Auth::Signatures), world(Auth::Keys));
    let own = Signer::own(verifying.clock().now());
    let signed = |mut request: Request<Bytes>, hash| {
        own.sign(&mut request, hash);
        request
    };
    let (bare, get) = (get(), signed(get(), Hash::OfBody));
    let [verified, unsigned, trusted] = race(
        15,
        REPETITIONS,
        [&mut || ask(&verifying, &get), &mut || ask(&trusting, &bare), &mut || ask(&trusting, &get)],
    );
    table.row("GET of 1 KiB, signature verified; peer: unsigned", verified, unsigned, None);
    table.row("  the same; peer: a signature that does not count", verified, trusted, Some(3.0));

    let body = Bytes::from(vec![b'a'; 1 << 20]);
    let (hashed, unhashed) = (signed(put(&body), Hash::OfBody), signed(put(&body), Hash::Unsigned));
    let [hashed, unhashed] =
        race(15, REPETITIONS / 100, [&mut || ask(&verifying, &hashed), &mut || ask(&verifying, &unhashed)]);
    table.row("PUT of 1 MiB, hash signed; peer: UNSIGNED-PAYLOAD", hashed, unhashed, None);
}

/// Statements that could deny, so each is asked to its last word, and none does.
fn policies(table: &mut Table) {
    let world_of = |statements: usize| {
        let world = world(Auth::Keys);
        let one = |number: usize| {
            let of =
                r#""Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::backups/*""#;
            format!(r#"{{{of}, "Condition": {{"StringEquals": {{"aws:UserAgent": "client-{number}"}}}}}}"#)
        };
        if statements > 0 {
            let all: Vec<_> = (0..statements).map(one).collect();
            let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, all.join(", "));
            world.bucket("backups").set_policy(&text);
        }
        world
    };
    let head = |world: &FakeS3| {
        let input = HeadObjectInput::builder().bucket("backups").key("db.tar");
        world.call(input).expect("there");
    };
    let [none, one, ten, hundred] = [0, 1, 10, 100].map(world_of);
    let [none, one, ten, hundred] =
        race(15, REPETITIONS, [&mut || head(&none), &mut || head(&one), &mut || head(&ten), &mut || head(&hundred)]);
    table.row("HEAD under a policy of one statement; peer: no policy", one, none, None);
    table.row("  of 10 statements; peer: no policy", ten, none, None);
    table.row("  of 100 statements; peer: no policy", hundred, none, None);
    table.row("  of 100 statements; peer: ten times that of 10", hundred, ten * 10, Some(1.2));
}

/// Client and server are this process, so both are counted: a connection that stays, and the fewest bytes that ask.
#[cfg(feature = "server")]
fn socket(table: &mut Table) {
    use std::io::{Read as _, Write as _};

    let world = world(Auth::None);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let server = runtime.block_on(world.serve("127.0.0.1:0")).expect("a server");
    let mut connection = std::net::TcpStream::connect(server.address()).expect("a connection");
    connection.set_nodelay(true).expect("an option");
    let head = format!("GET /backups/db.tar HTTP/1.1\r\nHost: {}\r\nUser-Agent: bench\r\n\r\n", server.address());
    let mut buffer = [0; 16 << 10];
    let mut ask_there = || {
        connection.write_all(head.as_bytes()).expect("sent");
        let mut read = 0;
        loop {
            read += connection.read(&mut buffer[read..]).expect("an answer");
            let end = buffer[..read].windows(4).position(|four| four == b"\r\n\r\n");
            if end.is_some_and(|end| read >= end + 4 + 1024) {
                break;
            }
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"));
    };
    let get = get();
    let [there, here] = race(15, REPETITIONS / 4, [&mut ask_there, &mut || ask(&world, &get)]);
    table.row("GET of 1 KiB over loopback; peer: FakeS3::http", there, here, None);
    runtime.block_on(server.shutdown());
}
