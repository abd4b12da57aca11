//! The query parameters that S3 knows by name.

/// A query parameter that names an operation, or that a signature of version 2 covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    /// Whether it names an operation of S3's. If the operation of a request does not read it, the request is rejected.
    pub names_operation: bool,
    /// What a signature of version 2 covers of it.
    pub signed: Signed,
}

/// What a signature of version 2 covers of a query parameter (measured).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    No,
    /// The name alone, whatever the value.
    Name,
    /// The name and the decoded value.
    WithValue,
}

impl Parameter {
    /// The row of a name, in the letters of S3; `None` if S3 ignores such a parameter.
    pub fn find(name: &str) -> Option<&'static Self> {
        let at = PARAMETERS.binary_search_by(|row| row.name.cmp(name)).ok()?;
        Some(&PARAMETERS[at])
    }
}

const fn row(name: &'static str, names_operation: bool, signed: Signed) -> Parameter {
    Parameter { name, names_operation, signed }
}

/// Sorted by name.
const PARAMETERS: &[Parameter] = &[
    row("abac", true, Signed::Name),
    row("accelerate", true, Signed::Name),
    row("acl", true, Signed::Name),
    row("analytics", true, Signed::Name),
    row("annotation", true, Signed::Name),
    row("annotationName", false, Signed::Name),
    row("attributes", true, Signed::Name),
    row("cors", true, Signed::Name),
    row("delete", true, Signed::Name),
    row("encryption", true, Signed::Name),
    row("intelligent-tiering", true, Signed::Name),
    row("inventory", true, Signed::Name),
    row("legal-hold", true, Signed::Name),
    row("lifecycle", true, Signed::Name),
    row("location", true, Signed::Name),
    row("logging", true, Signed::Name),
    row("metadataAnnotationTable", true, Signed::Name),
    row("metadataConfiguration", true, Signed::Name),
    row("metadataInventoryTable", true, Signed::Name),
    row("metadataJournalTable", true, Signed::Name),
    row("metadataTable", true, Signed::Name),
    row("metrics", true, Signed::Name),
    row("notification", true, Signed::Name),
    row("object-lock", true, Signed::Name),
    row("ownershipControls", true, Signed::Name),
    row("partNumber", false, Signed::WithValue),
    row("policy", true, Signed::Name),
    row("policyStatus", true, Signed::Name),
    row("publicAccessBlock", true, Signed::Name),
    row("renameObject", true, Signed::No),
    row("replication", true, Signed::Name),
    row("requestPayment", true, Signed::Name),
    row("response-cache-control", false, Signed::WithValue),
    row("response-content-disposition", false, Signed::WithValue),
    row("response-content-encoding", false, Signed::WithValue),
    row("response-content-language", false, Signed::WithValue),
    row("response-content-type", false, Signed::WithValue),
    row("response-expires", false, Signed::WithValue),
    row("restore", true, Signed::Name),
    row("retention", true, Signed::Name),
    row("select", true, Signed::Name),
    row("select-type", false, Signed::WithValue),
    row("session", true, Signed::No),
    row("tagging", true, Signed::Name),
    row("torrent", true, Signed::Name),
    row("uploadId", false, Signed::WithValue),
    row("uploads", true, Signed::Name),
    row("versionId", true, Signed::WithValue),
    row("versioning", true, Signed::Name),
    row("versions", true, Signed::Name),
    row("website", true, Signed::Name),
];

#[cfg(test)]
mod tests {
    use super::PARAMETERS;

    #[test]
    fn the_parameters_are_sorted_by_name() {
        assert!(PARAMETERS.is_sorted_by(|one, next| one.name < next.name));
    }
}
