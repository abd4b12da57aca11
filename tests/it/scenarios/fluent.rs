// The fluent calls: the same text for the mirror and for the SDK. `../scenarios.rs` says which of them `sdk` is, and
// what polls.

use crate::scenarios::{Code, Listing, Transport, Version};
use sdk::error::ProvideErrorMetadata;
use sdk::primitives::ByteStream;
use sdk::types::{
    BucketVersioningStatus, CompletedMultipartUpload, CompletedPart, DeleteMarkerEntry, ObjectVersion,
    VersioningConfiguration,
};

pub struct Client(pub sdk::Client);

#[expect(clippy::needless_pass_by_value, reason = "it is passed to `map_err`")]
fn code(error: impl ProvideErrorMetadata) -> Code {
    error.code().unwrap_or_default().to_owned()
}

impl Transport for Client {
    fn create(&self) -> Result<String, Code> {
        let sent = self.0.create_multipart_upload().bucket("backups").key("db.tar").send();
        poll_until_done(sent).map(|created| created.upload_id.unwrap()).map_err(code)
    }

    fn part(&self, id: &str, number: i32, text: &'static str) -> Result<String, Code> {
        let part = self.0.upload_part().bucket("backups").key("db.tar").upload_id(id).part_number(number);
        let sent = part.body(ByteStream::from_static(text.as_bytes())).send();
        poll_until_done(sent).map(|part| part.e_tag.unwrap()).map_err(code)
    }

    fn list(&self, id: &str) -> Result<Vec<(i32, i64)>, Code> {
        let sent = self.0.list_parts().bucket("backups").key("db.tar").upload_id(id).send();
        let listed = poll_until_done(sent).map_err(code)?;
        Ok(listed.parts().iter().map(|part| (part.part_number.unwrap(), part.size.unwrap())).collect())
    }

    fn complete(&self, id: &str, parts: &[(i32, String)]) -> Result<Version, Code> {
        let part = |(number, tag): &(i32, String)| CompletedPart::builder().part_number(*number).e_tag(tag).build();
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts.iter().map(part).collect())).build();
        let completing = self.0.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
        poll_until_done(completing.multipart_upload(list).send()).map(|completed| completed.version_id).map_err(code)
    }

    fn abort(&self, id: &str) -> Result<(), Code> {
        let sent = self.0.abort_multipart_upload().bucket("backups").key("db.tar").upload_id(id).send();
        poll_until_done(sent).map(drop).map_err(code)
    }

    fn read(&self, range: Option<&str>, part_number: Option<i32>, version: Version) -> Result<Vec<u8>, Code> {
        let reading = self.0.get_object().bucket("backups").key("db.tar").set_part_number(part_number);
        let reading = reading.set_range(range.map(Into::into)).set_version_id(version);
        let read = poll_until_done(reading.send()).map_err(code)?;
        Ok(poll_until_done(read.body.collect()).unwrap().to_vec())
    }

    fn keep_versions(&self, enabled: bool) -> Result<(), Code> {
        let status = if enabled { BucketVersioningStatus::Enabled } else { BucketVersioningStatus::Suspended };
        let configuration = VersioningConfiguration::builder().status(status).build();
        let putting = self.0.put_bucket_versioning().bucket("backups").versioning_configuration(configuration);
        poll_until_done(putting.send()).map(drop).map_err(code)
    }

    fn put(&self, text: &'static str) -> Result<Version, Code> {
        let body = ByteStream::from_static(text.as_bytes());
        let putting = self.0.put_object().bucket("backups").key("db.tar").body(body);
        poll_until_done(putting.send()).map(|put| put.version_id).map_err(code)
    }

    fn delete(&self, version: Version) -> Result<(bool, Version), Code> {
        let deleting = self.0.delete_object().bucket("backups").key("db.tar").set_version_id(version);
        let deleted = poll_until_done(deleting.send()).map_err(code)?;
        Ok((deleted.delete_marker == Some(true), deleted.version_id))
    }

    fn copy(&self, version: &str) -> Result<Version, Code> {
        let source = format!("backups/db.tar?versionId={version}");
        let copying = self.0.copy_object().bucket("backups").key("db.tar").copy_source(source);
        poll_until_done(copying.send()).map(|copied| copied.version_id).map_err(code)
    }

    fn versions(&self) -> Result<[Listing; 2], Code> {
        let listed = poll_until_done(self.0.list_object_versions().bucket("backups").send()).map_err(code)?;
        let object = |version: &ObjectVersion| (version.version_id.clone(), version.is_latest);
        let marker = |marker: &DeleteMarkerEntry| (marker.version_id.clone(), marker.is_latest);
        Ok([listed.versions().iter().map(object).collect(), listed.delete_markers().iter().map(marker).collect()])
    }
}
