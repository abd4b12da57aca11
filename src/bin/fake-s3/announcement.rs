//! What the program prints when it is ready: where it answers, and how it is asked.

use crate::arguments::Arguments;
use crate::recipes::{self, ClientAccess};
use crate::values::{ClockArgument, Injection};
use fake_s3::Server;
use fake_s3::primitives::DateTimeFormat;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// Prints it. Its first line ends with the address.
pub fn print(arguments: &Arguments, server: &Server) {
    let mut out = io::stdout().lock();
    // The program answers, whether or not anybody reads this.
    let _ = out.write_all(text(arguments, server).as_bytes()).and_then(|()| out.flush());
}

fn text(arguments: &Arguments, server: &Server) -> String {
    let url = server.endpoint_url();
    let mut text = format!("fake-s3 {} answers at {url}\n", env!("CARGO_PKG_VERSION"));
    if !server.address().ip().is_loopback() {
        text.push_str("Other machines can reach it, and its clock and all else under /_fake-s3/ too.\n");
    }
    let _ = writeln!(text, "{}", time(arguments, server));
    text.push_str(&faults(arguments));
    text.push('\n');
    for (client, lines) in recipes::all(&access(arguments, server)) {
        let _ = writeln!(text, "{client}:\n{}", indented(&lines));
    }
    let _ = writeln!(text, "Whether it is ready, and turning its clock:");
    let _ = writeln!(
        text,
        "{}",
        indented(&format!(
            "curl {url}/_fake-s3/health\n\
             curl --data '{{\"days\": 3}}' {url}/_fake-s3/clock"
        ))
    );
    text.push_str("SIGINT or SIGTERM ends it.\n");
    text
}

fn time(arguments: &Arguments, server: &Server) -> String {
    let now = server.world().clock().now();
    let now = now.fmt(DateTimeFormat::DateTime).unwrap_or_default();
    let mut sentence = match arguments.clock {
        ClockArgument::Frozen => format!("It is {now} there, until the clock is turned."),
        ClockArgument::Real(factor) if factor.get() == 1 => format!("It is {now} there."),
        ClockArgument::Real(factor) => format!("It is {now} there, and time goes by {factor} times as fast."),
    };
    if let Some(day) = arguments.day {
        let _ = write!(sentence, " To lifecycle rules a day lasts {}.", humantime::format_duration(day));
    }
    sentence
}

/// A client that fails because of an argument must find the reason here.
fn faults(arguments: &Arguments) -> String {
    let injected = arguments.fault.iter().map(|Injection { calls, fault }| format!("Fault: {calls}: {fault}.\n"));
    let hostile = arguments.hostile.map(|seed| format!("The world is hostile, with the seed {seed}.\n"));
    injected.chain(hostile).collect()
}

fn access(arguments: &Arguments, server: &Server) -> ClientAccess {
    let own = server.world().own_account();
    ClientAccess {
        endpoint_url: server.endpoint_url(),
        region: arguments.region.clone(),
        key_id: own.access_key_id().unwrap_or_default(),
        secret: own.secret_access_key().unwrap_or_default(),
        session_token: own.session_token(),
    }
}

fn indented(lines: &str) -> String {
    lines.lines().fold(String::new(), |text, line| text + "    " + line + "\n")
}
