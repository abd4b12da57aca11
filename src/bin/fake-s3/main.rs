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
use std::future::Future;
use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Duration;

/// How long the requests that are under way may take to end once the program is told to.
const GRACE: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    told(run(&Arguments::parse()))
}

/// Says why it ends, where that is not what it was told to.
fn told(ended: Result<(), Failure>) -> ExitCode {
    match ended {
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
    block_on(serve(&s3, arguments))
}

fn block_on(serving: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    // What the world panics at is raised again where its server ends.
    let ended = catch_unwind(AssertUnwindSafe(|| runtime.block_on(serving)));
    // What is still under way on a thread of its own ends with the process, and is not waited for.
    runtime.shutdown_background();
    ended.unwrap_or(Err(Failure::Panicked))
}

/// Answers until a signal comes.
async fn serve(s3: &FakeS3, arguments: &Arguments) -> Result<(), Failure> {
    // Before anybody can know that the program is there, so that no signal is lost.
    let mut signals = Signals::watch().map_err(Failure::Runtime)?;
    let mut server = s3.server().domain(arguments.domain.as_str()).counts_as_tls(arguments.transport.counts_as_tls());
    for name in &arguments.control_host {
        server = server.control_host(name);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    /// No argument and no client makes a world of the program's panic; one that denies guesses does.
    #[test]
    fn a_world_that_panicked_ends_the_program_with_a_sentence_and_a_failure() {
        let s3 = FakeS3::builder().deny_guesses().build();
        let ended = block_on(async {
            let server = s3.serve("127.0.0.1:0").await.map_err(Failure::Runtime)?;
            let mut client = tokio::net::TcpStream::connect(server.address()).await.map_err(Failure::Runtime)?;
            let request = b"GET /backups/%FF HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            client.write_all(request).await.map_err(Failure::Runtime)?;
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.map_err(Failure::Runtime)?;
            assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
            server.shutdown().await;
            Ok(())
        });
        let failure = ended.unwrap_err();
        assert!(matches!(failure, Failure::Panicked), "{failure}");
        assert_eq!(failure.to_string(), "the world failed, as is said above, and was no S3 any more");
        let codes = [told(Err(failure)), ExitCode::FAILURE, told(Ok(())), ExitCode::SUCCESS];
        let [failed, failure, ended, success] = codes.map(|code| format!("{code:?}"));
        assert!(failed == failure && ended == success && failure != success, "{failed} {ended}");
    }
}
