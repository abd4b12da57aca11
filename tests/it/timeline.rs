//! The time line, as it is printed and drawn. `UPDATE_GOLDEN=1 cargo test --test it timeline` writes what is compared anew.

use fake_s3::operation::abort_multipart_upload::AbortMultipartUploadInput;
use fake_s3::operation::delete_bucket::DeleteBucketInput;
use fake_s3::{FakeS3, Lag, days, hours};
use std::path::Path;

#[track_caller]
fn check(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/timeline").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(actual == expected, "{} is no more what is drawn:\n{actual}", path.display());
}

/// Ten uploads, of every fate.
fn ten() -> FakeS3 {
    let s3 = FakeS3::builder().min_part_bytes(1).lag(Lag::Fixed(hours(18))).build();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("nightly/", 3);
    let other = s3.create_bucket("scratch");
    let part = |key: &str, id: &str, number| drop(bucket.put_part(key, id, number, "sixteen bytes it"));

    let crashed = bucket.begin_upload("nightly/monday.tar");
    part("nightly/monday.tar", &crashed, 1);
    s3.clock().advance(hours(6));
    part("nightly/monday.tar", &crashed, 2);
    let slow = bucket.begin_upload("weekly/a very long name of an archive that nobody will ever read.tar");
    let gone = other.begin_upload("tmp");
    other.put_part("tmp", &gone, 1, "x");
    s3.clock().advance(hours(18));
    let quick = bucket.begin_upload("<nightly> & \"quoted\"\n");
    part("<nightly> & \"quoted\"\n", &quick, 1);
    bucket.complete_upload("<nightly> & \"quoted\"\n", &quick);
    s3.call(DeleteBucketInput::builder().bucket("scratch")).unwrap();
    let given_up = bucket.begin_upload("nightly/tuesday.tar");
    s3.clock().advance(hours(30));
    for number in 1..=3 {
        part("weekly/a very long name of an archive that nobody will ever read.tar", &slow, number);
        s3.clock().advance(hours(8));
    }
    bucket.complete_upload("weekly/a very long name of an archive that nobody will ever read.tar", &slow);
    let abort = AbortMultipartUploadInput::builder().bucket("backups").key("nightly/tuesday.tar");
    s3.call(abort.upload_id(given_up)).unwrap();
    for key in ["nightly/wednesday.tar", "nightly/thursday.tar", "nightly/friday.tar", "yearly.tar"] {
        let id = bucket.begin_upload(key);
        part(key, &id, 1);
        s3.clock().advance(days(1));
    }
    bucket.begin_upload("nightly/saturday.tar");
    s3
}

#[test]
fn ten_uploads_can_be_read() {
    check("ten.txt", &ten().timeline().to_string());
}

#[test]
fn ten_uploads_can_be_seen() {
    check("ten.svg", &ten().timeline().to_svg());
}

#[test]
fn a_thousand_uploads_are_counted_and_those_that_matter_are_shown() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    bucket.abort_incomplete_uploads_after("forgotten/", 1);
    for number in 0..1500 {
        let key = format!("{}/{number}", if number == 700 { "forgotten" } else { "done" });
        let id = bucket.begin_upload(&key);
        bucket.put_part(&key, &id, 1, "x");
        s3.clock().advance(std::time::Duration::from_mins(1));
        match number {
            10 | 700 => {}
            _ => drop(bucket.complete_upload(&key, &id)),
        }
    }
    s3.clock().advance(days(2));
    let (text, svg) = (s3.timeline().to_string(), s3.timeline().to_svg());
    check("thousands.txt", &text);
    assert!(text.lines().count() < 50 && svg.len() < 40_000, "{} {}", text.len(), svg.len());
    for shown in [&text, &svg] {
        assert!(shown.contains("backups/done/10") && shown.contains("backups/forgotten/700"), "{shown}");
        assert!(shown.contains("and 1480 uploads that are not shown: 1480 completed"), "{shown}");
    }
}

#[test]
fn a_world_without_uploads_has_a_short_one() {
    let s3 = FakeS3::new();
    assert_eq!(s3.timeline().to_string(), "nothing was uploaded in parts until 2026-01-01T10:30:00Z\n");
    assert!(s3.timeline().to_svg().contains("nothing was uploaded in parts"));
}

#[test]
fn a_crowd_of_parts_takes_no_more_room_than_its_line() {
    let s3 = FakeS3::builder().tick_per_request(std::time::Duration::from_secs(1)).build();
    let bucket = s3.create_bucket("backups");
    let id = bucket.begin_upload("db.tar");
    for number in 1..=500 {
        bucket.put_part("db.tar", &id, number, "x");
    }
    let timeline = s3.timeline();
    assert!(timeline.to_string().contains("500 parts, 500 bytes; open, and no rule will abort it"), "{timeline}");
    assert!(timeline.to_svg().len() < 15_000, "{}", timeline.to_svg().len());
}

#[test]
fn what_is_drawn_is_xml_whatever_the_key() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    for key in ["</text>", "a\u{1}b\u{7f}", "\u{FFFE}", "]]>", "&lt;", "'\"", "\r\n\t", &"é".repeat(500)] {
        bucket.begin_upload(key);
    }
    let svg = s3.timeline().to_svg();
    let mut reader = quick_xml::Reader::from_str(&svg);
    let mut texts = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(element) if element.local_name().as_ref() == "text" => {
                texts.push(reader.read_text(element.name()).unwrap().into_owned());
            }
            _ => {}
        }
    }
    assert!(texts.iter().any(|text| text.contains("&lt;/text&gt;")), "{texts:?}");
    assert!(!svg.contains(['\u{1}', '\u{7f}', '\u{FFFE}', '\r', '\t']));
}
