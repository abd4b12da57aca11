//! Bytes in, bytes out: requests are read, their operation is recognised and run, and responses are written.

pub(crate) mod arrival;
pub(crate) mod body;
pub(crate) mod dispatch;
pub(crate) mod wire;
