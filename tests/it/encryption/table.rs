//! What requests can say of encryption, and what comes of it, by hand.

/// What every header is called after.
pub const PREFIX: &str = "x-amz-server-side-encryption";

/// Two keys of customers, with their MD5s.
pub const A: (&str, &str) = ("MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=", "JMwgiexXqwuPqIPjYFmIZQ==");
pub const B: (&str, &str) = ("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=", "Xsqb0+sHwAbNQ65I395/0w==");

/// `{"team":"storage"}`.
pub const CONTEXT: &str = "eyJ0ZWFtIjoic3RvcmFnZSJ9";

/// Each header by itself, with what it may say.
pub const SINGLE: [(&str, &str, &str); 11] = [
    ("S3", "", "AES256"),
    ("KMS", "", "aws:kms"),
    ("DSSE", "", "aws:kms:dsse"),
    ("rot13", "", "rot13"),
    ("named", "-aws-kms-key-id", "alias/named"),
    ("context", "-context", CONTEXT),
    ("bucket key", "-bucket-key-enabled", "true"),
    ("no bucket key", "-bucket-key-enabled", "false"),
    ("algorithm", "-customer-algorithm", "AES256"),
    ("customer key", "-customer-key", A.0),
    ("MD5", "-customer-key-MD5", A.1),
];

/// The headers that say this.
pub fn headers(says: &str) -> Vec<(String, String)> {
    let key = |(key, md5): (&str, &str)| {
        [("-customer-algorithm", "AES256"), ("-customer-key", key), ("-customer-key-MD5", md5)]
            .map(|(name, value)| (format!("{PREFIX}{name}"), value.to_owned()))
            .to_vec()
    };
    let one = |word: &str| match word {
        "nothing" => vec![],
        "key A" => key(A),
        "key B" => key(B),
        "checksums" => vec![("x-amz-checksum-algorithm".to_owned(), "CRC64NVME".to_owned())],
        "checksum mode" => vec![("x-amz-checksum-mode".to_owned(), "ENABLED".to_owned())],
        "a source" => vec![("x-amz-copy-source".to_owned(), "backups/source".to_owned())],
        word => {
            let single = SINGLE.iter().find(|(single, ..)| *single == word);
            let (_, name, value) = single.unwrap_or_else(|| panic!("nobody says {word}"));
            vec![(format!("{PREFIX}{name}"), (*value).to_owned())]
        }
    };
    says.split(", ").flat_map(one).collect()
}

/// How a bucket encrypts by default: `+` is with a bucket key, `default` with a key of KMS of its own. All else is by the
/// key that AWS manages.
pub const DEFAULTS: [&str; 6] = ["S3", "KMS", "KMS+", "KMS default", "DSSE", "DSSE default"];

/// How an upload may be encrypted that parts are put to: by no customer's key, by A, by B.
pub const UPLOADS: [&str; 3] = ["no customer's key", "key A", "key B"];

/// What a part shows that is encrypted as its upload is.
pub const OWN: &str = "the upload's own";

const NOT_TAKEN: [&str; 3] = ["ENCRYPTION_NOT_TAKEN"; 3];
const MISSING: &str = "PART_ENCRYPTION_MISSING";
const MISMATCH: &str = "PART_ENCRYPTION_MISMATCH";

const CONFLICT: [&str; 6] = ["CUSTOMER_KEY_WITH_METHOD"; 6];
const UNKNOWN: [&str; 6] = ["ENCRYPTION_UNKNOWN"; 6];
const NO_METHOD: [&str; 6] = ["KMS_WITHOUT_METHOD"; 6];
const NOT_KMS: &str = "KMS_HEADER_WITHOUT_KMS";
const DSSE_KEY: &str = "BUCKET_KEY_WITH_DSSE";
const NO_ALGORITHM: &str = "CUSTOMER_ALGORITHM_MISSING";
const NO_KEY: &str = "CUSTOMER_KEY_MISSING";
const NO_MD5: &str = "CUSTOMER_KEY_MD5_MISMATCH";

/// What a request says; what a creation that says so comes to, in buckets of each of the [`DEFAULTS`]; and what a part
/// that says so comes to, of each of the [`UPLOADS`]. What comes of it is how it is encrypted (the key of KMS that is
/// named, or the bucket's, and the context where it is told again), or a row of the table of errors.
///
/// Every header is here alone and with every other; `key A` and `key B` are the three of a customer's key at once.
#[rustfmt::skip]
pub const TABLE: &[(&str, [&str; 6], [&str; 3])] = &[
    ("nothing",                     DEFAULTS,                                           [OWN, MISSING, MISSING]),

    // By default:                  S3       KMS    KMS+    KMS default     DSSE      DSSE default
    ("S3",                          ["S3"; 6],                                                         NOT_TAKEN),
    // The key is AWS's where a request asks for KMS and names none (documented); the bucket key is the bucket's.
    ("KMS",                         ["KMS",  "KMS", "KMS+", "KMS",          "KMS",    "KMS"],          NOT_TAKEN),
    ("DSSE",                        ["DSSE"; 6],                                                       NOT_TAKEN),
    ("rot13",                       UNKNOWN,                                                           NOT_TAKEN),
    // The name goes with the header that says KMS, whatever the bucket does.
    ("named",                       NO_METHOD,                                                         NOT_TAKEN),
    ("context",                     [NOT_KMS, "KMS context", "KMS+ context", "KMS default context",
                                                        "DSSE context", "DSSE default context"],       NOT_TAKEN),
    ("bucket key",                  [NOT_KMS, "KMS+", "KMS+", "KMS+ default", DSSE_KEY, DSSE_KEY],     NOT_TAKEN),
    ("no bucket key",               ["S3",   "KMS", "KMS",  "KMS default",  "DSSE",   "DSSE default"], NOT_TAKEN),
    ("algorithm",                   [NO_KEY; 6],                                        [NO_KEY; 3]),
    ("customer key",                [NO_ALGORITHM; 6],                                  [NO_ALGORITHM; 3]),
    ("MD5",                         [NO_ALGORITHM; 6],                                  [NO_ALGORITHM; 3]),

    ("S3, named",                   NO_METHOD,                                                         NOT_TAKEN),
    ("S3, context",                 [NOT_KMS; 6],                                                      NOT_TAKEN),
    ("S3, bucket key",              [NOT_KMS; 6],                                                      NOT_TAKEN),
    ("S3, no bucket key",           ["S3"; 6],                                                         NOT_TAKEN),
    ("S3, algorithm",               CONFLICT,                                                          NOT_TAKEN),
    ("S3, customer key",            CONFLICT,                                                          NOT_TAKEN),
    ("S3, MD5",                     CONFLICT,                                                          NOT_TAKEN),

    ("KMS, named",                  ["KMS named", "KMS named", "KMS+ named", "KMS named",
                                                                      "KMS named", "KMS named"],       NOT_TAKEN),
    ("KMS, context",                ["KMS context", "KMS context", "KMS+ context", "KMS context",
                                                                      "KMS context", "KMS context"],   NOT_TAKEN),
    ("KMS, bucket key",             ["KMS+"; 6],                                                       NOT_TAKEN),
    ("KMS, no bucket key",          ["KMS"; 6],                                                        NOT_TAKEN),
    ("KMS, algorithm",              CONFLICT,                                                          NOT_TAKEN),
    ("KMS, customer key",           CONFLICT,                                                          NOT_TAKEN),
    ("KMS, MD5",                    CONFLICT,                                                          NOT_TAKEN),

    ("DSSE, named",                 ["DSSE named"; 6],                                                 NOT_TAKEN),
    ("DSSE, context",               ["DSSE context"; 6],                                               NOT_TAKEN),
    ("DSSE, bucket key",            [DSSE_KEY; 6],                                                     NOT_TAKEN),
    ("DSSE, no bucket key",         ["DSSE"; 6],                                                       NOT_TAKEN),
    ("DSSE, algorithm",             CONFLICT,                                                          NOT_TAKEN),
    ("DSSE, customer key",          CONFLICT,                                                          NOT_TAKEN),
    ("DSSE, MD5",                   CONFLICT,                                                          NOT_TAKEN),

    ("rot13, named",                UNKNOWN,                                                           NOT_TAKEN),
    ("rot13, context",              UNKNOWN,                                                           NOT_TAKEN),
    ("rot13, bucket key",           UNKNOWN,                                                           NOT_TAKEN),
    ("rot13, no bucket key",        UNKNOWN,                                                           NOT_TAKEN),
    ("rot13, algorithm",            CONFLICT,                                                          NOT_TAKEN),
    ("rot13, customer key",         CONFLICT,                                                          NOT_TAKEN),
    ("rot13, MD5",                  CONFLICT,                                                          NOT_TAKEN),

    ("named, context",              NO_METHOD,                                                         NOT_TAKEN),
    ("named, bucket key",           NO_METHOD,                                                         NOT_TAKEN),
    ("named, no bucket key",        NO_METHOD,                                                         NOT_TAKEN),
    ("named, algorithm",            [NO_KEY; 6],                                                       NOT_TAKEN),
    ("named, customer key",         [NO_ALGORITHM; 6],                                                 NOT_TAKEN),
    ("named, MD5",                  [NO_ALGORITHM; 6],                                                 NOT_TAKEN),

    ("context, bucket key",         [NOT_KMS, "KMS+ context", "KMS+ context", "KMS+ default context",
                                                                      DSSE_KEY, DSSE_KEY],             NOT_TAKEN),
    ("context, no bucket key",      [NOT_KMS, "KMS context", "KMS context", "KMS default context",
                                                        "DSSE context", "DSSE default context"],       NOT_TAKEN),
    ("context, algorithm",          [NO_KEY; 6],                                                       NOT_TAKEN),
    ("context, customer key",       [NO_ALGORITHM; 6],                                                 NOT_TAKEN),
    ("context, MD5",                [NO_ALGORITHM; 6],                                                 NOT_TAKEN),

    ("bucket key, algorithm",       [NO_KEY; 6],                                                       NOT_TAKEN),
    ("bucket key, customer key",    [NO_ALGORITHM; 6],                                                 NOT_TAKEN),
    ("bucket key, MD5",             [NO_ALGORITHM; 6],                                                 NOT_TAKEN),
    ("no bucket key, algorithm",    [NO_KEY; 6],                                                       NOT_TAKEN),
    ("no bucket key, customer key", [NO_ALGORITHM; 6],                                                 NOT_TAKEN),
    ("no bucket key, MD5",          [NO_ALGORITHM; 6],                                                 NOT_TAKEN),

    // A key without its MD5 is refused as one with another (guess).
    ("algorithm, customer key",     [NO_MD5; 6],                                        [NO_MD5; 3]),
    ("algorithm, MD5",              [NO_KEY; 6],                                        [NO_KEY; 3]),
    ("customer key, MD5",           [NO_ALGORITHM; 6],                                  [NO_ALGORITHM; 3]),

    ("key A",                       ["key A"; 6],                                       [MISSING, "key A", MISMATCH]),
    ("key B",                       ["key B"; 6],                                       [MISSING, MISMATCH, "key B"]),
    ("key A, S3",                   CONFLICT,                                                          NOT_TAKEN),
    ("key A, KMS",                  CONFLICT,                                                          NOT_TAKEN),
    ("key A, DSSE",                 CONFLICT,                                                          NOT_TAKEN),
    ("key A, rot13",                CONFLICT,                                                          NOT_TAKEN),
    ("key A, named",                NO_METHOD,                                                         NOT_TAKEN),
    ("key A, context",              [NOT_KMS; 6],                                                      NOT_TAKEN),
    ("key A, bucket key",           [NOT_KMS; 6],                                                      NOT_TAKEN),
    ("key A, no bucket key",        ["key A"; 6],                                                      NOT_TAKEN),

    ("KMS, named, context",         ["KMS named context", "KMS named context", "KMS+ named context",
                                     "KMS named context", "KMS named context", "KMS named context"],   NOT_TAKEN),
    ("KMS, named, bucket key",      ["KMS+ named"; 6],                                                 NOT_TAKEN),
    ("KMS, named, no bucket key",   ["KMS named"; 6],                                                  NOT_TAKEN),
    ("KMS, context, bucket key",    ["KMS+ context"; 6],                                               NOT_TAKEN),
    ("KMS, named, context, bucket key", ["KMS+ named context"; 6],                                     NOT_TAKEN),
    ("DSSE, named, context",        ["DSSE named context"; 6],                                         NOT_TAKEN),
    ("DSSE, named, bucket key",     [DSSE_KEY; 6],                                                     NOT_TAKEN),
];
