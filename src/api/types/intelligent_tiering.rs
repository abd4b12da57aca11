//! The XML documents of S3 Intelligent-Tiering. The order of rows is the order of elements.

use super::*;

shape! {
    /// Several predicates, all of which must hold.
    pub document struct IntelligentTieringAndOperator {
        prefix: Option<String> = element("Prefix"),
        tags: Option<Vec<Tag>> = element("Tag"),
    }
}

shape! {
    /// One S3 Intelligent-Tiering configuration of a bucket.
    pub checked document struct IntelligentTieringConfiguration {
        id: String = element("Id"),
        filter: Option<IntelligentTieringFilter> = element("Filter"),
        status: IntelligentTieringStatus = element("Status"),
        tierings: Vec<Tiering> = element("Tiering"),
    }
}

shape! {
    /// The objects to which the configuration applies.
    pub document struct IntelligentTieringFilter {
        prefix: Option<String> = element("Prefix"),
        tag: Option<Tag> = element("Tag"),
        and: Option<IntelligentTieringAndOperator> = element("And"),
    }
}

string_enum! {
    /// Whether the configuration is enabled.
    pub enum IntelligentTieringStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}

shape! {
    /// The number of days after which an object moves to an access tier.
    pub checked document struct Tiering {
        days: i32 = element("Days"),
        access_tier: IntelligentTieringAccessTier = element("AccessTier"),
    }
}
