//! `RenameObject`, which S3 offers for directory buckets alone. Every bucket here is a general purpose bucket, so its
//! route is all that is known of the operation.
//!
//! [`RenameObject`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_RenameObject.html).

use super::serving::{self, Run, caller};
use super::{Entry, Recognised};
use crate::api::error::{ErrorRow, table};
use crate::api::shape::{Route, Target};
use crate::model::payload::Payload;
use crate::ops::{Received, steps};

pub(super) static RENAME_OBJECT: Entry = Entry {
    name: "RenameObject",
    route: Route::new("PUT", Target::Object).query(&["renameObject"]),
    rows: &[],
    not_modelled: &[],
    errors: &[&ERRORS],
    is_form: false,
    serve,
    peek: |_, _| None,
    leave: None,
};

static ERRORS: [&ErrorRow; 3] = [&table::NO_SUCH_BUCKET, &table::KEY_TOO_LONG, &table::RENAME_NOT_IMPLEMENTED];

fn serve<'a>(request: &'a Recognised<'a>, body: Payload) -> Run<'a> {
    let Recognised { address, from, .. } = request;
    let received = Received::typed((), body, caller(request, from), Payload::default());
    serving::run(request, Ok(received), move |_, store| {
        store.bucket(address.bucket.as_deref().unwrap_or_default())?;
        steps::key(address.key.as_deref())?;
        let why = "S3 renames in directory buckets alone; copy the object, and delete the source";
        Err(table::RENAME_NOT_IMPLEMENTED.error().with("Header", "x-amz-rename-source").because(why))
    })
}
