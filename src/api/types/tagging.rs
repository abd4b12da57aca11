//! The XML documents of tags. The order of rows is the order of elements.

shape! {
    /// A tag.
    pub checked document struct Tag {
        key: String = element("Key"),
        value: String = element("Value"),
    }
}

shape! {
    /// The tags of an object or of a bucket.
    pub checked read document struct Tagging {
        tag_set: Vec<Tag> = tag_set("TagSet"),
    }
}
