//! The program `fake-s3`: a world on a socket, until a signal ends it.

mod announcement;
mod arguments;
mod failure;
mod recipes;
mod signals;
mod values;
mod world;

use arguments::Arguments;
use clap::Parser as _;
use failure::Failure;
use fake_s3::FakeS3;
use signals::Signals;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Duration;

/// How long the requests that are under way may take to end once the program is told to.
const GRACE: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Whoever closed the stream does not want to know.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let s3 = world::begin(arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    // What the world panics at is raised again where its server ends.
    let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(serve(&s3, arguments))));
    // What is still under way on a thread of its own ends with the process, and is not waited for.
    runtime.shutdown_background();
    ended.unwrap_or(Err(Failure::Panicked))
}

/// Answers until a signal comes.
async fn serve(s3: &FakeS3, arguments: &Arguments) -> Result<(), Failure> {
    // Before anybody can know that the program is there, so that no signal is lost.
    let mut signals = Signals::watch().map_err(Failure::Runtime)?;
    let mut server = s3.server().domain(arguments.domain.as_str()).counts_as_tls(arguments.transport.counts_as_tls());
    if arguments.log {
        server = server.log(|request| drop(writeln!(io::stderr(), "{request}")));
    }
    // Who names an address of a network means it.
    let listening = server.any_address(true).serve(&arguments.listen).await;
    let server = listening.map_err(|error| Failure::Listen { address: arguments.listen.clone(), error })?;
    announcement::print(arguments, &server);
    signals.next().await;
    // Who asks twice will not wait.
    signals.unless_another(tokio::time::timeout(GRACE, server.shutdown())).await;
    Ok(())
}
