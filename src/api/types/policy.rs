//! The XML documents of what a bucket's policy comes to, and of who pays.

use super::*;

shape! {
    /// What a bucket's policy comes to.
    pub written document struct PolicyStatus {
        is_public: Option<bool> = element("IsPublic"),
    }
}

shape! {
    /// Who pays for requests to a bucket.
    pub checked document struct RequestPaymentConfiguration {
        payer: Payer = element("Payer"),
    }
}
