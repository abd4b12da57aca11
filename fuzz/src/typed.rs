//! Typed calls, between jumps of the clock.

use crate::data::Data;
use crate::invariants::Watched;
use fake_s3::error::S3Error;
use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_bucket::CreateBucketInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_bucket::DeleteBucketInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::list_object_versions::ListObjectVersionsInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::operation::put_bucket_versioning::PutBucketVersioningInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::types::{
    BucketVersioningStatus, ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, StorageClass,
    TransitionStorageClass, VersioningConfiguration,
};
use fake_s3::{FakeS3, UploadView, hours, seconds};

const BUCKETS: &[&str] = &["backups", "backups", "other", "missing"];
const KEYS: &[&str] = &["a", "b/c", "b/d"];

/// Calls until the input ends.
pub fn run(input: &[u8]) -> u64 {
    let mut data = Data::new(input);
    let builder = FakeS3::builder().min_part_bytes(1).seed(data.byte().into());
    let s3 = builder.clone().build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("b/", 1);
    s3.create_bucket("other").enable_versioning();
    let mut watched = Watched::new(s3, builder.build());
    while !data.is_empty() {
        watched.begin();
        let result = step(&watched.s3, &mut data);
        watched.end(result.is_err(), &|| format!("{result:?}"));
    }
    watched.check_round_trip();
    watched.requests
}

fn step(s3: &FakeS3, data: &mut Data<'_>) -> Result<(), S3Error> {
    let (bucket, key) = (data.pick(BUCKETS), data.pick(KEYS));
    let uploads = s3.uploads();
    let upload = uploads.get(data.below(uploads.len().max(1)));
    let id = upload.map_or("x", |upload| upload.upload_id.as_str());
    let (its_bucket, its_key) = upload.map_or((bucket, key), |upload| (upload.bucket.as_str(), upload.key.as_str()));
    match data.below(14) {
        0 => s3.call(CreateBucketInput::builder().bucket(bucket)).map(drop),
        1 => s3.call_with_body(PutObjectInput::builder().bucket(bucket).key(key), data.bytes(32).to_vec()).map(drop),
        2 => s3.call(DeleteObjectInput::builder().bucket(bucket).key(key)).map(drop),
        3 => {
            let class = data.pick(&[None, Some(StorageClass::GlacierIr.as_str()), Some("x")]).map(StorageClass::from);
            let algorithm = data.one_in(2).then_some(ChecksumAlgorithm::Crc32);
            let begin = CreateMultipartUploadInput::builder().bucket(bucket).key(key).set_storage_class(class);
            s3.call(begin.set_checksum_algorithm(algorithm)).map(drop)
        }
        4 | 5 => {
            let number = i32::from(data.byte() % 5);
            let part = UploadPartInput::builder().bucket(its_bucket).key(its_key).upload_id(id);
            s3.call_with_body(part.part_number(number), data.bytes(32).to_vec()).map(drop)
        }
        6 => s3.call(complete(upload, data)).map(drop),
        7 => s3.call(AbortMultipartUploadInput::builder().bucket(its_bucket).key(its_key).upload_id(id)).map(drop),
        8 => {
            let source = format!("{}/{}", data.pick(BUCKETS), data.pick(KEYS));
            s3.call(CopyObjectInput::builder().bucket(bucket).key(key).copy_source(source)).map(drop)
        }
        9 => {
            let status = data.pick(&["Enabled", "Suspended"]);
            let status = VersioningConfiguration::builder().status(BucketVersioningStatus::from(status)).build();
            s3.call(PutBucketVersioningInput::builder().bucket(bucket).versioning_configuration(status)).map(drop)
        }
        10 => s3.call(DeleteBucketInput::builder().bucket(bucket)).map(drop),
        11 => s3.call(ListPartsInput::builder().bucket(bucket).key(key).upload_id(id)).map(drop),
        12 => s3.call(ListObjectVersionsInput::builder().bucket(bucket)).map(drop),
        _ => {
            turn(s3, data);
            Ok(())
        }
    }
}

/// Turns the clock, or changes the rules by which it matters.
fn turn(s3: &FakeS3, data: &mut Data<'_>) {
    let there: Vec<_> = s3.buckets();
    let bucket = there.get(data.below(there.len().max(1)));
    match (data.below(6), bucket) {
        (0, Some(bucket)) => drop(bucket.expire_objects_after("b/", 1 + u32::from(data.byte() % 3))),
        (1, Some(bucket)) => drop(bucket.remove_noncurrent_versions_after("", 1, 1 + u32::from(data.byte() % 2))),
        (2, Some(bucket)) => drop(bucket.move_objects_after("", 1, TransitionStorageClass::Glacier)),
        (3, _) => drop(s3.clock().advance(seconds(data.byte().into()))),
        _ => drop(s3.clock().advance(hours(data.byte().into()))),
    }
}

fn complete(upload: Option<&UploadView>, data: &mut Data<'_>) -> CompleteMultipartUploadInput {
    let mut list = CompletedMultipartUpload::builder();
    for part in upload.iter().flat_map(|upload| &upload.parts) {
        if data.one_in(8) {
            continue;
        }
        let number = if data.one_in(16) { i32::from(data.byte()) } else { part.part_number };
        list = list.parts(CompletedPart::builder().part_number(number).e_tag(&part.e_tag).build());
    }
    let (bucket, key) = upload.map_or(("backups", "a"), |upload| (upload.bucket.as_str(), upload.key.as_str()));
    let input = CompleteMultipartUploadInput::builder().bucket(bucket).key(key).multipart_upload(list.build());
    let id = upload.map_or("x", |upload| upload.upload_id.as_str());
    input.upload_id(id).build().expect("all that it needs is there")
}
