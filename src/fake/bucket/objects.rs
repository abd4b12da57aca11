//! Objects and uploads of a bucket, made by a test's set-up under S3's own names.

use super::BucketHandle;
use crate::api::types::{CompletedMultipartUpload, CompletedPart};
use crate::fake::views::ObjectView;
use crate::http::body::Body;
use crate::model::bucket::BucketState;
use crate::model::name::{ObjectKey, UploadId, some_of};
use crate::model::payload::checksum::ChecksumValue;
use crate::model::upload::Upload;
use crate::ops::abort_multipart_upload::AbortMultipartUploadInput;
use crate::ops::complete_multipart_upload::CompleteMultipartUploadInput;
use crate::ops::create_multipart_upload::CreateMultipartUploadInput;
use crate::ops::delete_object::DeleteObjectInput;
use crate::ops::put_object::PutObjectInput;
use crate::ops::steps;
use crate::ops::upload_part::UploadPartInput;
use aws_smithy_types::base64;

impl BucketHandle {
    /// Puts an object, and gives its ETag, in quotes.
    ///
    /// # Panics
    /// If S3 would reject it, or the bucket has been deleted.
    #[track_caller]
    pub fn put_object(&self, key: &str, body: impl Into<Body>) -> String {
        let body = body.into();
        let (checksum, md5) = self.digests_of(&body);
        let input = PutObjectInput::builder().bucket(self.name()).key(key);
        let input = input.set_checksum_crc64_nvme(checksum).set_content_md5(md5);
        self.granted(self.world.set_up_with_body_as(self.owner(), input, body)).e_tag.unwrap_or_default()
    }

    /// Deletes an object as S3 does: a bucket that keeps versions gets a delete marker. Deleting a key that the bucket
    /// does not have changes nothing.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// bucket.put_object("db.tar", "Monday's");
    /// bucket.delete_object("db.tar");
    /// assert!(bucket.object("db.tar").is_none());
    /// ```
    ///
    /// # Panics
    /// If S3 would reject it, or the bucket has been deleted.
    #[track_caller]
    pub fn delete_object(&self, key: &str) -> &Self {
        self.set_up(DeleteObjectInput::builder().bucket(self.name()).key(key));
        self
    }

    /// The newest version of a key.
    ///
    /// ```should_panic
    /// let s3 = fake_s3::FakeS3::new();
    /// s3.create_bucket("backups").put_object("db.tar", "Monday's");
    /// s3.bucket("backups").head("db.tra"); // there is no object `db.tra` in `backups`; there is `db.tar`
    /// ```
    ///
    /// # Panics
    /// If the bucket has no such object, or has been deleted. [`object`](Self::object) gives `None` instead.
    #[track_caller]
    pub fn head(&self, key: &str) -> ObjectView {
        self.object(key).unwrap_or_else(|| {
            let keys: Vec<String> = self.objects().into_iter().map(|object| object.key).collect();
            panic!("there is no object `{key}` in `{}`; {}", self.name, some_of(keys.iter()))
        })
    }

    /// Creates an upload, and gives its id. It is open until it is completed, or aborted by a call or by a lifecycle
    /// rule.
    ///
    /// # Panics
    /// If S3 would reject the key, or the bucket has been deleted.
    #[track_caller]
    pub fn begin_upload(&self, key: &str) -> String {
        let created = self.set_up(CreateMultipartUploadInput::builder().bucket(self.name()).key(key));
        created.upload_id.unwrap_or_default()
    }

    /// Uploads a part, with a checksum of the algorithm of its upload, and returns its ETag, in quotes.
    ///
    /// # Panics
    /// If there is no such upload, if S3 would reject the part, or if the bucket has been deleted.
    #[track_caller]
    pub fn put_part(&self, key: &str, upload_id: &str, part_number: i32, body: impl Into<Body>) -> String {
        self.check_upload(key, upload_id);
        let body = body.into();
        let input = UploadPartInput::builder().bucket(self.name()).key(key).upload_id(upload_id);
        let input = input.part_number(part_number).build();
        let mut input = input.unwrap_or_else(|error| panic!("the part cannot be put: {error}"));
        let algorithm = self.look(|bucket| Some(find(bucket, key, upload_id)?.checksum?.0));
        match algorithm.map(|algorithm| ChecksumValue::of(algorithm, &body.0)) {
            Some(Ok(checksum)) => steps::digest::tell(&mut input, &checksum),
            // A checksum that cannot be computed is rejected as in any other request.
            Some(Err(_)) => {}
            None => (input.checksum_crc64_nvme, input.content_md5) = self.digests_of(&body),
        }
        let part = self.world.set_up_with_body_as(self.owner(), input, body);
        self.granted(part).e_tag.unwrap_or_default()
    }

    /// Completes an upload with all its parts, and gives the ETag of the object, in quotes.
    ///
    /// # Panics
    /// If there is no such upload, if it has no part, if S3 would reject it, or if the bucket has been deleted.
    #[track_caller]
    pub fn complete_upload(&self, key: &str, upload_id: &str) -> String {
        self.check_upload(key, upload_id);
        let parts = self.look(|bucket| find(bucket, key, upload_id).map(completed).unwrap_or_default());
        assert!(!parts.is_empty(), "an upload needs at least one part: put a part of `{key}` before it is completed");
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let input = CompleteMultipartUploadInput::builder().bucket(self.name()).key(key).upload_id(upload_id);
        self.set_up(input.multipart_upload(list)).e_tag.unwrap_or_default()
    }

    /// Aborts an upload: its parts are deleted.
    ///
    /// ```
    /// let s3 = fake_s3::FakeS3::new();
    /// let bucket = s3.create_bucket("backups");
    /// let id = bucket.begin_upload("db.tar");
    /// bucket.abort_upload("db.tar", &id);
    /// assert!(bucket.uploads().is_empty());
    /// ```
    ///
    /// # Panics
    /// If there is no such upload, if S3 would reject the call, or if the bucket has been deleted.
    #[track_caller]
    pub fn abort_upload(&self, key: &str, upload_id: &str) -> &Self {
        self.check_upload(key, upload_id);
        self.set_up(AbortMultipartUploadInput::builder().bucket(self.name()).key(key).upload_id(upload_id));
        self
    }

    /// A test that names an upload which is not open is wrong, and hears which uploads are open.
    #[track_caller]
    fn check_upload(&self, key: &str, upload_id: &str) {
        if self.look(|bucket| find(bucket, key, upload_id).is_some()) {
            return;
        }
        let open: Vec<String> =
            self.uploads().iter().map(|open| format!("{} of {}", open.upload_id, open.key)).collect();
        panic!("there is no open upload `{upload_id}` of `{key}` in `{}`; {}", self.name, some_of(open.iter()))
    }

    /// S3 wants a digest of an object that object lock protects: the checksum that S3 would compute itself, or else the
    /// MD5.
    #[track_caller]
    fn digests_of(&self, body: &Body) -> (Option<String>, Option<String>) {
        if !self.look(|bucket| bucket.object_lock().is_some()) {
            return (None, None);
        }
        match self.world.world.terms.default_checksum {
            Some(algorithm) => (ChecksumValue::of(algorithm, &body.0).ok().map(|checksum| checksum.encoded()), None),
            None => (None, body.0.md5().ok().map(base64::encode)),
        }
    }
}

fn find<'a>(bucket: &'a BucketState, key: &str, upload_id: &str) -> Option<&'a Upload> {
    bucket.upload(&ObjectKey::try_from(key).ok()?, &UploadId::new(upload_id)).ok()
}

/// Its parts as a client lists them. S3 asks for the checksum of each part where the upload has an algorithm.
fn completed(upload: &Upload) -> Vec<CompletedPart> {
    let parts = upload.parts().iter().map(|(number, part)| {
        let listed = CompletedPart::builder().part_number(number.get()).e_tag(part.etag().quoted());
        let mut listed = listed.build();
        if let Some(checksum) = part.checksum.as_ref().filter(|_| upload.checksum.is_some()) {
            steps::digest::tell(&mut listed, checksum);
        }
        listed
    });
    parts.collect()
}
