//! Successes that nobody has seen AWS give: chosen, said so, and refused by a world that denies guesses.
//!
//! Errors say how well they are known in their own table.

/// A choice.
#[derive(Debug, PartialEq, Eq)]
pub struct Guess {
    /// What was chosen, and on what evidence.
    pub sentence: &'static str,
}

/// An upload that has ended is aborted.
pub(crate) static ABORTED_AGAIN: Guess = Guess {
    sentence: "aborting an upload that was aborted or completed is a success for 24 hours (field reports: about a day)",
};

/// The encryption of a bucket that refuses some is deleted.
pub(crate) static BLOCK_KEPT: Guess =
    Guess { sentence: "deleting the encryption of a bucket leaves what it refuses as it was (nothing shows it)" };

/// The encryption of a bucket says nothing but what is refused.
pub(crate) static BLOCK_ALONE: Guess = Guess {
    sentence: "a rule of a bucket's encryption that only blocks has it encrypt as S3 does by itself (nothing shows it)",
};

/// Something begins exactly at midnight, and a rule ends it.
pub(crate) static COUNTED_FROM_MIDNIGHT: Guess = Guess {
    sentence: "of what begins exactly at midnight UTC the days are counted without an extra one (sources disagree)",
};

/// A rule keeps more versions than the documentation allows.
pub(crate) static KEEPS_MANY_VERSIONS: Guess = Guess {
    sentence: "a rule may keep more than 100 noncurrent versions (the documentation says 100, S3 was seen to take 500)",
};

/// A version that does not exist is deleted.
pub(crate) static DELETED_NO_VERSION: Guess = Guess {
    sentence: "deleting a version that does not exist is a success where the bucket keeps versions (nothing shows it)",
};

/// A part that has no bytes is read.
pub(crate) static EMPTY_PART_READ: Guess = Guess {
    sentence: "reading a part that is empty is answered 200, without a Content-Range: of nothing there is no range \
               (nothing shows it)",
};

/// A restored copy would expire before it is ready.
pub(crate) static RESTORED_FOR_THE_DAY: Guess = Guess {
    sentence: "a restored copy whose days, counted from the request, end before it is ready lives until the next \
               midnight UTC",
};

/// A restoration under way is asked for again, faster.
pub(crate) static RESTORE_HURRIED: Guess = Guess {
    sentence: "a faster tier for a restoration under way is accepted with 202, and counts from then on \
               (the upgrade is documented, its answer is not)",
};

/// An upload gets its bucket's default retention.
pub(crate) static RETAINED_FROM_INITIATION: Guess = Guess {
    sentence: "of an upload, the default retention is its bucket's at the initiation and counts from there (doc: a \
               bucket's configuration at the initiation governs the upload; that of the date is an inference)",
};

/// An upload from before there were versions is completed.
pub(crate) static NEW_VERSION_OF_OLD_UPLOAD: Guess = Guess {
    sentence: "an upload that was initiated before its bucket kept versions makes a new version, as whatever is \
               written then (guess: replacing the version that is `null` would lose it)",
};

/// An object is written with a grant to write it.
pub(crate) static WRITE_GRANTED_ON_OBJECT: Guess = Guess {
    sentence: "x-amz-grant-write is taken where an object is written, as PutObjectAcl takes it, and is kept among its \
               grants (recorded is WRITE among those of public-read-write; it means nothing there)",
};

/// A default retention is put in years.
pub(crate) static YEARS_OF_365_DAYS: Guess = Guess {
    sentence: "a default retention in years has 365 days a year (guess: the limits are 36,500 days and 100 years)",
};
