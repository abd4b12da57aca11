//! Output that the pages show, compared with the output that the crate prints.
//!
//! `UPDATE_PICTURE=1 cargo test --test it shown_output` writes `docs/timeline.svg` anew.

use fake_s3::error::OrWhy;
use fake_s3::operation::list_parts::ListPartsInput;
use fake_s3::primitives::{DateTime, DateTimeFormat};
use fake_s3::{FakeS3, Pattern, days, hours};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Three uploads: one is completed, a rule aborts the second, the third is open.
fn three_uploads() -> FakeS3 {
    let start = DateTime::from_str("2026-03-02T08:00:00Z", DateTimeFormat::DateTime).unwrap();
    let s3 = FakeS3::builder().start(start).build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("", 3);
    let part = || Pattern::zeros(8 * 1024 * 1024);

    let monday = bucket.begin_upload("monday.tar");
    for number in 1..=3 {
        s3.clock().advance(hours(4));
        bucket.put_part("monday.tar", &monday, number, part());
    }
    bucket.complete_upload("monday.tar", &monday);

    s3.clock().advance(hours(12));
    let tuesday = bucket.begin_upload("tuesday.tar");
    s3.clock().advance(hours(4));
    bucket.put_part("tuesday.tar", &tuesday, 1, part());

    s3.clock().advance(days(3));
    let friday = bucket.begin_upload("friday.tar");
    s3.clock().advance(hours(6));
    bucket.put_part("friday.tar", &friday, 1, part());
    s3.clock().advance(hours(20));
    s3
}

#[test]
fn the_picture_is_what_a_time_line_draws() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/timeline.svg");
    let drawn = three_uploads().timeline().to_svg();
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == drawn, "docs/timeline.svg is stale: UPDATE_PICTURE=1 cargo test --test it shown_output");
    for name in ["README.md", "docs/GUIDE.md"] {
        assert!(page(name).contains("/docs/timeline.svg)"), "{name} shows the picture");
    }
}

#[test]
fn the_readme_shows_the_panic_of_or_why() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let id = bucket.abort_incomplete_uploads_after("", 7).begin_upload("db.tar");
    s3.clock().advance(days(8));
    let list = ListPartsInput::builder().bucket("backups").key("db.tar").upload_id(&id);
    let panic = catch_unwind(AssertUnwindSafe(|| s3.call(list).or_why())).unwrap_err();
    let printed = panic.downcast_ref::<String>().unwrap().replace(&id, "...");
    let shown = page("README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(&printed), "the README does not show\n{printed}");
}
