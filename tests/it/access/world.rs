//! A world with one of everything, and whoever may ask it for something.

use bytes::Bytes;
use fake_s3::FakeS3;
use fake_s3::error::S3Error;
use fake_s3::types::{ObjectOwnership, PublicAccessBlockConfiguration};
use http::{HeaderValue, Request, Response};
use md5::{Digest as _, Md5};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Everything that a test may do with the bucket `backups`, which is the world's own account's: it has access control
/// lists, nothing is blocked, and everything that can be read of it is there.
pub struct World {
    pub s3: FakeS3,
    /// What stands for `{name}` in requests.
    names: BTreeMap<String, String>,
}

/// A statement that lets in nobody who calls.
const HARMLESS: &str = r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::{owner account}:role/nobody"},
    "Action": "s3:GetBucketLocation", "Resource": "arn:aws:s3:::{bucket}"}"#;

/// Rules for pages of other origins.
const OTHER_ORIGINS: &str = "PUT /backups?cors\n\n<CORSConfiguration><CORSRule><AllowedMethod>PUT</AllowedMethod>\
    <AllowedOrigin>http://app.test</AllowedOrigin></CORSRule></CORSConfiguration>";

/// Configurations that operations return or remove, each with the id `a` where it has one.
const CONFIGURATIONS: &[&str] = &[
    "PUT /backups?website\n\n<WebsiteConfiguration><IndexDocument><Suffix>a</Suffix></IndexDocument></WebsiteConfiguration>",
    "PUT /backups?replication\n\n<ReplicationConfiguration><Role>r</Role><Rule><Status>Enabled</Status><Destination>\
     <Bucket>arn:aws:s3:::empty</Bucket></Destination></Rule></ReplicationConfiguration>",
    "PUT /backups?inventory&id=a\n\n<InventoryConfiguration><Destination><S3BucketDestination>\
     <Bucket>arn:aws:s3:::empty</Bucket><Format>CSV</Format></S3BucketDestination></Destination>\
     <IsEnabled>true</IsEnabled><Id>a</Id><IncludedObjectVersions>All</IncludedObjectVersions>\
     <Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>",
    "PUT /backups?metrics&id=a\n\n<MetricsConfiguration><Id>a</Id></MetricsConfiguration>",
    "PUT /backups?analytics&id=a\n\n<AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis/></AnalyticsConfiguration>",
    "PUT /backups?intelligent-tiering&id=a\n\n<IntelligentTieringConfiguration><Id>a</Id><Status>Enabled</Status>\
     <Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering></IntelligentTieringConfiguration>",
];

impl World {
    /// The buckets `backups`, with objects, versions, tags, rules and an open upload, and `empty`.
    pub fn new() -> Self {
        Self::of(FakeS3::new())
    }

    /// The same, in a world that is given.
    pub fn of(s3: FakeS3) -> Self {
        let mut world = Self { s3, names: BTreeMap::new() };
        for name in ["owner", "alice", "bob"] {
            let account = world.account(name);
            world.names.insert(name.to_owned(), account.canonical_id());
            world.names.insert(format!("{name} account"), account.id());
        }
        for name in ["backups", "empty"] {
            let bucket = world.s3.create_bucket(name);
            bucket.enable_object_lock().set_object_ownership(ObjectOwnership::ObjectWriter);
            bucket.set_public_access_block(PublicAccessBlockConfiguration::builder().block_public_acls(false).build());
            bucket.set_tags([("team", "storage")]).expire_objects_after("logs/", 30);
        }
        world.set_bucket_policy(HARMLESS);
        for request in [
            OTHER_ORIGINS,
            "PUT /backups/note\nx-amz-tagging: a=1\n\nabc",
            "PUT /backups/cold\nx-amz-storage-class: GLACIER\n\nabc",
            "PUT /backups/held\nx-amz-object-lock-mode: GOVERNANCE\n\
             x-amz-object-lock-retain-until-date: 2026-01-02T00:00:00Z\nx-amz-object-lock-legal-hold: OFF\n\nabc",
        ] {
            world.must("owner", request);
        }
        for request in CONFIGURATIONS {
            world.must("owner", request);
        }
        let upload = world.begin_upload("owner", "big");
        world.names.insert("upload".to_owned(), upload);
        world.must("owner", "PUT /backups/big?uploadId={upload}&partNumber=1\n\nabc");
        let version = world.s3.bucket("backups").object("note").unwrap().version_id.unwrap();
        world.names.insert("version".to_owned(), version);
        world
    }

    fn account(&self, name: &str) -> fake_s3::AccountHandle {
        self.s3.account(if name == "owner" { "fake-s3" } else { name })
    }

    /// What stands in the place of the names in braces.
    pub fn fill(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Lets a name stand for something.
    pub fn name(&mut self, name: &str, value: impl Into<String>) {
        self.names.insert(name.to_owned(), value.into());
    }

    /// What `owner`, `alice`, `alice/bob` (her user), `role alice/backup` or `anonymous` is answered: a request as it
    /// is on the wire, headers below the first line, and the body below an empty line.
    pub fn send(&self, who: &str, request: &str) -> Response<Bytes> {
        let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
        let (head, body) = (self.fill(head), self.fill(body));
        let mut lines = head.lines();
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let mut sent = Request::builder().method(method).uri(target).header("content-length", body.len());
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            sent = sent.header(name.trim(), HeaderValue::from_str(value.trim()).unwrap());
        }
        if !body.is_empty() {
            sent = sent.header("content-md5", aws_smithy_types::base64::encode(Md5::digest(&body)));
        }
        let sent = sent.body(Bytes::from(body)).unwrap();
        match (who, who.strip_prefix("role ").unwrap_or(who).split_once('/')) {
            ("anonymous", _) => self.s3.anonymous().http(sent),
            (name, None) => self.account(name).http(sent),
            (who, Some((name, role))) if who.starts_with("role ") => self.account(name).role(role).http(sent),
            (_, Some((name, user))) => self.account(name).user(user).http(sent),
        }
    }

    /// `ok`, or the status and the code of the refusal.
    pub fn ask(&self, who: &str, request: &str) -> String {
        outcome(&self.send(who, request))
    }

    /// A request that must succeed.
    #[track_caller]
    pub fn must(&self, who: &str, request: &str) -> Response<Bytes> {
        let response = self.send(who, request);
        assert_eq!(outcome(&response), "ok", "{who}: {request}\n{}", why(&response));
        response
    }

    /// Begins an upload, and tells its id.
    #[track_caller]
    pub fn begin_upload(&self, who: &str, key: &str) -> String {
        element(&self.must(who, &format!("POST /backups/{key}?uploads")), "UploadId")
    }

    /// Gives both buckets a policy of these statements; `{bucket}` is the bucket's name.
    pub fn set_bucket_policy(&self, statements: &str) {
        for bucket in ["backups", "empty"] {
            let statements = self.fill(statements).replace("{bucket}", bucket);
            self.s3.bucket(bucket).set_policy(&format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#));
        }
    }

    /// Gives a user or a role a policy of these statements.
    pub fn set_identity_policy(&self, who: &str, statements: &str) {
        let policy = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, self.fill(statements));
        let (name, own) = who.strip_prefix("role ").unwrap_or(who).split_once('/').unwrap();
        match who.starts_with("role ") {
            true => self.account(name).role(own).set_policy("own", &policy),
            false => self.account(name).user(own).set_policy("own", &policy),
        };
    }

    /// Lets a user or a role do whatever its account can let it.
    pub fn let_all(&self, who: &str) {
        self.set_identity_policy(who, r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#);
    }

    /// All that can be seen, but for what calls leave behind in logs.
    pub fn look(&self) -> String {
        let mut seen = String::new();
        for bucket in self.s3.buckets() {
            let name = bucket.name();
            write!(seen, "{name}\n{:#?}{:#?}", bucket.versions(), bucket.uploads()).unwrap();
            writeln!(seen, "{:?}{:?}{:?}", bucket.policy(), bucket.tags(), bucket.versioning()).unwrap();
            let of_bucket = ["acl", "cors", "lifecycle", "ownershipControls", "publicAccessBlock", "requestPayment"];
            let configurations = ["abac", "analytics", "intelligent-tiering", "inventory", "logging", "metrics"];
            let others = ["notification", "object-lock", "replication", "uploads", "website"];
            for resource in of_bucket.iter().chain(&configurations).chain(&others) {
                self.write(&mut seen, &format!("GET /{name}?{resource}"));
            }
            for version in bucket.versions().iter().filter(|version| version.object.is_some()) {
                self.write(&mut seen, &format!("GET /{name}/{}?acl&versionId={}", version.key, version.version_id));
                self.write(&mut seen, &format!("GET /{name}/{}?versionId={}", version.key, version.version_id));
            }
            for upload in bucket.uploads() {
                self.write(&mut seen, &format!("GET /{name}/{}?uploadId={}", upload.key, upload.upload_id));
            }
        }
        seen
    }

    fn write(&self, seen: &mut String, request: &str) {
        let response = self.send("owner", request);
        let told = match outcome(&response).as_str() {
            "ok" => String::from_utf8_lossy(response.body()).into_owned(),
            refused => refused.to_owned(),
        };
        writeln!(seen, "{request}: {told}").unwrap();
    }
}

/// `ok`, or the status and the code of the refusal; where a key of several is refused, its code.
pub fn outcome(response: &Response<Bytes>) -> String {
    if let Some(error) = response.extensions().get::<S3Error>() {
        return format!("{} {}", error.status(), error.code());
    }
    assert!(response.status().is_success(), "{response:?}");
    match String::from_utf8_lossy(response.body()).contains("<Error>") {
        true => element(response, "Code"),
        false => "ok".to_owned(),
    }
}

/// Whether it is refused because the caller may not.
pub fn is_denied(outcome: &str) -> bool {
    outcome.ends_with("AccessDenied")
}

/// What is said to the author of a test.
pub fn why(response: &Response<Bytes>) -> String {
    response.extensions().get::<S3Error>().map_or_else(String::new, |error| error.why().to_string())
}

/// The text of the first element of a name.
pub fn element(response: &Response<Bytes>, name: &str) -> String {
    let body = String::from_utf8_lossy(response.body()).into_owned();
    let found = body.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once("</"));
    found.map(|(text, _)| text.to_owned()).unwrap_or_default()
}

/// The rows of a table: cells between bars, without the head.
pub fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.skip(1).map(|line| line.split('|').map(str::trim).collect()).collect()
}
