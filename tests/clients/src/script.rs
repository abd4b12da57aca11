//! Scripts in other languages. They fail by themselves, and say what they have stored: `stored KEY SHA256`.

use crate::{ACCESS_KEY_ID, BUCKET, REGION, SECRET_ACCESS_KEY, Served, program, sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::process::Command;

/// Clients that are no crates. `.ci/clients` installs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    Boto3,
    AwsCli,
    JavaScript,
    Rclone,
}

impl Client {
    /// What runs its scripts, if the client is there. If not, the test says that it is skipped.
    ///
    /// # Panics
    /// If it is not there and `FAKE_S3_REQUIRE_CLIENTS=1`.
    pub fn interpreter(self) -> Option<PathBuf> {
        let (interpreter, is_there) = match self {
            Self::Boto3 => {
                let ours = installed("python/bin/python");
                let python = if ours.exists() { ours } else { "python3".into() };
                let is_there = succeeds(&python, &["-c", "import boto3"]);
                (python, is_there)
            }
            Self::AwsCli => ("bash".into(), succeeds(Path::new("aws"), &["--version"])),
            Self::JavaScript => ("node".into(), installed("javascript/node_modules/@aws-sdk/client-s3").exists()),
            Self::Rclone => ("bash".into(), succeeds(Path::new("rclone"), &["version"])),
        };
        if is_there {
            return Some(interpreter);
        }
        let sentence = format!("{self:?} is not installed; `bash .ci/clients` installs it");
        let is_required = std::env::var("FAKE_S3_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
        assert!(!is_required, "{sentence}");
        eprintln!("SKIPPED: {sentence}");
        None
    }

    /// Where a script is run from: modules of JavaScript find their clients beside them.
    fn place(self, name: &str) -> PathBuf {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR"));
        match self {
            Self::Boto3 => scripts.join("python").join(name),
            Self::AwsCli | Self::Rclone => scripts.join("shell").join(name),
            Self::JavaScript => {
                // All of them and once: tests run side by side, and share a module.
                static COPIED: OnceLock<()> = OnceLock::new();
                COPIED.get_or_init(|| {
                    for script in fs::read_dir(scripts.join("javascript")).expect("scripts") {
                        let script = script.expect("a script");
                        let to = installed("javascript").join(script.file_name());
                        if to.extension().is_some_and(|extension| extension == "mjs") {
                            fs::copy(script.path(), to).expect("a copy of the script");
                        }
                    }
                });
                installed("javascript").join(name)
            }
        }
    }
}

/// What `.ci/clients` has installed.
fn installed(path: &str) -> PathBuf {
    program::root().join("target/clients").join(path)
}

/// What was installed comes before what the machine has.
fn search_path() -> String {
    format!("{}:{}", installed("python/bin").display(), std::env::var("PATH").unwrap_or_default())
}

fn succeeds(program: &Path, arguments: &[&str]) -> bool {
    let mut command = std::process::Command::new(program);
    let command = command.args(arguments).env("PATH", search_path());
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A script that is about to run.
#[derive(Debug)]
pub struct Script {
    name: String,
    command: Command,
    directory: PathBuf,
}

impl Script {
    /// A script of `tests/clients/`, if its client is there.
    pub fn new(client: Client, name: &str, endpoint_url: &str) -> Option<Self> {
        let interpreter = client.interpreter()?;
        Some(Self::at(interpreter, &client.place(name), endpoint_url))
    }

    /// A script of a page's, which may start the program `fake-s3`.
    ///
    /// # Panics
    /// If it cannot be written down.
    pub fn of_page(client: Client, name: &str, text: &str) -> Option<Self> {
        let interpreter = client.interpreter()?;
        let directory = match client {
            Client::JavaScript => installed("javascript"),
            _ => installed("pages"),
        };
        fs::create_dir_all(&directory).expect("a place for scripts");
        fs::write(directory.join(name), text).expect("the script");
        let mut script = Self::at(interpreter, &directory.join(name), "");
        let program = program::binary().parent().expect("a directory").display().to_string();
        script.command.env("PATH", format!("{program}:{}", search_path())).env_remove("AWS_ENDPOINT_URL");
        Some(script)
    }

    fn at(interpreter: PathBuf, script: &Path, endpoint_url: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = script.file_name().expect("a file").to_string_lossy().into_owned();
        let directory = installed("scratch").join(format!("{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory of its own");
        let mut command = Command::new(interpreter);
        for (name, _) in std::env::vars().filter(|(name, _)| ["AWS_", "RCLONE_"].iter().any(|of| name.starts_with(of)))
        {
            command.env_remove(name);
        }
        command
            .arg(fs::canonicalize(script).expect("a script"))
            .current_dir(&directory)
            .kill_on_drop(true)
            .env("PATH", search_path())
            .env("HOME", &directory)
            // Some read the one, some the other.
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUNBUFFERED", "1")
            .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
            .env("AWS_REGION", REGION)
            .env("AWS_DEFAULT_REGION", REGION)
            .env("AWS_ENDPOINT_URL", endpoint_url)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            // A call that works when it is repeated has failed.
            .env("AWS_MAX_ATTEMPTS", "1")
            .env("BUCKET", BUCKET);
        Self { name, command, directory }
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end; its lines.
    ///
    /// # Panics
    /// If it fails.
    pub async fn run(mut self) -> Vec<String> {
        let output = self.command.output().await.expect("the script starts");
        let [said, complained] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert!(output.status.success(), "{}: {}\n{said}\n{complained}", self.name, output.status);
        let _ = fs::remove_dir_all(&self.directory);
        said.lines().map(str::to_owned).collect()
    }
}

/// Runs a script against a world, which must then have exactly what the script says that it stored, and at least
/// something. False where its client is not there.
///
/// # Panics
/// If the script fails, or if the world has anything else.
pub async fn stores(client: Client, name: &str, served: &Served) -> bool {
    let Some(script) = Script::new(client, name, &served.endpoint_url()) else { return false };
    has_what_it_stored(&script.run().await, served);
    true
}

/// # Panics
/// If the world has not what these lines say.
pub fn has_what_it_stored(lines: &[String], served: &Served) {
    let mut count = 0;
    for stored in lines.iter().filter_map(|line| line.strip_prefix("stored ")) {
        let (key, digest) = stored.rsplit_once(' ').expect("a key and a digest");
        assert_eq!(sha256(&served.bytes(key)), digest, "{key}");
        count += 1;
    }
    assert!(count > 0, "a script says what it stored:\n{}", lines.join("\n"));
}
