//! The program as somebody else's child: what it prints, whom it answers, and how it ends.

use crate::wire::{Answer, Connection, PATIENCE};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fake-s3"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the program says that ends at once; where it does not, it is ended.
#[track_caller]
pub fn run(arguments: &[&str]) -> Output {
    let mut child = command(arguments).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("it does not end: {arguments:?}: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

/// The program, while it answers.
#[derive(Debug)]
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// What it printed when it was ready.
    pub text: String,
}

impl Program {
    /// On a port that was free, where no other address is said.
    #[track_caller]
    pub fn start(arguments: &[&str]) -> Self {
        let free: &[&str] = if arguments.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
        let mut child = command(&[free, arguments].concat()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.ends_with("SIGINT or SIGTERM ends it.\n") {
            let read = out.read_line(&mut text).unwrap();
            assert!(read > 0, "it ended: {text}{}", read_all(child.stderr.take().unwrap()));
        }
        let (first, _) = text.split_once('\n').unwrap();
        let (_, address) = first.split_once(" answers at http://").unwrap();
        Self { child, address: address.parse().unwrap(), text }
    }

    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    /// One request, which nobody signs.
    pub fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {target} HTTP/1.1\r\ncontent-length: {}\r\n", body.len());
        if headers.iter().all(|(name, _)| *name != "host") {
            let _ = write!(request, "host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        let mut connection = self.connect();
        connection.send(format!("{request}\r\n{body}").as_bytes());
        connection.answer_to(method == "HEAD").expect("an answer")
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// How it ends, and what it had printed to the standard error stream by then.
    pub fn wait(mut self) -> (ExitStatus, String) {
        let text = read_all(self.child.stderr.take().unwrap());
        (self.child.wait().unwrap(), text)
    }
}

fn read_all(mut stream: ChildStderr) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
