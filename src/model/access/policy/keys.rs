//! The condition keys that are modelled, and of which policies they are.

use super::PolicyType;

/// How many values a key can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    One,
    Many,
}

use Values::{Many, One};

/// In lower case and in order. A name that ends in `/` or `:` is the beginning of many keys, whose rest a tag or a
/// client chooses.
const KEYS: &[(&str, Values)] = &[
    ("aws:currenttime", One),
    ("aws:epochtime", One),
    ("aws:principalaccount", One),
    ("aws:principalarn", One),
    ("aws:principalisawsservice", One),
    ("aws:principaltype", One),
    ("aws:referer", One),
    ("aws:requestedregion", One),
    ("aws:resourceaccount", One),
    ("aws:securetransport", One),
    // Requests that services make have these two; there are none here.
    ("aws:sourceaccount", One),
    ("aws:sourcearn", One),
    ("aws:sourceip", One),
    // A request that comes through an endpoint of a VPC has these two; there are none here.
    ("aws:sourcevpc", One),
    ("aws:sourcevpce", One),
    ("aws:useragent", One),
    ("aws:username", One),
    ("aws:viaawsservice", One),
    ("kms:calleraccount", One),
    ("kms:encryptioncontext:", One),
    ("kms:encryptioncontextkeys", Many),
    ("kms:viaservice", One),
    ("s3:authtype", One),
    ("s3:delimiter", One),
    ("s3:existingobjecttag/", One),
    ("s3:if-match", One),
    ("s3:if-none-match", One),
    ("s3:locationconstraint", One),
    ("s3:max-keys", One),
    ("s3:object-lock-legal-hold", One),
    ("s3:object-lock-mode", One),
    ("s3:object-lock-remaining-retention-days", One),
    ("s3:object-lock-retain-until-date", One),
    ("s3:prefix", One),
    ("s3:requestobjecttag/", One),
    ("s3:requestobjecttagkeys", Many),
    ("s3:resourceaccount", One),
    ("s3:signatureversion", One),
    ("s3:versionid", One),
    ("s3:x-amz-acl", One),
    ("s3:x-amz-content-sha256", One),
    ("s3:x-amz-copy-source", One),
    ("s3:x-amz-grant-full-control", One),
    ("s3:x-amz-grant-read", One),
    ("s3:x-amz-grant-read-acp", One),
    ("s3:x-amz-grant-write", One),
    ("s3:x-amz-grant-write-acp", One),
    ("s3:x-amz-metadata-directive", One),
    ("s3:x-amz-object-ownership", One),
    ("s3:x-amz-server-side-encryption", One),
    ("s3:x-amz-server-side-encryption-aws-kms-key-id", One),
    ("s3:x-amz-server-side-encryption-customer-algorithm", One),
    ("s3:x-amz-storage-class", One),
    ("s3:x-amz-website-redirect-location", One),
];

/// What a policy of a kind makes of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Yes,
    /// It may be one of AWS's, but is none of those above.
    NotModelled,
    /// It is one of a service that the policy is not of.
    OfAnotherService,
}

/// Whether policies of a kind can ask for a key.
pub fn known(key: &str, kind: PolicyType) -> Known {
    let service = key.split_once(':').map_or("", |(service, _)| service).to_ascii_lowercase();
    let is_foreign = match (kind, service.as_str()) {
        (_, "aws") | (PolicyType::Identity, _) => false,
        (PolicyType::Bucket, service) => service != "s3",
        (PolicyType::Key, service) => service != "kms",
    };
    match find(key) {
        _ if is_foreign => Known::OfAnotherService,
        Some(_) => Known::Yes,
        None => Known::NotModelled,
    }
}

/// Whether a key is modelled and has one value, so that it can be a variable.
pub fn is_single(key: &str) -> bool {
    find(key).is_some_and(|(_, values)| *values == One)
}

/// Condition keys that only some actions have, with these actions (service authorization reference). A key ends as in
/// [`KEYS`].
const OF_ACTIONS: &[(&[&str], &[&str])] = &[
    (&["s3:delimiter", "s3:max-keys", "s3:prefix"], &["s3:ListBucket", "s3:ListBucketVersions"]),
    (&["s3:locationconstraint"], &["s3:CreateBucket"]),
    (&["s3:x-amz-metadata-directive", "s3:x-amz-copy-source"], &["s3:PutObject"]),
    (
        &[
            "s3:x-amz-server-side-encryption",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "s3:x-amz-storage-class",
        ],
        &["s3:PutObject", "s3:ReplicateObject"],
    ),
];

/// Whether a request of an action can have a key. An action with a wildcard counts as one that can.
pub fn is_of(key: &str, action: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let row = OF_ACTIONS.iter().find(|(keys, _)| keys.contains(&key.as_str()));
    action.contains(['*', '?'])
        || row.is_none_or(|(_, actions)| actions.iter().any(|own| own.eq_ignore_ascii_case(action)))
}

fn find(key: &str) -> Option<&'static (&'static str, Values)> {
    let key = key.to_ascii_lowercase();
    KEYS.iter().find(|(name, _)| match name.ends_with(['/', ':']) {
        true => key.strip_prefix(name).is_some_and(|rest| !rest.is_empty()),
        false => key == *name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order() {
        assert!(KEYS.is_sorted_by_key(|(name, _)| *name));
        assert!(KEYS.iter().all(|(name, _)| name.to_ascii_lowercase() == *name));
    }

    #[test]
    fn case_does_not_matter_and_tags_choose_the_rest() {
        assert_eq!(known("AWS:SecureTransport", PolicyType::Key), Known::Yes);
        assert_eq!(known("s3:ExistingObjectTag/Team", PolicyType::Bucket), Known::Yes);
        assert_eq!(known("s3:ExistingObjectTag/", PolicyType::Bucket), Known::NotModelled);
        assert_eq!(known("s3:TlsVersion", PolicyType::Identity), Known::NotModelled);
        assert_eq!(known("kms:ViaService", PolicyType::Bucket), Known::OfAnotherService);
        assert!(is_single("aws:username") && !is_single("s3:RequestObjectTagKeys"));
    }
}
