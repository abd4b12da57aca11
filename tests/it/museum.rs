//! A museum of real bugs: each file has a small program with the mistake of a public bug, a test that catches it, and
//! the mended program, which passes the same test. F1 to F18 are the kinds of faults.

mod cancelled_upload_is_never_aborted;
mod conflict_is_taken_as_final;
mod crashed_upload_is_forgotten;
mod every_worker_completes;
mod failed_completion_is_not_aborted;
#[cfg(feature = "aws-sdk")]
mod finished_upload_is_reported_as_failed;
mod first_page_is_taken_for_all;
mod half_an_object_is_published;
#[cfg(feature = "aws-sdk")]
mod long_copy_is_made_three_times;
mod object_is_replaced_between_ranges;
#[cfg(feature = "aws-sdk")]
mod own_write_looks_like_a_conflict;
#[cfg(feature = "aws-sdk")]
mod presigned_parts_expire;
mod rejected_keys_count_as_deleted;
mod retried_download_repeats_a_piece;
mod retried_part_reads_on;
mod short_body_is_taken_for_the_whole;
#[cfg(feature = "aws-sdk")]
mod silent_server_stops_the_program;
mod status_200_hides_an_error;

use fake_s3::types::{CompletedMultipartUpload, CompletedPart};
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The result of a program; its error is the text that a user of the program sees.
type Outcome<T = ()> = Result<T, String>;

/// An error as a user sees it.
fn text(error: impl std::error::Error) -> String {
    fake_s3::error::DisplayErrorContext(error).to_string()
}

/// Runs a check that must fail, and returns its message.
#[track_caller]
fn caught(check: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(check)).expect_err("the test does not catch the mistake");
    *panic.downcast().expect("the message is no `String`")
}

/// The list of parts with these ETags, numbered from 1.
fn parts(tags: impl IntoIterator<Item = Option<String>>) -> CompletedMultipartUpload {
    let part = |(number, tag)| CompletedPart::builder().part_number(number).set_e_tag(tag).build();
    CompletedMultipartUpload::builder().set_parts(Some((1..).zip(tags).map(part).collect())).build()
}

#[test]
fn every_file_names_its_fault_and_its_public_bug() {
    let mut kinds = BTreeSet::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/museum")).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let kind = text.strip_prefix("//! F").and_then(|rest| rest.split_once(": ")?.0.parse::<u32>().ok());
        kinds.insert(kind.unwrap_or_else(|| panic!("{} does not begin with its fault", path.display())));
        assert!(text.contains("\n//! The public bug"), "{} names no public bug", path.display());
        assert!(text.contains("<https://github.com/"), "{} has no link", path.display());
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 14, 15, 17, 18]);
}
