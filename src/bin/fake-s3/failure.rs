//! Why the program ends, unless it is told to: one sentence each.

use fake_s3::WorldError;
use std::fmt;
use std::io;
use std::path::PathBuf;

#[derive(Debug)]
pub enum Failure {
    /// The file cannot be read.
    File {
        file: PathBuf,
        error: io::Error,
    },
    /// What it says is no world.
    World {
        file: PathBuf,
        error: WorldError,
    },
    /// The buckets that were asked for cannot all be.
    Buckets(WorldError),
    Listen {
        address: String,
        error: io::Error,
    },
    Runtime(io::Error),
    /// What it was about was printed when it happened.
    Panicked,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, error } => write!(f, "the world file {} cannot be read: {error}", file.display()),
            Self::World { file, error } => write!(f, "the world file {} is wrong: {error}", file.display()),
            Self::Buckets(error) => write!(f, "the buckets cannot be made: {error}"),
            Self::Listen { address, error } => match error.kind() {
                io::ErrorKind::AddrInUse => write!(f, "{address} is taken: another program listens there"),
                _ => write!(f, "{address} cannot be listened at: {error}"),
            },
            Self::Panicked => f.write_str("the world failed, as is said above, and was no S3 any more"),
            Self::Runtime(error) => write!(f, "the system does not let the program run: {error}"),
        }
    }
}
