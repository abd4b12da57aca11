//! Tests over a socket, and of the program. They need the feature `server`, and the program's needs `cli`.

#[path = "../support/signer.rs"]
#[allow(dead_code, reason = "the tests of signatures need the rest of it")]
mod signer;
#[path = "../support/wire.rs"]
mod wire;

mod control;
mod faults;
mod hostile;
mod load;
#[cfg(feature = "cli")]
mod program;
mod server;
mod signatures;
