//! The XML documents of request metrics. The order of rows is the order of elements.

use super::*;

shape! {
    /// Several predicates, all of which must hold.
    pub document struct MetricsAndOperator {
        prefix: Option<String> = element("Prefix"),
        tags: Option<Vec<Tag>> = element("Tag"),
        access_point_arn: Option<String> = element("AccessPointArn"),
    }
}

shape! {
    /// One metrics configuration of a bucket.
    pub checked document struct MetricsConfiguration {
        id: String = element("Id"),
        filter: Option<MetricsFilter> = element("Filter"),
    }
}

union! {
    /// The objects that a metrics configuration measures.
    pub enum MetricsFilter {
        AccessPointArn(String) = "AccessPointArn", access_point_arn;
        And(MetricsAndOperator) = "And", and;
        Prefix(String) = "Prefix", prefix;
        Tag(Tag) = "Tag", tag;
    }
}
