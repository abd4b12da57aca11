//! The program `fake-s3` as a user starts it, and the plainest of HTTP clients.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The program, on a port that was free.
#[derive(Debug)]
pub struct Program {
    child: Child,
    endpoint_url: String,
}

impl Program {
    /// Starts it with these arguments and `--listen`.
    ///
    /// # Panics
    /// If it does not say where it answers.
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let endpoint_url = loop {
            let line = lines.next().expect("the program says where it answers").expect("text");
            if let Some(at) = line.find("http://") {
                break line[at..].split_whitespace().next().expect("an address").to_owned();
            }
        };
        // Whoever does not read a pipe to its end stops who writes to it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, endpoint_url }
    }

    pub fn endpoint_url(&self) -> &str {
        &self.endpoint_url
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the program is: where `FAKE_S3_PROGRAM` says, or built on first use.
///
/// # Panics
/// If it cannot be built.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("FAKE_S3_PROGRAM") {
            let path = PathBuf::from(path);
            assert!(path.is_file(), "FAKE_S3_PROGRAM says {}, where nothing is", path.display());
            return path;
        }
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--features", "cli", "--bin", "fake-s3", "--message-format", "json"])
            .arg("--manifest-path")
            .arg(root().join("Cargo.toml"))
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo");
        assert!(built.status.success(), "the program is built");
        let messages = String::from_utf8(built.stdout).expect("text");
        let of_program = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        of_program.last().expect("cargo says where the program is")
    })
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `GET` with no signature and no library.
///
/// # Panics
/// If the answer is none of HTTP's.
pub async fn fetch(url: &str) -> (u16, Vec<u8>) {
    let url = url.to_owned();
    tokio::task::spawn_blocking(move || fetch_blocking(&url)).await.expect("an answer")
}

fn fetch_blocking(url: &str) -> (u16, Vec<u8>) {
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("an address");
    let mut stream = TcpStream::connect(host).expect("a server");
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = answer[end + 4..].to_vec();
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "the length is known:\n{head}");
    (status, body)
}
