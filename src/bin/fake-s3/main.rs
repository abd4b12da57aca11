//! The program `fake-s3`: a world on a socket.

use clap::Parser;
use fake_s3::FakeS3;
use std::io::Write as _;

/// An Amazon S3 in memory, for tests.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to answer.
    #[arg(long, default_value = "127.0.0.1:9000")]
    listen: String,
    /// Buckets to make at the start.
    #[arg(long)]
    bucket: Vec<String>,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let world = FakeS3::new();
    for name in &arguments.bucket {
        world.create_bucket(name);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = world.serve(&arguments.listen).await?;
        writeln!(std::io::stdout(), "{}", server.endpoint_url())?;
        tokio::signal::ctrl_c().await
    })
}
