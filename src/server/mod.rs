//! HTTP: the world as a service of tower (feature `tower`), and on loopback for clients of any language (`server`).
//!
//! Each request goes through the one `Handler` (`handler`), however it came: it collects the body within bounds
//! (`receive`), has the world answer, and gives the response out as it is read. A path that begins with `/_fake-s3/` is
//! not S3's but asks for the world itself (`control`). On a socket a connection (`connection`) is hyper's.

#[cfg(feature = "server")]
mod broken;
mod builder;
#[cfg(all(feature = "aws-sdk", feature = "server"))]
pub(crate) mod client;
#[cfg(feature = "server")]
mod connection;
mod control;
mod handler;
#[cfg(feature = "server")]
mod listen;
mod log;
mod receive;
#[cfg(feature = "server")]
mod served;
mod service;
#[cfg_attr(not(feature = "server"), path = "no_socket.rs")]
mod socket;
#[cfg(feature = "server")]
mod spelling;
#[cfg(feature = "server")]
mod unreadable;

pub use builder::ServerBuilder;
pub use log::Logged;
#[cfg(feature = "server")]
pub use served::Server;
pub use service::Service;

use crate::fake::FakeS3;

impl FakeS3 {
    /// The settings of a server, before it begins.
    pub fn server(&self) -> ServerBuilder {
        ServerBuilder::new(self.clone())
    }

    /// The world as a service of tower: see [`Service`].
    pub fn service(&self) -> Service {
        self.server().service()
    }
}
