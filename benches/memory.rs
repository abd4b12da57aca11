//! How often the process holds what was uploaded: once.
//!
//! Measured is `VmRSS` of `/proc/self/status`, the memory of the process that is resident: everything counts, whoever
//! allocated it. The bytes are written before they are uploaded, so their pages are there.
#![allow(missing_docs, reason = "a bench has no users")]

mod support;

use bytes::Bytes;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart};
use fake_s3::{FakeS3, S3};
use support::{Figure, Table};

const BUCKET: &str = "backups";
const KEY: &str = "db.tar";
const PART: usize = 8 << 20;
const PARTS: u8 = 128;
const MIB: f64 = 1024.0;

/// Resident memory in MiB; `None` where there is no `/proc`.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib / 1024.0)
}

fn main() {
    let Some(mut table) = Table::begin("Memory, of 1 GiB in 8 MiB parts") else { return };
    let Some(before) = resident() else {
        println!("not measured: there is no /proc/self/status here");
        return;
    };
    let world = FakeS3::new();
    world.create_bucket(BUCKET);
    let id = create(&world);
    let (mut list, mut addresses) = (CompletedMultipartUpload::builder(), Vec::new());
    for (number, fill) in (1..).zip(0..PARTS) {
        let body = Bytes::from(vec![fill | 1; PART]);
        addresses.push(body.as_ptr());
        let call = UploadPartInput::builder().bucket(BUCKET).key(KEY).upload_id(&id).part_number(number);
        let stored = world.call(call.body(body.into())).expect("stored");
        list = list.parts(CompletedPart::builder().part_number(number).set_e_tag(stored.e_tag).build());
    }
    let uploaded = resident().unwrap_or(f64::NAN);
    let call = CompleteMultipartUploadInput::builder().bucket(BUCKET).key(KEY).upload_id(&id);
    world.call(call.multipart_upload(list.build())).expect("completed");
    let completed = resident().unwrap_or(f64::NAN);
    let same = read(&world).iter().map(|segment| segment.as_ptr()).eq(addresses);
    let read = resident().unwrap_or(f64::NAN);

    table.row("held after the last part; peer: the bytes", mib(uploaded - before), mib(MIB), Some(1.01));
    table.row("held after completing; peer: the bytes", mib(completed - before), mib(MIB), Some(1.01));
    table.row("held while all is read; peer: the bytes", mib(read - before), mib(MIB), Some(1.01));
    table.claim("what is read lies where it was uploaded from", same);
    drop(world);
    small_objects(&mut table);
    #[cfg(feature = "aws-sdk")]
    through_the_sdk(&mut table);
    table.end();
}

/// What an object costs beside its bytes: so many of one byte each, which all of them share.
fn small_objects(table: &mut Table) {
    const OBJECTS: u32 = 1_000_000;
    let world = FakeS3::new();
    let bucket = world.create_bucket(BUCKET);
    let before = resident().unwrap_or(f64::NAN);
    for n in 0..OBJECTS {
        bucket.put_object(&format!("logs/{n:07}"), Bytes::from_static(b"x"));
    }
    let held = resident().unwrap_or(f64::NAN) - before;
    table.row("held for a million objects; peer: 1 KiB each", mib(held), mib(f64::from(OBJECTS) / MIB), Some(1.0));
}

fn mib(value: f64) -> Figure {
    Figure::MiB(value)
}

fn create(world: &FakeS3) -> String {
    let created = world.call(CreateMultipartUploadInput::builder().bucket(BUCKET).key(KEY)).expect("created");
    created.upload_id.expect("an id")
}

/// All of the object, piece by piece.
fn read(world: &FakeS3) -> Vec<Bytes> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let input = GetObjectInput::builder().bucket(BUCKET).key(KEY).build().expect("an input");
        let mut body = world.client().send(input).await.expect("read").body;
        let mut segments = Vec::new();
        while let Some(segment) = body.next().await {
            segments.push(segment.expect("a segment"));
        }
        segments
    })
}

/// The same with the real client in between. What the client itself keeps is counted too.
#[cfg(feature = "aws-sdk")]
fn through_the_sdk(table: &mut Table) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let world = FakeS3::new();
    world.create_bucket(BUCKET);
    let client = world.sdk_client();
    let before = resident().unwrap_or(f64::NAN);
    runtime.block_on(async {
        let created = client.create_multipart_upload().bucket(BUCKET).key(KEY).send().await.expect("created");
        let id = created.upload_id().expect("an id");
        let mut list = aws_sdk_s3::types::CompletedMultipartUpload::builder();
        for (number, fill) in (1..).zip(0..PARTS) {
            let call = client.upload_part().bucket(BUCKET).key(KEY).upload_id(id).part_number(number);
            let stored = call.body(vec![fill | 1; PART].into()).send().await.expect("stored");
            let part = aws_sdk_s3::types::CompletedPart::builder().part_number(number).set_e_tag(stored.e_tag);
            list = list.parts(part.build());
        }
        let call = client.complete_multipart_upload().bucket(BUCKET).key(KEY).upload_id(id);
        call.multipart_upload(list.build()).send().await.expect("completed");
    });
    let growth = resident().unwrap_or(f64::NAN) - before;
    table.row("held after the SDK's client completed 1 GiB more", mib(growth), mib(MIB), Some(1.01));
}
