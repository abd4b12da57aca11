//! What the program is told.

use crate::values::{self, AuthArgument, ClockArgument, EditionArgument, Injection, Skew, Transport};
use clap::Parser;
use fake_s3::primitives::DateTime;
use fake_s3::{BucketName, Domain};
use std::path::PathBuf;
use std::time::Duration;

/// An Amazon S3 in memory, for tests, whose clock you turn.
///
/// It answers until SIGINT or SIGTERM ends it, and keeps nothing.
#[derive(Debug, Parser)]
#[command(name = "fake-s3", version)]
pub struct Arguments {
    /// Where to answer: the system chooses a free port for port 0. Other machines can reach it if the address is not
    /// of this one alone.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9000", value_parser = values::listen)]
    pub listen: String,
    /// Below which domain buckets have names of their own, such as backups.localhost.
    #[arg(long, value_name = "NAME", default_value = "localhost")]
    pub domain: Domain,
    /// A host at which `/_fake-s3/` answers, beside IP addresses, localhost and the domain: a container's name, say.
    #[arg(long, value_name = "NAME")]
    pub control_host: Vec<String>,
    /// What is in the world when it begins: accounts, keys, buckets and objects, as JSON.
    #[arg(long, value_name = "FILE")]
    pub world: Option<PathBuf>,
    /// A bucket to make at the start; one that the world has already stays as it is.
    #[arg(long, value_name = "NAME", value_parser = values::bucket)]
    pub bucket: Vec<BucketName>,
    /// How time goes: `real`, `frozen` until it is turned over HTTP, or `scaled:FACTOR`, so many times as fast.
    #[arg(long, value_name = "frozen|real|scaled:FACTOR", default_value = "real", value_parser = values::clock)]
    pub clock: ClockArgument,
    /// When the world begins, such as 2026-01-01T00:00:00Z [default: now; of a frozen clock 2026-01-01T10:30:00Z].
    #[arg(long, value_name = "INSTANT", value_parser = values::start)]
    pub start: Option<DateTime>,
    /// How long a day lasts that lifecycle rules count, such as 10s, 500ms or 2m, in the world's time. Dates in headers
    /// stay those of the calendar.
    #[arg(long, value_name = "DURATION", value_parser = values::day)]
    pub day: Option<Duration>,
    /// What all ids are derived from.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
    /// Whose signatures are verified.
    #[arg(long, value_enum, default_value_t = AuthArgument::Keys)]
    pub auth: AuthArgument,
    /// How far the date of a request may be from the world's clock, where its signature is verified: such as 15m, or
    /// `any` for clients whose clock nobody turns.
    #[arg(long, value_name = "DURATION|any", default_value = "15m", value_parser = values::skew)]
    pub max_skew: Skew,
    /// The Region of the endpoint, and of buckets that name none.
    #[arg(long, value_name = "NAME", default_value = "us-east-1", value_parser = values::region)]
    pub region: String,
    /// What S3 does by default: now, or when.
    #[arg(long, value_enum, default_value_t = EditionArgument::Current)]
    pub edition: EditionArgument,
    /// As what requests count that come over plain HTTP: customers' keys, KMS and policies ask for TLS.
    #[arg(long, value_enum, default_value_t = Transport::Tls)]
    pub transport: Transport,
    /// A fault that requests meet, such as `UploadPart part=3 times=2 SlowDown`; repeat it for more.
    #[arg(long, value_name = "FAULT", value_parser = values::fault)]
    pub fault: Vec<Injection>,
    /// Behave as on S3's worst days, which this number decides: errors, short pages, late responses, closed
    /// connections.
    #[arg(long, value_name = "SEED")]
    pub hostile: Option<u64>,
    /// Print every request, and what it was answered, to the standard error stream.
    #[arg(long)]
    pub log: bool,
}
