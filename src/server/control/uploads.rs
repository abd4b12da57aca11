//! The uploads that are neither completed nor aborted.

use super::{Asked, ControlResult};
use crate::api::primitives::DateTime;
use crate::fake::{FakeS3, UploadView};
use crate::model::time::between;
use crate::model::time::instant;
use serde_json::{Value, json};

pub(super) fn answer(world: &FakeS3, asked: &Asked<'_>) -> ControlResult {
    asked.reads()?;
    let (now, uploads) = world.open_uploads();
    let uploads: Vec<Value> = uploads.iter().map(|upload| told(now, upload)).collect();
    Ok(json!({"uploads": uploads}).to_string())
}

fn told(now: DateTime, upload: &UploadView) -> Value {
    let part = |(number, size, etag): (i32, u64, &str)| json!({"part_number": number, "size": size, "etag": etag});
    let parts: Vec<Value> =
        upload.parts.iter().map(|own| part((own.part_number, own.size, own.e_tag.as_str()))).collect();
    json!({
        "bucket": upload.bucket,
        "key": upload.key,
        "upload_id": upload.upload_id,
        "initiated": instant(upload.initiated),
        "age_seconds": between(upload.initiated, now).as_secs(),
        "abort_date": upload.abort_date.map(instant),
        "aborted_at": upload.aborted_at.map(instant),
        "parts": parts,
    })
}
