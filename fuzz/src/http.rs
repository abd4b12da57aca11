//! Raw HTTP, in process.

use crate::data::Data;
use crate::invariants::{Watched, check_response};
use crate::requests;
use bytes::Bytes;
use fake_s3::{Auth, Builder, Edition, FakeS3, hours};
use http::Request;

/// A world with something in it.
pub fn world(data: &mut Data<'_>) -> FakeS3 {
    fill(builder(data).build())
}

fn builder(data: &mut Data<'_>) -> Builder {
    let edition = data.pick(&[Edition::Current, Edition::February2026, Edition::Classic]);
    FakeS3::builder().edition(edition).auth(Auth::None).min_part_bytes(1)
}

fn fill(s3: FakeS3) -> FakeS3 {
    let bucket = s3.create_bucket("backups");
    bucket.put_object("a", "abc");
    bucket.put_part("a", &bucket.begin_upload("a"), 1, "abc");
    s3.create_bucket("other").enable_versioning().put_object("b/c", "def");
    s3
}

/// Sends requests until the input ends.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let builder = builder(&mut data);
    let mut watched = Watched::new(fill(builder.clone().build()), builder.build());
    while !data.is_empty() {
        if data.one_in(16) {
            watched.s3.clock().advance(hours(u32::from(data.byte()).into()));
            watched.begin();
            watched.end(false, &|| "the clock was turned".to_owned());
            continue;
        }
        let uploads: Vec<_> = watched.s3.uploads().into_iter().map(|upload| upload.upload_id).collect();
        let request = requests::request(&mut data, &uploads);
        send(&mut watched, request);
    }
    watched.check_round_trip();
    watched.requests
}

/// Sends one request, and checks what must hold after it.
pub fn send(watched: &mut Watched, request: Request<Bytes>) {
    let shown = format!("{request:?}");
    watched.begin();
    let response = watched.s3.http(request);
    watched.end(response.status().as_u16() >= 400, &|| format!("{shown}\n{response:?}"));
    check_response(&response);
}
