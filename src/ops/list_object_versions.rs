//! Lists the versions of objects and the delete markers, by key and the newest first.
//!
//! [`ListObjectVersions`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html).

use super::prelude::*;
use crate::model::bucket::BucketState;
use crate::model::id::Ids;
use crate::model::listing::{self, ListingEntry, ListingQuery, Page, Start};
use crate::model::object::StoredObject as Stored;
use crate::model::store::Store;
use crate::model::version::{Version, VersionId, Versions};
use std::ops::Bound;
use steps::listing::Encoding;
use steps::objects::Shown;

impl Rules for ListObjectVersionsInput {
    type Output = ListObjectVersionsOutput;
    type Error = ListObjectVersionsError;
    const NAME: &'static str = "ListObjectVersions";
    const ROUTE: Route = Route::new("GET", Target::Bucket).query(&["versions"]).root("ListVersionsResult");
    const ERRORS: &'static [&'static [&'static ErrorRow]] = &[
        &[&NO_SUCH_BUCKET, &EXPECTED_OWNER_INVALID, &ACCESS_DENIED, &VERSION_MARKER_ALONE, &VERSION_MARKER_EMPTY],
        &[&VERSION_MARKER_INVALID],
        &[&ATTRIBUTE_UNKNOWN],
        &steps::listing::ERRORS,
    ];

    fn malformed(field: Malformed) -> S3Error {
        steps::listing::malformed_limit(&field)
    }

    fn run(self, call: &mut Call<'_>) -> Result<Self::Output, S3Error> {
        let bucket = bucket(call, self.bucket(), self.expected_bucket_owner())?;
        access::on_bucket(call, bucket, &self, &action::LIST_VERSIONS)?;
        let encoding = Encoding::from_parameter(self.encoding_type())?;
        let max_keys = steps::listing::limit("max-keys", self.max_keys)?.at_most(call.twist.page);
        let key_marker = self.key_marker().unwrap_or_default();
        let after = version_id_marker(key_marker, self.version_id_marker())?;
        let query = ListingQuery {
            prefix: self.prefix().unwrap_or_default(),
            delimiter: self.delimiter().unwrap_or_default(),
            marker: key_marker,
            limit: max_keys.lines(),
        };
        let shown = Shown::new(true, self.optional_object_attributes())?;
        let older_than = after.map(|id| place(bucket, &call.store.ids, key_marker, &id));
        let page = page_of(bucket, query, older_than);

        let mut output = ListObjectVersionsOutput {
            name: Some(bucket.name.to_string()),
            prefix: Some(encoding.encode(query.prefix)),
            key_marker: Some(encoding.encode(key_marker)),
            version_id_marker: Some(self.version_id_marker().unwrap_or_default().to_owned()),
            max_keys: Some(max_keys.shown()),
            delimiter: self.delimiter().filter(|sent| !sent.is_empty()).map(|sent| encoding.encode(sent)),
            encoding_type: encoding.shown(),
            is_truncated: Some(page.is_truncated),
            ..Default::default()
        };
        // Both only when there is more; of a common prefix there is no version (recorded).
        match page.entries.last().filter(|_| page.is_truncated) {
            Some(ListingEntry::Item(last)) => {
                output.next_key_marker = Some(encoding.encode(last.key.as_str()));
                output.next_version_id_marker = Some(last.version.id.to_string());
            }
            Some(ListingEntry::CommonPrefix(prefix)) => output.next_key_marker = Some(encoding.encode(prefix)),
            None => {}
        }
        for entry in page.entries {
            tell(&mut output, entry, encoding, shown, (call.store, bucket));
        }
        output.request_charged = charged(call);
        Ok(output)
    }
}

/// One line: a version, and whether it is the newest of its key.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    key: &'a ObjectKey,
    version: &'a Version,
    is_latest: bool,
}

/// Where, among the versions of the key marker, the page begins.
fn version_id_marker(key_marker: &str, sent: Option<&str>) -> Result<Option<VersionId>, S3Error> {
    match sent {
        Some(sent) if key_marker.is_empty() => Err(VERSION_MARKER_ALONE.argument("version-id-marker", sent)),
        None => Ok(None),
        Some("") => Err(VERSION_MARKER_EMPTY.argument("version-id-marker", "")),
        Some(sent) => match VersionId::parse(sent) {
            Some(id) => Ok(Some(id)),
            None => Err(VERSION_MARKER_INVALID.argument("version-id-marker", sent)),
        },
    }
}

/// The place of the marker's version in the order: an id has it although the version is there no more. Only of `null`
/// nobody can say then where it was, and all versions of the key are listed.
fn place(bucket: &BucketState, ids: &Ids, key: &str, id: &VersionId) -> u64 {
    match id {
        VersionId::Id(id) => ids.order_of(id),
        VersionId::Null => {
            let null = versions_at(bucket, key).and_then(|(_, versions)| versions.get(id));
            null.map_or(u64::MAX, |null| null.order)
        }
    }
}

fn page_of<'a>(bucket: &'a BucketState, query: ListingQuery<'_>, older_than: Option<u64>) -> Page<Line<'a>> {
    let walk = |start: Start<'_>| {
        let (rest, from) = match (start, older_than) {
            (Start::At(key), _) => (None, Bound::Included(key)),
            (Start::Marker, None) => (None, Bound::Excluded(query.marker)),
            (Start::Marker, Some(order)) => (rest_of(bucket, query.marker, order), Bound::Excluded(query.marker)),
        };
        let behind = bucket.versions(from).flat_map(|(key, versions)| {
            let lines = versions.newest_first().enumerate();
            lines.map(move |(age, version)| Line { key, version, is_latest: age == 0 })
        });
        rest.into_iter().flatten().chain(behind)
    };
    listing::page(query, walk, |line| line.key.as_str())
}

/// The versions of the marker's key that are older than the marker's version.
fn rest_of<'a>(bucket: &'a BucketState, marker: &str, order: u64) -> Option<impl Iterator<Item = Line<'a>> + use<'a>> {
    let (key, versions) = versions_at(bucket, marker)?;
    let newest = versions.newest()?.order;
    let rest = versions.older_than(order);
    Some(rest.map(move |version| Line { key, version, is_latest: version.order == newest }))
}

/// The versions of the key that a text is.
fn versions_at<'a>(bucket: &'a BucketState, key: &str) -> Option<(&'a ObjectKey, &'a Versions)> {
    bucket.versions(Bound::Included(key)).next().filter(|(found, _)| found.as_str() == key)
}

fn tell(
    output: &mut ListObjectVersionsOutput,
    entry: ListingEntry<Line<'_>>,
    encoding: Encoding,
    shown: Shown,
    (store, bucket): (&Store, &BucketState),
) {
    let line = match entry {
        ListingEntry::Item(line) => line,
        ListingEntry::CommonPrefix(prefix) => {
            let prefix = CommonPrefix { prefix: Some(encoding.encode(&prefix)) };
            return output.common_prefixes.get_or_insert_default().push(prefix);
        }
    };
    let owner =
        shown.owner.then(|| steps::owner::owner(store, &steps::owner::of_object(store, bucket, line.version.object())));
    let key = encoding.encode(line.key.as_str());
    // On the wire both kinds stand in one sequence.
    output.interleaved.push(if line.version.object().is_some() { "Version" } else { "DeleteMarker" });
    match line.version.object() {
        Some(object) => {
            let mut version = describe(key, line, object);
            version.owner = owner;
            version.restore_status =
                if shown.restore_status { steps::objects::restore_status(object, store.now()) } else { None };
            output.versions.get_or_insert_default().push(version);
        }
        None => output.delete_markers.get_or_insert_default().push(DeleteMarkerEntry {
            key: Some(key),
            version_id: Some(line.version.id.to_string()),
            is_latest: Some(line.is_latest),
            last_modified: Some(line.version.last_modified()),
            owner,
        }),
    }
}

fn describe(key: String, line: Line<'_>, object: &Stored) -> ObjectVersion {
    let checksum = object.checksum.as_ref();
    ObjectVersion {
        key: Some(key),
        version_id: Some(line.version.id.to_string()),
        is_latest: Some(line.is_latest),
        last_modified: Some(object.last_modified),
        e_tag: Some(object.etag.quoted()),
        checksum_algorithm: checksum.map(|own| vec![own.checksum.algorithm.into()]),
        checksum_type: checksum.map(|own| own.kind.into()),
        size: i64::try_from(object.len()).ok(),
        storage_class: Some(ObjectVersionStorageClass::from(object.attributes.storage_class.as_str())),
        ..Default::default()
    }
}

shape! {
    /// What `ListObjectVersions` takes.
    pub input(list_object_versions) struct ListObjectVersionsInput {
        bucket: Option<String> = label("Bucket"),
        delimiter: Option<String> = query("delimiter"),
        encoding_type: Option<EncodingType> = query("encoding-type"),
        key_marker: Option<String> = query("key-marker"),
        max_keys: Option<i32> = query("max-keys"),
        prefix: Option<String> = query("prefix"),
        version_id_marker: Option<String> = query("version-id-marker"),
        expected_bucket_owner: Option<String> = header("x-amz-expected-bucket-owner"),
        request_payer: Option<RequestPayer> = header("x-amz-request-payer"),
        optional_object_attributes: Option<Vec<OptionalObjectAttributes>> = header("x-amz-optional-object-attributes"),
    }
}

shape! {
    /// Output of `ListObjectVersions`.
    pub output(list_object_versions) struct ListObjectVersionsOutput {
        request_charged: Option<RequestCharged> = header("x-amz-request-charged"),
        name: Option<String> = element("Name"),
        prefix: Option<String> = element("Prefix"),
        key_marker: Option<String> = element("KeyMarker"),
        version_id_marker: Option<String> = element("VersionIdMarker"),
        next_key_marker: Option<String> = element("NextKeyMarker"),
        next_version_id_marker: Option<String> = element("NextVersionIdMarker"),
        max_keys: Option<i32> = element("MaxKeys"),
        delimiter: Option<String> = element("Delimiter"),
        encoding_type: Option<EncodingType> = element("EncodingType"),
        is_truncated: Option<bool> = element("IsTruncated"),
        versions: Option<Vec<ObjectVersion>> = element("Version"),
        delete_markers: Option<Vec<DeleteMarkerEntry>> = element("DeleteMarker"),
        common_prefixes: Option<Vec<CommonPrefix>> = element("CommonPrefixes"),
    }
}

operation_error! {
    /// What `ListObjectVersions` fails with.
    ListObjectVersionsError {}
}
