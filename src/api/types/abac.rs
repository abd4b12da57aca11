//! The XML documents of attribute-based access control. The order of rows is the order of elements.

shape! {
    /// Whether the tags of a bucket control access to it.
    pub document struct AbacStatus {
        status: Option<BucketAbacStatus> = element("Status"),
    }
}

string_enum! {
    /// Whether the tags of a bucket control access to it.
    pub enum BucketAbacStatus {
        Disabled = "Disabled",
        Enabled = "Enabled",
    }
}
