//! By what a request is recognised as an operation's, and in what the answer is wrapped.

/// What a request is addressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// S3 itself.
    Service,
    /// A bucket.
    Bucket,
    /// A key in a bucket.
    Object,
}

/// What is asked of the digest of a body that is a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// `Content-MD5` is compared. Checksums are of something else, if they are of anything.
    Md5Alone,
    /// `Content-MD5` and checksums are compared, where they are there.
    Taken,
    /// The same, and one of them must be there.
    Needed,
}

/// Whether a response has `Content-Type: application/xml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentType {
    /// With a document.
    IfThere,
    /// Without a document too.
    Always,
    Never,
}

/// By what a request is recognised, and in what its answer is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    pub(crate) method: &'static str,
    pub(crate) target: Target,
    /// Query parameters of which all must be there.
    pub(crate) query: &'static [&'static str],
    /// A query parameter that must have this value.
    pub(crate) query_value: Option<(&'static str, &'static str)>,
    /// Query parameters of which one must be there.
    pub(crate) any_query: &'static [&'static str],
    /// A header that must be there.
    pub(crate) header: Option<&'static str>,
    /// The status of success.
    pub(crate) status: u16,
    /// The root of the XML answer.
    pub(crate) root: Option<&'static str>,
    /// What is asked of the digest of a body that is a document.
    pub(crate) digest: Digest,
    /// What the response says of the type of its document.
    pub(crate) document_type: DocumentType,
    /// Whether the bucket need not be there.
    pub(crate) makes_bucket: bool,
    /// Whether the endpoint of us-east-1 answers for buckets of all Regions.
    pub(crate) answered_in_us_east_1: bool,
}

impl Route {
    pub(crate) const fn new(method: &'static str, target: Target) -> Self {
        Self {
            method,
            target,
            query: &[],
            query_value: None,
            any_query: &[],
            header: None,
            status: 200,
            root: None,
            digest: Digest::Md5Alone,
            document_type: DocumentType::IfThere,
            makes_bucket: false,
            answered_in_us_east_1: false,
        }
    }

    pub(crate) const fn query(self, query: &'static [&'static str]) -> Self {
        Self { query, ..self }
    }

    pub(crate) const fn query_value(self, name: &'static str, value: &'static str) -> Self {
        Self { query_value: Some((name, value)), ..self }
    }

    pub(crate) const fn any_query(self, any_query: &'static [&'static str]) -> Self {
        Self { any_query, ..self }
    }

    pub(crate) const fn header(self, header: &'static str) -> Self {
        Self { header: Some(header), ..self }
    }

    pub(crate) const fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(crate) const fn root(self, root: &'static str) -> Self {
        Self { root: Some(root), ..self }
    }

    pub(crate) const fn needs_digest(self) -> Self {
        Self { digest: Digest::Needed, ..self }
    }

    pub(crate) const fn takes_digest(self) -> Self {
        Self { digest: Digest::Taken, ..self }
    }

    pub(crate) const fn document_type(self, document_type: DocumentType) -> Self {
        Self { document_type, ..self }
    }

    pub(crate) const fn answered_in_us_east_1(self) -> Self {
        Self { answered_in_us_east_1: true, ..self }
    }

    pub(crate) const fn makes_bucket(self) -> Self {
        Self { makes_bucket: true, ..self }
    }
}
