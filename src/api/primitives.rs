//! The SDK's primitives: the very same types, re-exported from the SDK's own crate.

pub use aws_smithy_types::Blob;
pub use aws_smithy_types::DateTime;
pub use aws_smithy_types::body::SdkBody;
pub use aws_smithy_types::byte_stream::error::Error as ByteStreamError;
pub use aws_smithy_types::byte_stream::{AggregatedBytes, ByteStream};
pub use aws_smithy_types::date_time::Format as DateTimeFormat;
