//! Bodies in frames (`aws-chunked`), whole and broken.

use crate::data::Data;
use crate::http::send;
use crate::invariants::Watched;
use bytes::Bytes;
use fake_s3::{Auth, FakeS3};
use http::Request;

/// Sends bodies until the input ends. A body that is whole is stored without its frames.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let s3 = FakeS3::builder().auth(Auth::None).build();
    s3.create_bucket("backups");
    let mut watched = Watched::new(s3, FakeS3::new());
    while !data.is_empty() {
        let (framed, bytes) = frames(&mut data);
        let is_broken = data.one_in(2);
        let framed = if is_broken { broken(&mut data, framed) } else { framed };
        let length = if data.one_in(8) { data.below(64) } else { bytes.len() };
        let is_right = !is_broken && length == bytes.len();
        let request = Request::put("/backups/framed")
            .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .header("content-encoding", "aws-chunked")
            .header("content-length", framed.len())
            .header("x-amz-decoded-content-length", length)
            .body(Bytes::from(framed));
        send(&mut watched, request.expect("it is a request"));
        if is_right {
            let stored = watched.s3.bucket("backups").object("framed").expect("whole frames are stored");
            assert_eq!(stored.bytes(), bytes);
        }
    }
    watched.requests
}

/// Frames, and what is in them.
fn frames(data: &mut Data<'_>) -> (Vec<u8>, Vec<u8>) {
    let (mut framed, mut bytes) = (Vec::new(), Vec::new());
    for _ in 0..data.below(4) {
        let chunk = data.bytes(24);
        if chunk.is_empty() {
            continue;
        }
        framed.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        framed.extend(chunk);
        framed.extend(b"\r\n");
        bytes.extend(chunk);
    }
    framed.extend(b"0\r\n\r\n");
    (framed, bytes)
}

fn broken(data: &mut Data<'_>, mut framed: Vec<u8>) -> Vec<u8> {
    match data.below(4) {
        0 => framed.truncate(data.below(framed.len() + 1)),
        1 => framed.extend(data.bytes(16)),
        2 => {
            let at = data.below(framed.len());
            framed[at] = data.byte();
        }
        _ => {
            let at = data.below(framed.len());
            framed.insert(at, data.byte());
        }
    }
    framed
}
