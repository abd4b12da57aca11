//! The multipart machine against a model that is obviously right: whatever is called, in whatever order, both agree.
//!
//! After every step the invariants hold: every byte that is stored belongs to an object or to a part of an open upload,
//! what is listed is what the model has, and what has ended is gone.

use fake_s3::FakeS3;
use fake_s3::error::S3Error;
use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::complete_multipart_upload::CompleteMultipartUploadInput;
use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::delete_object::DeleteObjectInput;
use fake_s3::operation::get_object::GetObjectInput;
use fake_s3::operation::list_multipart_uploads::ListMultipartUploadsInput;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::operation::upload_part::UploadPartInput;
use fake_s3::primitives::ByteStream;
use fake_s3::types::{CompletedMultipartUpload, CompletedPart};
use md5::Digest as _;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

const BUCKET: &str = "backups";
const KEYS: [&str; 2] = ["a", "b"];
const MIN_PART: usize = 3;

/// What is called. Uploads are meant by their number, of which some never existed.
#[derive(Debug, Clone)]
enum Step {
    Create { key: usize },
    Part { upload: usize, key: Option<usize>, number: i32, bytes: Vec<u8> },
    Complete { upload: usize, list: Vec<(i32, Tag)> },
    Abort { upload: usize },
    ListParts { upload: usize },
    Put { key: usize, bytes: Vec<u8> },
    Delete { key: usize },
    Hours(u64),
}

/// The tag that a listed part is sent with.
#[derive(Debug, Clone, Copy)]
enum Tag {
    Own,
    Bare,
    Wrong,
}

/// What is answered: a value, or status, code, and the part that is named.
type Answer = Result<String, (u16, &'static str, Option<String>)>;

// ---- the model ----------------------------------------------------------------------------------------------------

#[derive(Debug, Default)]
struct Model {
    hours: u64,
    uploads: Vec<Upload>,
    /// Bytes, and the upload that made them.
    objects: BTreeMap<usize, (Vec<u8>, Option<usize>)>,
}

#[derive(Debug)]
struct Upload {
    key: usize,
    parts: BTreeMap<i32, Vec<u8>>,
    ended: Option<Ended>,
}

#[derive(Debug)]
struct Ended {
    hours: u64,
    completed: Option<(Vec<(i32, String)>, String)>,
}

const NO_SUCH_UPLOAD: (u16, &str, Option<String>) = (404, "NoSuchUpload", None);

impl Model {
    fn open(&mut self, upload: usize) -> Result<&mut Upload, (u16, &'static str, Option<String>)> {
        self.uploads.get_mut(upload).filter(|upload| upload.ended.is_none()).ok_or(NO_SUCH_UPLOAD)
    }

    fn step(&mut self, step: &Step) -> Answer {
        match step {
            Step::Create { key } => {
                self.uploads.push(Upload { key: *key, parts: BTreeMap::new(), ended: None });
                Ok(String::new())
            }
            Step::Part { number, .. } if !(1..=10_000).contains(number) => Err((400, "InvalidArgument", None)),
            Step::Part { upload, key, number, bytes } => {
                let upload = self.open(*upload)?;
                if key.is_some_and(|key| key != upload.key) {
                    return Err(NO_SUCH_UPLOAD);
                }
                upload.parts.insert(*number, bytes.clone());
                Ok(quoted(&tag(bytes)))
            }
            Step::Complete { upload, list } => self.complete(*upload, list),
            Step::Abort { upload } => {
                let hours = self.hours;
                let found = self.uploads.get_mut(*upload).ok_or(NO_SUCH_UPLOAD)?;
                match &found.ended {
                    Some(ended) if hours - ended.hours >= 24 => Err(NO_SUCH_UPLOAD),
                    Some(_) => Ok(String::new()),
                    None => {
                        found.ended = Some(Ended { hours, completed: None });
                        Ok(String::new())
                    }
                }
            }
            Step::ListParts { upload } => {
                let parts = &self.open(*upload)?.parts;
                let lines = parts.iter().map(|(number, bytes)| format!("{number} {} {}", tag(bytes), bytes.len()));
                Ok(lines.collect::<Vec<_>>().join(", "))
            }
            Step::Put { key, bytes } => {
                self.objects.insert(*key, (bytes.clone(), None));
                Ok(quoted(&tag(bytes)))
            }
            Step::Delete { key } => {
                self.objects.remove(key);
                Ok(String::new())
            }
            Step::Hours(hours) => {
                self.hours += hours;
                Ok(String::new())
            }
        }
    }

    fn complete(&mut self, number: usize, list: &[(i32, Tag)]) -> Answer {
        let (hours, upload) = (self.hours, self.uploads.get(number).ok_or(NO_SUCH_UPLOAD)?);
        let sent: Vec<(i32, String)> = list.iter().map(|(part, kind)| (*part, bare(upload, *part, *kind))).collect();
        if let Some(ended) = &upload.ended {
            let is_current = self.objects.get(&upload.key).is_some_and(|(_, made_by)| *made_by == Some(number));
            return match &ended.completed {
                Some((list, tag)) if *list == sent && is_current && !sent.is_empty() => Ok(tag.clone()),
                _ => Err(NO_SUCH_UPLOAD),
            };
        }
        if sent.is_empty() {
            return Err((400, "MalformedXML", None));
        }
        if sent.iter().any(|(part, _)| *part < 1) {
            return Err((400, "InvalidArgument", None));
        }
        if sent.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            // A part that was never uploaded is named before the order.
            if let Some(missing) =
                sent.iter().map(|(part, _)| part).filter(|part| !upload.parts.contains_key(part)).min()
            {
                return Err((400, "InvalidPart", Some(missing.to_string())));
            }
            return Err((400, "InvalidPartOrder", None));
        }
        for (index, (part, sent_tag)) in sent.iter().enumerate() {
            match upload.parts.get(part) {
                Some(bytes) if tag(bytes) == *sent_tag => {
                    if index + 1 < sent.len() && bytes.len() < MIN_PART {
                        return Err((400, "EntityTooSmall", Some(part.to_string())));
                    }
                }
                _ => return Err((400, "InvalidPart", Some(part.to_string()))),
            }
        }
        let chosen: Vec<&Vec<u8>> = sent.iter().map(|(part, _)| &upload.parts[part]).collect();
        let digests: Vec<u8> = chosen.iter().flat_map(md5::Md5::digest).collect();
        let whole = quoted(&format!("{}-{}", tag(&digests), sent.len()));
        let bytes = chosen.into_iter().flatten().copied().collect();
        self.objects.insert(upload.key, (bytes, Some(number)));
        self.uploads[number].ended = Some(Ended { hours, completed: Some((sent, whole.clone())) });
        Ok(whole)
    }

    fn bytes(&self) -> usize {
        let open = self.uploads.iter().filter(|upload| upload.ended.is_none());
        let parts: usize = open.flat_map(|upload| upload.parts.values()).map(Vec::len).sum();
        parts + self.objects.values().map(|(bytes, _)| bytes.len()).sum::<usize>()
    }
}

fn tag(bytes: &[u8]) -> String {
    format!("{:x}", md5::Md5::digest(bytes))
}

fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}

/// The tag that is sent for a part, without quotes.
fn bare(upload: &Upload, part: i32, kind: Tag) -> String {
    match (upload.parts.get(&part), kind) {
        (Some(bytes), Tag::Own | Tag::Bare) => tag(bytes),
        _ => "0".repeat(32),
    }
}

// ---- the fake -----------------------------------------------------------------------------------------------------

struct Real {
    s3: FakeS3,
    ids: Vec<String>,
}

impl Real {
    fn id(&self, upload: usize) -> String {
        self.ids.get(upload).cloned().unwrap_or_else(|| "never-made".to_owned())
    }

    fn step(&mut self, step: &Step, model: &Model) -> Result<String, S3Error> {
        let key_of = |upload: usize| KEYS[model.uploads.get(upload).map_or(0, |upload| upload.key)];
        match step {
            Step::Create { key } => {
                let input = CreateMultipartUploadInput::builder().bucket(BUCKET).key(KEYS[*key]);
                let id = self.s3.call(input)?.upload_id.unwrap();
                assert!(self.ids.last().is_none_or(|last| *last < id), "ids sort as uploads are initiated");
                self.ids.push(id);
                Ok(String::new())
            }
            Step::Part { upload, key, number, bytes } => {
                let key = key.map_or_else(|| key_of(*upload), |key| KEYS[key]);
                let input = UploadPartInput::builder().bucket(BUCKET).key(key).upload_id(self.id(*upload));
                let input = input.part_number(*number).body(ByteStream::from(bytes.clone()));
                Ok(self.s3.call(input)?.e_tag.unwrap())
            }
            Step::Complete { upload, list } => {
                let parts = list.iter().map(|(part, kind)| {
                    let tag = model.uploads.get(*upload).map_or_else(String::new, |upload| bare(upload, *part, *kind));
                    let tag = if matches!(kind, Tag::Own) { quoted(&tag) } else { tag };
                    CompletedPart::builder().part_number(*part).e_tag(tag).build()
                });
                let list = CompletedMultipartUpload::builder().set_parts(Some(parts.collect())).build();
                let input = CompleteMultipartUploadInput::builder().bucket(BUCKET).key(key_of(*upload));
                Ok(self.s3.call(input.upload_id(self.id(*upload)).multipart_upload(list))?.e_tag.unwrap())
            }
            Step::Abort { upload } => {
                let input = AbortMultipartUploadInput::builder().bucket(BUCKET).key(key_of(*upload));
                self.s3.call(input.upload_id(self.id(*upload))).map(|_| String::new())
            }
            Step::ListParts { upload } => {
                let input = ListPartsInput::builder().bucket(BUCKET).key(key_of(*upload));
                let parts = self.s3.call(input.upload_id(self.id(*upload)))?.parts.unwrap_or_default();
                let lines = parts.iter().map(|part| {
                    let tag = part.e_tag().unwrap().trim_matches('"');
                    format!("{} {tag} {}", part.part_number().unwrap(), part.size().unwrap())
                });
                Ok(lines.collect::<Vec<_>>().join(", "))
            }
            Step::Put { key, bytes } => {
                let input = PutObjectInput::builder().bucket(BUCKET).key(KEYS[*key]);
                Ok(self.s3.call(input.body(ByteStream::from(bytes.clone())))?.e_tag.unwrap())
            }
            Step::Delete { key } => {
                self.s3.call(DeleteObjectInput::builder().bucket(BUCKET).key(KEYS[*key])).map(|_| String::new())
            }
            Step::Hours(hours) => {
                self.s3.clock().advance(Duration::from_secs(hours * 3600));
                Ok(String::new())
            }
        }
    }

    /// What must hold after every step.
    fn check(&self, model: &Model) {
        let bucket = self.s3.bucket(BUCKET);
        assert_eq!(bucket.stored_bytes(), model.bytes() as u64, "bytes are stored that nobody has");
        let mut open: Vec<(&str, String)> = (model.uploads.iter().enumerate())
            .filter(|(_, upload)| upload.ended.is_none())
            .map(|(number, upload)| (KEYS[upload.key], self.id(number)))
            .collect();
        open.sort();
        let listed = self.s3.call(ListMultipartUploadsInput::builder().bucket(BUCKET)).unwrap();
        let listed = listed.uploads.unwrap_or_default();
        let listed: Vec<(&str, String)> =
            (listed.iter()).map(|upload| (upload.key().unwrap(), upload.upload_id().unwrap().to_owned())).collect();
        assert_eq!(listed, open, "what is listed is not what is open");
        for (key, name) in KEYS.iter().enumerate() {
            let found = bucket.object(name).map(|object| object.bytes().to_vec());
            assert_eq!(found.as_ref(), model.objects.get(&key).map(|(bytes, _)| bytes), "{name}");
            let read = self.s3.call(GetObjectInput::builder().bucket(BUCKET).key(*name));
            let read = read.map(|object| object.content_length.unwrap()).map_err(|error| error.code());
            assert_eq!(read, found.map(|bytes| i64::try_from(bytes.len()).unwrap()).ok_or("NoSuchKey"), "{name}");
        }
    }
}

fn short(error: &S3Error) -> (u16, &'static str, Option<String>) {
    let part = error.extra("PartNumber").filter(|_| error.code() != "InvalidArgument").map(str::to_owned);
    (error.status(), error.code(), part)
}

// ---- the calls ----------------------------------------------------------------------------------------------------

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (key, upload, number) = (0..KEYS.len(), 0_usize..4, prop_oneof![8 => 1..4, 1 => Just(0), 1 => Just(10_001)]);
    let bytes = prop::collection::vec(any::<u8>(), 0..6);
    let kind = prop_oneof![6 => Just(Tag::Own), 2 => Just(Tag::Bare), 1 => Just(Tag::Wrong)];
    // Mostly lists that could be right: some numbers in order.
    let sorted = prop::collection::btree_set(1..4, 0..4).prop_map(Vec::from_iter);
    // And the same short list again and again, so that uploads are completed twice.
    let numbers = prop_oneof![4 => sorted, 4 => Just(vec![1]), 1 => prop::collection::vec(0..5, 0..4)];
    let list =
        (numbers, prop::collection::vec(kind, 5)).prop_map(|(numbers, kinds)| numbers.into_iter().zip(kinds).collect());
    let other_key = prop_oneof![9 => Just(None), 1 => key.clone().prop_map(Some)];
    let step = prop_oneof![
        3 => key.clone().prop_map(|key| Step::Create { key }),
        8 => (upload.clone(), other_key, number, bytes.clone())
            .prop_map(|(upload, key, number, bytes)| Step::Part { upload, key, number, bytes }),
        5 => (upload.clone(), list).prop_map(|(upload, list)| Step::Complete { upload, list }),
        2 => upload.clone().prop_map(|upload| Step::Abort { upload }),
        1 => upload.prop_map(|upload| Step::ListParts { upload }),
        1 => (key.clone(), bytes).prop_map(|(key, bytes)| Step::Put { key, bytes }),
        1 => key.prop_map(|key| Step::Delete { key }),
        1 => prop_oneof![Just(1), Just(23), Just(24)].prop_map(Step::Hours),
    ];
    prop::collection::vec(step, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_fake_agrees_with_the_model(steps in steps()) {
        let s3 = FakeS3::builder().min_part_bytes(MIN_PART as u64).build();
        s3.create_bucket(BUCKET);
        let (mut real, mut model) = (Real { s3, ids: Vec::new() }, Model::default());
        for (number, step) in steps.iter().enumerate() {
            let answered = real.step(step, &model).map_err(|error| short(&error));
            let expected = model.step(step);
            prop_assert_eq!(answered, expected, "step {}: {:?}", number, step);
            real.check(&model);
        }
    }
}

/// Between two pages an upload begins, or one ends: perhaps the very one that the page ended with.
#[derive(Debug, Clone)]
enum Meanwhile {
    Begin(usize),
    Abort(usize),
}

fn meanwhile() -> impl Strategy<Value = Vec<Meanwhile>> {
    let one = prop_oneof![(0..PAGED_KEYS.len()).prop_map(Meanwhile::Begin), (0_usize..8).prop_map(Meanwhile::Abort)];
    prop::collection::vec(one, 0..4)
}

const PAGED_KEYS: [&str; 4] = ["a", "a/1", "a/2", "b"];

proptest! {
    #[test]
    fn paging_visits_every_upload_that_stays_exactly_once(
        begun in prop::collection::vec(0..PAGED_KEYS.len(), 0..12),
        between in prop::collection::vec(meanwhile(), 0..12),
        page in 1..4,
    ) {
        let s3 = FakeS3::new();
        let bucket = s3.create_bucket(BUCKET);
        let open = |bucket: &fake_s3::BucketHandle| -> Vec<(String, String)> {
            bucket.uploads().into_iter().map(|upload| (upload.key, upload.upload_id)).collect()
        };
        for key in &begun {
            bucket.begin_upload(PAGED_KEYS[*key]);
        }
        let mut staying = open(&bucket);
        let (mut seen, mut between) = (Vec::new(), between.into_iter());
        let input = ListMultipartUploadsInput::builder().bucket(BUCKET).max_uploads(page);
        let mut next = input.clone();
        loop {
            let listed = s3.call(next).unwrap();
            seen.extend(listed.uploads().iter().map(|upload| {
                (upload.key().unwrap().to_owned(), upload.upload_id().unwrap().to_owned())
            }));
            if listed.is_truncated() != Some(true) {
                break;
            }
            for change in between.next().unwrap_or_default() {
                match change {
                    Meanwhile::Begin(key) => _ = bucket.begin_upload(PAGED_KEYS[key]),
                    Meanwhile::Abort(index) => {
                        if let Some((key, id)) = open(&bucket).get(index).cloned() {
                            let abort = AbortMultipartUploadInput::builder().bucket(BUCKET).key(&key).upload_id(&id);
                            s3.call(abort).unwrap();
                            staying.retain(|(_, other)| *other != id);
                        }
                    }
                }
            }
            next = input.clone().key_marker(listed.next_key_marker.unwrap());
            next = next.upload_id_marker(listed.next_upload_id_marker.unwrap());
        }
        let twice = seen.windows(2).find(|pair| pair[0] >= pair[1]);
        prop_assert_eq!(twice, None, "out of order, or listed twice");
        let missed: Vec<_> = staying.iter().filter(|upload| !seen.contains(upload)).collect();
        prop_assert!(missed.is_empty(), "never listed: {:?}", missed);
    }
}
