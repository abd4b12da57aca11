//! The hidden rows of the operations' tables.

use super::Rules;
use crate::api::shape::{Place, Row};

/// `Expires` as it was sent: S3 keeps the text, even if it is not a date.
pub(crate) static EXPIRES: Row = Row { field: "expires", place: Place::Header, name: "Expires" };

/// `If-Range`: a range counts only while the object is the same.
pub(crate) static IF_RANGE: Row = Row { field: "if_range", place: Place::Header, name: "If-Range" };

/// `x-amz-grant-write` on an object that is written.
pub(crate) static GRANT_WRITE: Row = Row { field: "grant_write", place: Place::Header, name: "x-amz-grant-write" };

/// `x-amz-request-payer`: requesters pay for every operation, and the SDK has the field in some.
pub(crate) static REQUEST_PAYER: Row =
    Row { field: "request_payer", place: Place::Header, name: "x-amz-request-payer" };

/// A checksum in the query of a presigned part, which S3 accepts and does not compare.
pub(crate) static CHECKSUM_IN_QUERY: Row =
    Row { field: "checksum_in_query", place: Place::HoistedChecksum, name: "x-amz-checksum-" };

/// `start-after`, which the older form of listing rejects.
pub(crate) static START_AFTER: Row = Row { field: "start_after", place: Place::Query, name: "start-after" };

/// Region of the bucket that is listed.
pub(crate) static BUCKET_REGION: Row =
    Row { field: "bucket_region", place: Place::Header, name: "x-amz-bucket-region" };

/// Status of a success, if it is not the route's.
pub(crate) static STATUS: Row = Row { field: "status", place: Place::Status, name: "" };

/// The hidden rows that an operation reads: those that every operation has, and its own.
pub(crate) fn rows<I: Rules>() -> impl Iterator<Item = &'static Row> {
    [&REQUEST_PAYER].into_iter().chain(I::HIDDEN.iter().copied())
}
