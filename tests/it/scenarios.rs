//! One set of scenarios over every way into the world: the direct call, the mirror's client, HTTP messages and, with the
//! feature `aws-sdk`, the real SDK's client, and both clients through the trait; with the feature `server`, messages and
//! the SDK's client over a socket, and the service of tower. What S3 answers does not depend on how it is asked.

#[path = "scenarios/http.rs"]
mod http_messages;

use fake_s3::operation::{
    abort_multipart_upload::AbortMultipartUploadInput, complete_multipart_upload::CompleteMultipartUploadInput,
    copy_object::CopyObjectInput, create_multipart_upload::CreateMultipartUploadInput,
    delete_object::DeleteObjectInput, get_object::GetObjectInput, list_object_versions::ListObjectVersionsInput,
    list_parts::ListPartsInput, put_bucket_versioning::PutBucketVersioningInput, put_object::PutObjectInput,
    upload_part::UploadPartInput,
};
use fake_s3::primitives::ByteStream;
use fake_s3::types::{
    BucketVersioningStatus, CompletedMultipartUpload, CompletedPart, DeleteMarkerEntry, ObjectVersion,
    VersioningConfiguration,
};
use fake_s3::{FakeS3, days};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

/// One thing that a program does with its upload, and what comes of it.
#[derive(Debug, Clone, Copy)]
enum Step {
    Create,
    /// A part's number and its text.
    Part(i32, &'static str),
    /// The numbers and sizes that are listed.
    Listed(&'static [(i32, i64)]),
    /// Completed from these parts.
    Complete(&'static [i32]),
    Abort,
    /// The whole object.
    Read(&'static str),
    Range(&'static str, &'static str),
    PartOfObject(i32, &'static str),
    /// The bucket begins to keep versions, or stops to.
    KeepVersions(bool),
    /// An object is put in one piece. It, every other step that writes, and every delete makes the next version.
    Put(&'static str),
    Delete,
    DeleteVersion(usize),
    ReadVersion(usize, &'static str),
    /// An older version is copied onto the key.
    CopyVersion(usize),
    /// The objects, the delete markers, and which of them all is the newest.
    Versions(&'static [usize], &'static [usize], usize),
    /// The step is refused with this code.
    Refused(&'static Step, &'static str),
    /// The clock is turned by so many days.
    Days(u64),
    /// So many bytes are stored.
    Stored(u64),
}

use Step::*;

/// What a refusal says.
type Code = String;

/// The id of a version, where one is named or shown.
type Version = Option<String>;

/// Lines of a list: each a version, and whether it is the newest.
type Listing = Vec<(Version, Option<bool>)>;

/// A way to S3, with the few calls that the scenarios are made of.
trait Transport {
    fn create(&self) -> Result<String, Code>;
    fn part(&self, id: &str, number: i32, text: &'static str) -> Result<String, Code>;
    fn list(&self, id: &str) -> Result<Vec<(i32, i64)>, Code>;
    fn complete(&self, id: &str, parts: &[(i32, String)]) -> Result<Version, Code>;
    fn abort(&self, id: &str) -> Result<(), Code>;
    fn read(&self, range: Option<&str>, part_number: Option<i32>, version: Version) -> Result<Vec<u8>, Code>;
    fn keep_versions(&self, enabled: bool) -> Result<(), Code>;
    fn put(&self, text: &'static str) -> Result<Version, Code>;
    /// Whether a delete marker was made, or deleted; and its version.
    fn delete(&self, version: Version) -> Result<(bool, Version), Code>;
    fn copy(&self, version: &str) -> Result<Version, Code>;
    /// Objects and delete markers, each with its version and whether it is the newest.
    fn versions(&self) -> Result<[Listing; 2], Code>;
}

/// A way into a world. It keeps whatever it needs.
type Opening = fn(&FakeS3) -> Box<dyn Transport>;

const TRANSPORTS: &[(&str, Opening)] = &[
    ("the direct call", |s3| Box::new(Direct(s3.clone()))),
    ("the mirror", |s3| Box::new(mirror::Client(s3.client()))),
    #[cfg(feature = "aws-sdk")]
    ("the SDK", |s3| Box::new(sdk::Client(s3.sdk_client()))),
    ("the mirror, as any S3", |s3| Box::new(any::Client(Arc::new(s3.client())))),
    #[cfg(feature = "aws-sdk")]
    ("the SDK, as any S3", |s3| Box::new(any::Client(Arc::new(s3.sdk_client())))),
    ("HTTP messages", |s3| Box::new(http_messages::in_process(s3))),
    #[cfg(feature = "server")]
    ("HTTP messages over a socket", |s3| Box::new(http_messages::over_a_socket(s3))),
    #[cfg(feature = "server")]
    ("the service of tower", |s3| Box::new(http_messages::by_tower(s3))),
    #[cfg(all(feature = "server", feature = "aws-sdk"))]
    ("the SDK over a socket", |s3| Box::new(socket::connect(s3))),
];

/// What becomes of a world whose parts may be as small as a byte, in a bucket with a rule of seven days.
#[track_caller]
fn check(steps: &[Step]) {
    for (name, transport) in TRANSPORTS {
        let s3 = FakeS3::builder().min_part_bytes(1).build();
        s3.create_bucket("backups").abort_incomplete_uploads_after("", 7);
        let mut story = Story { transport: transport(&s3), s3, id: String::new(), tags: vec![], versions: vec![] };
        for (at, step) in steps.iter().enumerate() {
            let told = story.step(step);
            assert_eq!(told, Ok(()), "over {name}, step {at}: {step:?}");
        }
    }
}

struct Story {
    s3: FakeS3,
    transport: Box<dyn Transport>,
    id: String,
    /// The tags of the parts that were uploaded, by number; the last one counts.
    tags: Vec<(i32, String)>,
    /// The ids of what was written and deleted, in that order.
    versions: Vec<String>,
}

impl Story {
    /// Does a step; `Err` is what S3 refuses it with.
    fn step(&mut self, step: &Step) -> Result<(), Code> {
        match *step {
            Create => {
                self.id = self.transport.create()?;
                self.tags.clear();
            }
            Part(number, text) => {
                let tag = self.transport.part(&self.id, number, text)?;
                self.tags.retain(|(other, _)| *other != number);
                self.tags.push((number, tag));
            }
            Listed(expected) => assert_eq!(self.transport.list(&self.id)?, expected),
            Complete(numbers) => {
                let tag = |number: &i32| self.tags.iter().find(|(other, _)| other == number).cloned();
                let unknown = |number: &i32| (*number, "\"00000000000000000000000000000000\"".to_owned());
                let parts: Vec<_> = numbers.iter().map(|number| tag(number).unwrap_or(unknown(number))).collect();
                let version = self.transport.complete(&self.id, &parts)?;
                self.remember(version);
            }
            Abort => self.transport.abort(&self.id)?,
            Read(expected) => assert_eq!(self.transport.read(None, None, None)?, expected.as_bytes()),
            Range(range, expected) => assert_eq!(self.transport.read(Some(range), None, None)?, expected.as_bytes()),
            PartOfObject(number, expected) => {
                assert_eq!(self.transport.read(None, Some(number), None)?, expected.as_bytes());
            }
            KeepVersions(enabled) => self.transport.keep_versions(enabled)?,
            Put(text) => {
                let version = self.transport.put(text)?;
                self.remember(version);
            }
            Delete => {
                let (is_marker, version) = self.transport.delete(None)?;
                assert_eq!(is_marker, version.is_some());
                self.remember(version);
            }
            DeleteVersion(n) => {
                let version = Some(self.versions[n].clone());
                assert_eq!(self.transport.delete(version.clone())?.1, version);
            }
            ReadVersion(n, expected) => {
                let read = self.transport.read(None, None, Some(self.versions[n].clone()))?;
                assert_eq!(read, expected.as_bytes());
            }
            CopyVersion(n) => {
                let version = self.transport.copy(&self.versions[n])?;
                self.remember(version);
            }
            Versions(objects, markers, newest) => {
                let one = |n: &usize| (Some(self.versions[*n].clone()), Some(*n == newest));
                let expected = [objects, markers].map(|list| list.iter().map(one).collect::<Vec<_>>());
                assert_eq!(self.transport.versions()?, expected);
            }
            Refused(refused, code) => assert_eq!(self.step(refused), Err(code.to_owned()), "{refused:?}"),
            Days(number) => drop(self.s3.clock().advance(days(number))),
            Stored(bytes) => assert_eq!(self.s3.stored_bytes(), bytes),
        }
        Ok(())
    }

    /// What shows no id has the id `null`.
    fn remember(&mut self, version: Version) {
        self.versions.push(version.unwrap_or("null".to_owned()));
    }
}

#[test]
fn an_upload_becomes_an_object() {
    check(&[
        Create,
        Listed(&[]),
        Part(2, "second "),
        Part(7, "end"),
        Part(1, "first "),
        Listed(&[(1, 6), (2, 7), (7, 3)]),
        Refused(&Read(""), "NoSuchKey"),
        Stored(16),
        Complete(&[1, 2, 7]),
        Read("first second end"),
        Stored(16),
        Refused(&Listed(&[]), "NoSuchUpload"),
        Range("bytes=4-8", "t sec"),
        Range("bytes=-3", "end"),
        Range("bytes=13-", "end"),
        Refused(&Range("bytes=16-", ""), "InvalidRange"),
        // Parts of an object are counted, whatever their numbers were.
        PartOfObject(2, "second "),
        PartOfObject(3, "end"),
        Refused(&PartOfObject(7, ""), "InvalidPartNumber"),
    ]);
}

#[test]
fn the_last_upload_of_a_part_counts() {
    check(&[Create, Part(1, "a long one"), Stored(10), Part(1, "short"), Stored(5), Complete(&[1]), Read("short")]);
}

#[test]
fn parts_that_are_not_listed_are_thrown_away() {
    check(&[Create, Part(1, "a"), Part(2, "bb"), Part(3, "c"), Complete(&[1, 3]), Read("ac"), Stored(2)]);
}

#[test]
fn a_refused_completion_changes_nothing() {
    check(&[
        Create,
        Part(1, "a"),
        Part(2, "b"),
        Refused(&Complete(&[2, 1]), "InvalidPartOrder"),
        Refused(&Complete(&[1, 3]), "InvalidPart"),
        Refused(&Complete(&[]), "MalformedXML"),
        Listed(&[(1, 1), (2, 1)]),
        Complete(&[1, 2]),
        Read("ab"),
    ]);
}

#[test]
fn completing_again_is_answered_again() {
    check(&[Create, Part(1, "a"), Complete(&[1]), Complete(&[1]), Read("a")]);
}

#[test]
fn an_abort_frees_the_parts() {
    check(&[
        Create,
        Part(1, "a part"),
        Stored(6),
        Abort,
        Stored(0),
        Refused(&Part(1, "too late"), "NoSuchUpload"),
        Refused(&Complete(&[1]), "NoSuchUpload"),
        Refused(&Read(""), "NoSuchKey"),
    ]);
}

#[test]
fn a_rule_aborts_what_was_forgotten() {
    check(&[
        Create,
        Part(1, "a part"),
        Days(7),
        Part(2, "another"),
        Stored(13),
        // Begun at 10:30, it is 7 days old at 10:30 and goes at the next midnight.
        Days(1),
        Stored(0),
        Refused(&Listed(&[]), "NoSuchUpload"),
        Refused(&Part(3, "too late"), "NoSuchUpload"),
    ]);
}

#[test]
fn a_rule_leaves_finished_objects_alone() {
    check(&[Create, Part(1, "kept"), Complete(&[1]), Days(30), Read("kept"), Stored(4)]);
}

#[test]
fn an_object_is_replaced_only_when_an_upload_is_completed() {
    check(&[
        Create,
        Part(1, "old"),
        Complete(&[1]),
        Create,
        Part(1, "new one"),
        Read("old"),
        Stored(10),
        Complete(&[1]),
        Read("new one"),
        Stored(7),
    ]);
}

#[test]
fn an_overwritten_object_is_an_older_version() {
    check(&[
        Put("before"),
        KeepVersions(true),
        Put("first"),
        Put("second"),
        Read("second"),
        ReadVersion(0, "before"),
        ReadVersion(1, "first"),
        ReadVersion(2, "second"),
        Versions(&[2, 1, 0], &[], 2),
        Stored(17),
        DeleteVersion(1),
        Refused(&ReadVersion(1, ""), "NoSuchVersion"),
        Versions(&[2, 0], &[], 2),
        Stored(12),
        DeleteVersion(2),
        Read("before"),
    ]);
}

#[test]
fn what_was_deleted_comes_back_when_its_marker_is() {
    check(&[
        KeepVersions(true),
        Put("kept"),
        Delete,
        Refused(&Read(""), "NoSuchKey"),
        Refused(&ReadVersion(1, ""), "MethodNotAllowed"),
        ReadVersion(0, "kept"),
        Versions(&[0], &[1], 1),
        Delete,
        Versions(&[0], &[2, 1], 2),
        DeleteVersion(2),
        Refused(&Read(""), "NoSuchKey"),
        DeleteVersion(1),
        Read("kept"),
        Versions(&[0], &[], 0),
    ]);
}

#[test]
fn an_older_version_is_brought_back_by_copying_it() {
    check(&[
        KeepVersions(true),
        Put("right"),
        Put("wrong"),
        CopyVersion(0),
        Read("right"),
        Versions(&[2, 1, 0], &[], 2),
        Delete,
        Refused(&CopyVersion(3), "InvalidRequest"),
        CopyVersion(1),
        Read("wrong"),
        Versions(&[4, 2, 1, 0], &[3], 4),
    ]);
}

#[test]
fn without_versions_only_what_is_null_is_replaced() {
    check(&[
        KeepVersions(true),
        Put("kept"),
        KeepVersions(false),
        Put("first null"),
        Put("second null"),
        Read("second null"),
        Versions(&[2, 0], &[], 2),
        Delete,
        Refused(&Read(""), "NoSuchKey"),
        Versions(&[0], &[3], 3),
        ReadVersion(0, "kept"),
        Stored(4),
        CopyVersion(0),
        Versions(&[4, 0], &[], 4),
        KeepVersions(true),
        Put("newest"),
        Versions(&[5, 4, 0], &[], 5),
    ]);
}

#[test]
fn an_upload_is_as_old_as_its_initiation() {
    check(&[
        KeepVersions(true),
        Create,
        Part(1, "uploaded"),
        Put("put since"),
        Complete(&[1]),
        Read("put since"),
        ReadVersion(1, "uploaded"),
        Versions(&[0, 1], &[], 0),
        Complete(&[1]),
        Versions(&[0, 1], &[], 0),
        DeleteVersion(0),
        Read("uploaded"),
    ]);
}

/// Polls until it is done; the clients need nothing more.
fn poll_until_done<T>(future: impl Future<Output = T>) -> T {
    let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

struct Direct(FakeS3);

impl Transport for Direct {
    fn create(&self) -> Result<String, Code> {
        let created = self.0.call(CreateMultipartUploadInput::builder().bucket("backups").key("db.tar"));
        created.map(|created| created.upload_id.unwrap()).map_err(code)
    }

    fn part(&self, id: &str, number: i32, text: &'static str) -> Result<String, Code> {
        let part = UploadPartInput::builder().bucket("backups").key("db.tar").upload_id(id).part_number(number);
        let part = self.0.call(part.body(ByteStream::from_static(text.as_bytes())));
        part.map(|part| part.e_tag.unwrap()).map_err(code)
    }

    fn list(&self, id: &str) -> Result<Vec<(i32, i64)>, Code> {
        let listed = self.0.call(ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(id));
        let listed = listed.map_err(code)?;
        Ok(listed.parts().iter().map(|part| (part.part_number.unwrap(), part.size.unwrap())).collect())
    }

    fn complete(&self, id: &str, parts: &[(i32, String)]) -> Result<Version, Code> {
        let part = |(number, tag): &(i32, String)| CompletedPart::builder().part_number(*number).e_tag(tag).build();
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts.iter().map(part).collect())).build();
        let completing = CompleteMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
        self.0.call(completing.multipart_upload(list)).map(|completed| completed.version_id).map_err(code)
    }

    fn abort(&self, id: &str) -> Result<(), Code> {
        let aborting = AbortMultipartUploadInput::builder().bucket("backups").key("db.tar").upload_id(id);
        self.0.call(aborting).map(drop).map_err(code)
    }

    fn read(&self, range: Option<&str>, part_number: Option<i32>, version: Version) -> Result<Vec<u8>, Code> {
        let reading = GetObjectInput::builder().bucket("backups").key("db.tar").set_part_number(part_number);
        let reading = reading.set_range(range.map(Into::into)).set_version_id(version);
        let read = self.0.call(reading).map_err(code)?;
        Ok(poll_until_done(read.body.collect()).unwrap().to_vec())
    }

    fn keep_versions(&self, enabled: bool) -> Result<(), Code> {
        let status = if enabled { BucketVersioningStatus::Enabled } else { BucketVersioningStatus::Suspended };
        let configuration = VersioningConfiguration::builder().status(status).build();
        let putting = PutBucketVersioningInput::builder().bucket("backups").versioning_configuration(configuration);
        self.0.call(putting).map(drop).map_err(code)
    }

    fn put(&self, text: &'static str) -> Result<Version, Code> {
        let body = ByteStream::from_static(text.as_bytes());
        let put = self.0.call(PutObjectInput::builder().bucket("backups").key("db.tar").body(body));
        put.map(|put| put.version_id).map_err(code)
    }

    fn delete(&self, version: Version) -> Result<(bool, Version), Code> {
        let deleting = DeleteObjectInput::builder().bucket("backups").key("db.tar").set_version_id(version);
        let deleted = self.0.call(deleting).map_err(code)?;
        Ok((deleted.delete_marker == Some(true), deleted.version_id))
    }

    fn copy(&self, version: &str) -> Result<Version, Code> {
        let source = format!("backups/db.tar?versionId={version}");
        let copied = self.0.call(CopyObjectInput::builder().bucket("backups").key("db.tar").copy_source(source));
        copied.map(|copied| copied.version_id).map_err(code)
    }

    fn versions(&self) -> Result<[Listing; 2], Code> {
        let listed = self.0.call(ListObjectVersionsInput::builder().bucket("backups")).map_err(code)?;
        let object = |version: &ObjectVersion| (version.version_id.clone(), version.is_latest);
        let marker = |marker: &DeleteMarkerEntry| (marker.version_id.clone(), marker.is_latest);
        Ok([listed.versions().iter().map(object).collect(), listed.delete_markers().iter().map(marker).collect()])
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to `map_err`")]
fn code(error: fake_s3::error::S3Error) -> Code {
    error.code().to_owned()
}

mod mirror {
    use crate::scenarios::poll_until_done;
    use fake_s3 as sdk;
    use fake_s3::S3 as _;
    include!("scenarios/fluent.rs");
}

/// Whoever implements the trait, behind its object-safe form.
mod any {
    use crate::scenarios::poll_until_done;
    mod sdk {
        pub use fake_s3::{error, primitives, types};
        pub type Client = std::sync::Arc<dyn fake_s3::DynS3>;
    }
    use fake_s3::S3 as _;
    include!("scenarios/fluent.rs");
}

#[cfg(feature = "aws-sdk")]
mod sdk {
    use crate::scenarios::poll_until_done;
    use aws_sdk_s3 as sdk;
    include!("scenarios/fluent.rs");
}

#[cfg(all(feature = "server", feature = "aws-sdk"))]
mod socket {
    use fake_s3::FakeS3;

    /// The SDK's client, which is all that a server needs to be kept for.
    mod sdk {
        pub use aws_sdk_s3::{error, primitives, types};
        pub type Client = super::Served;
    }

    /// A client, its server, and the runtime of both.
    pub struct Served {
        client: aws_sdk_s3::Client,
        _served: crate::wire::Served,
    }

    impl std::ops::Deref for Served {
        type Target = aws_sdk_s3::Client;

        fn deref(&self) -> &aws_sdk_s3::Client {
            &self.client
        }
    }

    /// It waits for a socket, so polling alone is not enough.
    fn poll_until_done<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(future)
    }

    pub fn connect(s3: &FakeS3) -> Client {
        let served = crate::wire::Served::with(s3.clone(), |server| server);
        Client(Served { client: served.server().sdk_client(), _served: served })
    }

    include!("scenarios/fluent.rs");
}
