// Included twice by `../parity.rs`, which says what `sdk` is.

pub mod multipart {
    use super::*;
    include!("multipart.rs");
}

pub mod objects {
    use super::*;
    include!("objects.rs");
}

pub mod buckets {
    use super::*;
    include!("buckets.rs");
}

pub mod acl {
    use super::*;
    include!("acl.rs");
}

pub mod locks {
    use super::*;
    include!("locks.rs");
}

pub mod lifecycle {
    use super::*;
    include!("lifecycle.rs");
}

pub mod policies {
    use super::*;
    include!("policies.rs");
}

pub mod tagging {
    use super::*;
    include!("tagging.rs");
}

pub mod errors {
    use super::*;
    include!("errors.rs");
}

pub mod builders {
    use super::*;
    include!("builders.rs");
}

pub mod encryption {
    use super::*;
    include!("encryption.rs");
}

pub mod versions {
    use super::*;
    include!("versions.rs");
}
