// The fluent calls: the same text for the mirror and for the SDK. `../scenarios.rs` says which of them `sdk` is.

use crate::{Code, Transport, poll_until_done};
use sdk::error::ProvideErrorMetadata;
use sdk::primitives::ByteStream;
use sdk::types::{CompletedMultipartUpload, CompletedPart};

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

    fn complete(&self, id: &str, parts: &[(i32, String)]) -> Result<(), Code> {
        let part = |(number, tag): &(i32, String)| CompletedPart::builder().part_number(*number).e_tag(tag).build();
        let list = CompletedMultipartUpload::builder().set_parts(Some(parts.iter().map(part).collect())).build();
        let completing = self.0.complete_multipart_upload().bucket("backups").key("db.tar").upload_id(id);
        poll_until_done(completing.multipart_upload(list).send()).map(drop).map_err(code)
    }

    fn abort(&self, id: &str) -> Result<(), Code> {
        let sent = self.0.abort_multipart_upload().bucket("backups").key("db.tar").upload_id(id).send();
        poll_until_done(sent).map(drop).map_err(code)
    }

    fn read(&self, range: Option<&str>, part_number: Option<i32>) -> Result<Vec<u8>, Code> {
        let reading = self.0.get_object().bucket("backups").key("db.tar").set_part_number(part_number);
        let read = poll_until_done(reading.set_range(range.map(Into::into)).send()).map_err(code)?;
        Ok(poll_until_done(read.body.collect()).unwrap().to_vec())
    }
}
