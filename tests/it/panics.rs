//! Where the test is wrong, the panic is the test's own line; and a world may be used behind it.

use fake_s3::operation::create_multipart_upload::CreateMultipartUploadInput;
use fake_s3::operation::put_object::PutObjectInput;
use fake_s3::primitives::DateTime;
use fake_s3::types::ObjectOwnership;
use fake_s3::{Anchor, FakeS3, error::OrWhy, operation::get_object::GetObjectInput};
use std::cell::RefCell;
use std::panic::{self, Location, RefUnwindSafe, UnwindSafe};
use std::sync::Once;
use std::time::Duration;

thread_local! {
    /// The file and line where this thread panicked, while somebody wants to know.
    static PLACE: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// That it panics, and at the line that says so.
#[track_caller]
fn panics_here<T>(what: &str, act: impl FnOnce() -> T + UnwindSafe) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match panic.location() {
            Some(place) if PLACE.with_borrow(Option::is_some) => {
                PLACE.set(Some((place.file().to_owned(), place.line())));
            }
            _ => print(panic),
        }));
    });
    PLACE.set(Some(("nowhere".to_owned(), 0)));
    let ended = panic::catch_unwind(act);
    let place = PLACE.take();
    assert!(ended.is_err(), "{what}: no panic");
    let here = Location::caller();
    assert_eq!(place, Some((here.file().to_owned(), here.line())), "{what}");
}

#[test]
fn a_wrong_test_is_told_its_own_line() {
    let s3 = FakeS3::new();
    let bucket = s3.create_bucket("backups");
    let gone = s3.create_bucket("gone");
    s3.call(fake_s3::operation::delete_bucket::DeleteBucketInput::builder().bucket("gone")).unwrap();
    let (key, alice) = (s3.kms().create_key(), s3.account("alice"));
    let bob = alice.user("bob");

    panics_here("a name", || s3.create_bucket("B"));
    panics_here("a bucket twice", || s3.create_bucket("backups"));
    panics_here("no bucket", || s3.bucket("nowhere"));
    panics_here("an account's name", || alice.create_bucket("B"));
    panics_here("an account's bucket twice", || alice.create_bucket("backups"));
    panics_here("another's bucket", || s3.call(CreateMultipartUploadInput::builder()));
    panics_here("a body of none", || s3.call_with_body(GetObjectInput::builder().bucket("backups").key("k"), b"x"));
    panics_here("a refused value", || s3.call(GetObjectInput::builder().bucket("backups").key("k")).or_why());
    panics_here("a deleted bucket", || gone.uploads());
    panics_here("a deleted bucket's setting", || gone.set_max_parts(1));
    panics_here("no part", || bucket.set_max_parts(0));
    panics_here("a rule", || bucket.abort_incomplete_uploads_after("", 0));
    panics_here("a put", || gone.put_object("k", b"x"));
    panics_here("a policy", || bucket.set_policy("none"));
    panics_here("no upload", || bucket.complete_upload("k", "none"));
    panics_here("a user's policy", || bob.set_policy("p", "none"));
    panics_here("no key", || s3.kms().key("alias/none"));
    panics_here("a key's policy", || key.set_policy("none"));
    panics_here("nothing to grant", || key.grant(&bob.arn(), &["kms:Nothing"]));
    panics_here("no grantee", || key.grant("bob", &["kms:Decrypt"]));
    bucket.begin_upload("open");
    bucket.put_part("open", &bucket.uploads()[0].upload_id, 1, b"x");
    panics_here("an open upload", || s3.assert_no_open_uploads());
    panics_here("orphaned bytes", || s3.assert_no_orphaned_bytes());
    panics_here("a bucket's open upload", || bucket.assert_no_open_uploads());
    panics_here("a bucket's orphaned bytes", || bucket.assert_no_orphaned_bytes());
    panics_here("a deleted bucket's uploads", || gone.assert_no_open_uploads());
    panics_here("a deleted bucket's bytes", || gone.assert_no_orphaned_bytes());
    panics_here("the past", || s3.clock().set(DateTime::from_secs(0)));
}

#[test]
fn wrong_settings_are_told_their_own_line() {
    panics_here("no speed", || FakeS3::builder().real_time_times(0, Anchor::Start));
    panics_here("no ownership", || FakeS3::builder().object_ownership(ObjectOwnership::from("nobody's")));
    panics_here("no parts", || FakeS3::builder().max_parts(0));
    panics_here("no day", || FakeS3::builder().lifecycle_day(Duration::ZERO));
    panics_here("no calendar", || FakeS3::builder().start(DateTime::from_secs(i64::MAX)).build());
}

#[test]
fn a_denied_guess_is_told_its_own_line() {
    let s3 = FakeS3::builder().deny_guesses().build();
    s3.create_bucket("backups");
    let input = || PutObjectInput::builder().bucket("backups").key("k").website_redirect_location("nowhere");
    panics_here("a guess", || s3.call(input()));
    panics_here("a guess of somebody's", || s3.own_account().call(input()));
    // The world goes on behind what panicked.
    s3.bucket("backups").put_object("k", b"x");
}

#[test]
fn worlds_are_safe_to_unwind_past() {
    fn is_safe<T: UnwindSafe + RefUnwindSafe>(_: &T) {}
    let s3 = FakeS3::new();
    is_safe(&s3);
    is_safe(&(s3.clock(), s3.client(), s3.create_bucket("backups"), s3.account("alice"), s3.kms()));
}
