//! The same calls to the world, told in the same lines; a version's id stands in them as `<id>`.

use super::model::Answer;
use super::story::{Form, Listing};
use fake_s3::error::S3Error;
use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::copy_object::CopyObjectInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::delete_objects::DeleteObjectsInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::head_object::HeadObjectInput;
use fake_s3::operation::list_object_versions::{ListObjectVersionsInput, ListObjectVersionsOutput};
use fake_s3::operation::list_objects::ListObjectsInput;
use fake_s3::operation::list_objects_v2::ListObjectsV2Input;
use fake_s3::operation::put_bucket_versioning::PutBucketVersioningInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::primitives::{ByteStream, DateTime};
use fake_s3::types::{
    BucketVersioningStatus, CommonPrefix, CompletedMultipartUpload, CompletedPart, Delete, MetadataDirective, Object,
    ObjectIdentifier, VersioningConfiguration,
};
use fake_s3::{FakeS3, NewestUpload};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

pub const BUCKET: &str = "versions";

/// The world, and what a client remembers of its own uploads.
pub struct World {
    pub s3: FakeS3,
    /// Their ids.
    uploads: Vec<String>,
}

type Told = Result<Answer, S3Error>;

/// Where a page of a list begins.
#[derive(Debug, Default, Clone)]
pub struct From {
    pub marker: Option<String>,
    pub version: Option<String>,
}

/// What a page says, and where the next one begins.
pub struct Page {
    pub told: Answer,
    /// Each line as it stands in the list: a key and a version, or a common prefix.
    pub lines: Vec<(String, Option<String>)>,
    pub next: Option<From>,
}

impl World {
    pub fn new(newest: NewestUpload) -> Self {
        let s3 = FakeS3::builder().min_part_bytes(1).newest_upload(newest).build();
        s3.create_bucket(BUCKET);
        Self { s3, uploads: vec![] }
    }

    pub fn now(&self) -> i64 {
        self.s3.clock().now().secs()
    }

    pub fn pass(&self, by: u64) -> Answer {
        self.s3.clock().advance(Duration::from_secs(by));
        vec![]
    }

    /// Every version, with its key and its id, looked at from outside.
    pub fn state(&self) -> Vec<(String, String, String)> {
        let versions = self.s3.bucket(BUCKET).versions();
        let told = versions.into_iter().map(|version| {
            let newest = if version.is_latest { " newest" } else { "" };
            let object = version.object.as_ref();
            let what = object.map(|object| format!("{} bytes {}", object.size, object.e_tag.trim_matches('"')));
            let (what, at) = (what.unwrap_or("marker".into()), version.last_modified.secs());
            let line = format!("{:?} <{}>{newest} {what} at {at}", version.key, version.version_id);
            (version.key, version.version_id, line)
        });
        told.collect()
    }

    pub fn set_versioning(&self, enabled: bool) -> Told {
        let status = if enabled { BucketVersioningStatus::Enabled } else { BucketVersioningStatus::Suspended };
        let configuration = VersioningConfiguration::builder().status(status).build();
        self.s3.call(PutBucketVersioningInput::builder().bucket(BUCKET).versioning_configuration(configuration))?;
        Ok(vec![])
    }

    pub fn put(&self, key: &str, text: &str) -> Told {
        let body = ByteStream::from(text.as_bytes().to_vec());
        let put = self.s3.call(PutObjectInput::builder().bucket(BUCKET).key(key).body(body))?;
        Ok(version(put.version_id))
    }

    pub fn delete(&self, key: &str, id: Option<String>) -> Told {
        let deleted = self.s3.call(DeleteObjectInput::builder().bucket(BUCKET).key(key).set_version_id(id))?;
        let marker = deleted.delete_marker.filter(|is_marker| *is_marker).map(|_| "marker".to_owned());
        Ok(marker.into_iter().chain(version(deleted.version_id)).collect())
    }

    pub fn delete_many(&self, many: Vec<(&str, Option<String>)>, quiet: bool) -> Told {
        let identify = |(key, id)| ObjectIdentifier::builder().key(key).set_version_id(id).build().unwrap();
        let delete = Delete::builder().set_objects(Some(many.into_iter().map(identify).collect())).quiet(quiet);
        let answer = self.s3.call(DeleteObjectsInput::builder().bucket(BUCKET).delete(delete.build().unwrap()))?;
        let deleted = answer.deleted().iter().map(|deleted| {
            let version = deleted.version_id().map(|id| format!(" <{id}>")).unwrap_or_default();
            let marker = deleted.delete_marker_version_id().filter(|_| deleted.delete_marker() == Some(true));
            let marker = marker.map(|id| format!(", marker <{id}>")).unwrap_or_default();
            format!("deleted {:?}{version}{marker}", deleted.key().unwrap())
        });
        let refused = answer.errors().iter();
        let refused =
            refused.map(|error| format!("refused {:?} {}", error.key().unwrap(), error.code().unwrap_or_default()));
        Ok(deleted.chain(refused).collect())
    }

    pub fn copy(&self, from: &str, id: Option<String>, to: &str, new_metadata: bool) -> Told {
        // Percent-encoded, as it travels in a header.
        let from = percent_encoding::utf8_percent_encode(from, percent_encoding::NON_ALPHANUMERIC);
        let id = id.map(|id| format!("?versionId={id}")).unwrap_or_default();
        let copy = CopyObjectInput::builder().bucket(BUCKET).key(to).copy_source(format!("{BUCKET}/{from}{id}"));
        let copy = copy.set_metadata_directive(new_metadata.then_some(MetadataDirective::Replace));
        let copied = self.s3.call(copy)?;
        let source = copied.copy_source_version_id.map(|id| format!("source <{id}>"));
        Ok(version(copied.version_id).into_iter().chain(source).collect())
    }

    pub fn create(&mut self, key: &str) -> Told {
        let created = self.s3.call(CreateMultipartUploadInput::builder().bucket(BUCKET).key(key))?;
        self.uploads.push(created.upload_id.unwrap());
        Ok(vec![])
    }

    pub fn part(&self, key: &str, upload: usize, number: i32, text: &str) -> Told {
        let part = UploadPartInput::builder().bucket(BUCKET).key(key).upload_id(&self.uploads[upload]);
        self.s3.call(part.part_number(number).body(ByteStream::from(text.as_bytes().to_vec())))?;
        Ok(vec![])
    }

    /// With the tags that parts of these texts have.
    pub fn complete(&self, key: &str, upload: usize, parts: &[(i32, String)]) -> Told {
        use md5::Digest as _;
        let list = parts.iter().map(|(number, text)| {
            let tag = format!("{:x}", md5::Md5::digest(text));
            CompletedPart::builder().part_number(*number).e_tag(tag).build()
        });
        let list = CompletedMultipartUpload::builder().set_parts(Some(list.collect())).build();
        let complete = CompleteMultipartUploadInput::builder().bucket(BUCKET).key(key);
        let completed = self.s3.call(complete.upload_id(&self.uploads[upload]).multipart_upload(list))?;
        Ok(version(completed.version_id))
    }

    pub fn abort(&self, key: &str, upload: usize) -> Told {
        let abort = AbortMultipartUploadInput::builder().bucket(BUCKET).key(key).upload_id(&self.uploads[upload]);
        self.s3.call(abort)?;
        Ok(vec![])
    }

    pub fn get(&self, key: &str, id: Option<String>) -> Told {
        let read = self.s3.call(GetObjectInput::builder().bucket(BUCKET).key(key).set_version_id(id))?;
        let body = poll_once(read.body.collect()).unwrap().to_vec();
        let told = [format!("{:?}", String::from_utf8(body).unwrap()), bare(read.e_tag), at(read.last_modified)];
        Ok(told.into_iter().chain(version(read.version_id)).collect())
    }

    pub fn head(&self, key: &str, id: Option<String>) -> Told {
        let head = self.s3.call(HeadObjectInput::builder().bucket(BUCKET).key(key).set_version_id(id))?;
        let told = [format!("{} bytes", head.content_length.unwrap()), bare(head.e_tag), at(head.last_modified)];
        Ok(told.into_iter().chain(version(head.version_id)).collect())
    }

    pub fn page(&self, listing: &Listing, from: From) -> Result<Page, S3Error> {
        match listing.form {
            Form::Objects => self.objects(listing, from),
            Form::ObjectsV2 => self.objects_v2(listing, from),
            Form::Versions => self.versions(listing, from),
        }
    }

    fn objects(&self, listing: &Listing, from: From) -> Result<Page, S3Error> {
        let list = ListObjectsInput::builder().bucket(BUCKET).prefix(listing.prefix).delimiter(listing.delimiter);
        let page = self.s3.call(list.set_max_keys(listing.size).set_marker(from.marker))?;
        let behind = page.contents().last().and_then(|object| object.key.clone());
        let is_truncated = page.is_truncated == Some(true);
        let mut told = told_objects(page.contents(), page.common_prefixes());
        told.push(if is_truncated { "more" } else { "all" }.to_owned());
        told.extend(page.next_marker().map(|next| format!("next {next:?}")));
        let next = page.next_marker.or(behind).filter(|_| is_truncated);
        Ok(Page { told, lines: vec![], next: next.map(|marker| From { marker: Some(marker), version: None }) })
    }

    /// Behind a marker: by a token from the page before, else as `start-after`.
    fn objects_v2(&self, listing: &Listing, from: From) -> Result<Page, S3Error> {
        let list = ListObjectsV2Input::builder().bucket(BUCKET).prefix(listing.prefix).delimiter(listing.delimiter);
        let list = list.set_max_keys(listing.size).set_start_after(from.marker).set_continuation_token(from.version);
        let page = self.s3.call(list)?;
        let mut told = told_objects(page.contents(), page.common_prefixes());
        assert_eq!(page.key_count(), i32::try_from(told.len()).ok());
        assert_eq!(page.is_truncated(), Some(page.next_continuation_token.is_some()));
        told.push(if page.next_continuation_token.is_some() { "more" } else { "all" }.to_owned());
        let next = page.next_continuation_token.map(|token| From { marker: None, version: Some(token) });
        Ok(Page { told, lines: vec![], next })
    }

    fn versions(&self, listing: &Listing, from: From) -> Result<Page, S3Error> {
        let list = ListObjectVersionsInput::builder().bucket(BUCKET).prefix(listing.prefix);
        let list = list.delimiter(listing.delimiter).set_max_keys(listing.size);
        let page = self.s3.call(list.set_key_marker(from.marker).set_version_id_marker(from.version))?;
        let mut told = told_versions(&page);
        let is_truncated = page.is_truncated == Some(true);
        told.push(if is_truncated { "more" } else { "all" }.to_owned());
        let version = page.next_version_id_marker().map(|id| format!(" <{id}>")).unwrap_or_default();
        told.extend(page.next_key_marker().map(|next| format!("next {next:?}{version}")));
        let line = |key: &Option<String>, id: &Option<String>| (key.clone().unwrap(), id.clone());
        let objects = page.versions().iter().map(|object| line(&object.key, &object.version_id));
        let markers = page.delete_markers().iter().map(|marker| line(&marker.key, &marker.version_id));
        let prefixes = page.common_prefixes().iter().map(|common| line(&common.prefix, &None));
        let lines = objects.chain(markers).chain(prefixes).collect();
        let next = From { marker: page.next_key_marker, version: page.next_version_id_marker };
        Ok(Page { told, lines, next: Some(next).filter(|_| is_truncated) })
    }

    /// All pages; as many as there can be.
    pub fn pages(&self, listing: &Listing) -> Told {
        let (mut answer, mut from) = (vec![], From::default());
        for _ in 0..1000 {
            let page = self.page(listing, from)?;
            answer.extend(page.told);
            match page.next {
                None => return Ok(answer),
                Some(next) => from = next,
            }
        }
        answer.push("and so on".to_owned());
        Ok(answer)
    }
}

/// As the model tells a refusal.
pub fn refused(error: &S3Error) -> Answer {
    let header = |wanted| error.headers().find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let id = header("x-amz-version-id").filter(|_| header("x-amz-delete-marker") == Some("true"));
    vec![format!("refused {}{}", error.code(), id.map(|id| format!(", marker <{id}>")).unwrap_or_default())]
}

fn told_objects(objects: &[Object], prefixes: &[CommonPrefix]) -> Answer {
    let objects = objects.iter().map(|object| {
        let (size, tag) = (object.size.unwrap(), bare(object.e_tag.clone()));
        format!("{:?} {size} bytes {tag} {}", object.key().unwrap(), at(object.last_modified))
    });
    objects.chain(prefixes.iter().map(told_prefix)).collect()
}

fn told_versions(page: &ListObjectVersionsOutput) -> Answer {
    let newest = |is_latest: Option<bool>| if is_latest == Some(true) { " newest" } else { "" };
    let objects = page.versions().iter().map(|object| {
        let (key, id, newest) = (object.key().unwrap(), object.version_id().unwrap(), newest(object.is_latest));
        let (size, tag) = (object.size.unwrap(), bare(object.e_tag.clone()));
        format!("{key:?} <{id}>{newest} {size} bytes {tag} {}", at(object.last_modified))
    });
    let markers = page.delete_markers().iter().map(|marker| {
        let (key, id, newest) = (marker.key().unwrap(), marker.version_id().unwrap(), newest(marker.is_latest));
        format!("{key:?} <{id}>{newest} marker {}", at(marker.last_modified))
    });
    objects.chain(markers).chain(page.common_prefixes().iter().map(told_prefix)).collect()
}

fn told_prefix(common: &CommonPrefix) -> String {
    format!("prefix {:?}", common.prefix().unwrap())
}

fn version(id: Option<String>) -> Answer {
    id.map(|id| format!("version <{id}>")).into_iter().collect()
}

fn bare(tag: Option<String>) -> String {
    tag.unwrap().trim_matches('"').to_owned()
}

fn at(modified: Option<DateTime>) -> String {
    format!("at {}", modified.unwrap().secs())
}

/// What is in memory is there at once.
fn poll_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a body in memory that is not there yet"),
    }
}
