//! What the benches share: CPU time, contenders that take turns, and a table.
//!
//! A figure says little by itself on a machine that others use too. So each stands beside a peer that was measured in
//! the same run, turn by turn with it; of several rounds the cheapest counts, in CPU time.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a benchmark measures real time")]
#![allow(dead_code, reason = "no bench needs all of it")]

use std::time::Duration;

/// How much CPU time the process has used.
#[cfg(unix)]
pub fn cpu_time() -> Duration {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(spent.tv_sec.unsigned_abs(), u32::try_from(spent.tv_nsec).unwrap_or(0))
}

/// How much time has passed: the nearest thing that std offers elsewhere.
#[cfg(not(unix))]
pub fn cpu_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// What one call costs.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let before = cpu_time();
    std::hint::black_box(work());
    cpu_time().saturating_sub(before)
}

/// How long one call takes by the wall's clock: what threads gain is not seen in CPU time.
pub fn wall_time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = std::time::Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// What each contender costs at its cheapest, per repetition. They take turns, so that what disturbs the machine
/// disturbs all of them.
pub fn race<const N: usize>(rounds: u32, repetitions: u32, mut contenders: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..rounds {
        for (best, contender) in best.iter_mut().zip(&mut contenders) {
            let spent = time(|| (0..repetitions).for_each(|_| contender()));
            *best = (*best).min(spent / repetitions);
        }
    }
    best
}

/// The figures of one bench.
pub struct Table {
    rows: usize,
    over: usize,
}

impl Table {
    /// Begins a table; `None` when this is no benchmark run: `cargo test --all-targets` starts benches too.
    pub fn begin(title: &str) -> Option<Self> {
        if !std::env::args().any(|argument| argument == "--bench") {
            println!("{title}: not measured; use `cargo bench`");
            return None;
        }
        let profile = if cfg!(debug_assertions) { "dev" } else { "bench" };
        println!("\n{title} ({profile} profile)");
        println!("{:<52} {:>12} {:>12} {:>8} {:>7}", "figure", "measured", "peer", "ratio", "limit");
        Some(Self { rows: 0, over: 0 })
    }

    /// A figure beside its peer. With a limit, so many times the peer is allowed.
    pub fn row(&mut self, figure: &str, measured: impl Into<Figure>, peer: impl Into<Figure>, limit: Option<f64>) {
        let (measured, peer) = (measured.into(), peer.into());
        let ratio = measured.value() / peer.value();
        let (said, verdict) = match limit {
            None => (String::new(), ""),
            Some(limit) if ratio <= limit => (format!("{limit:.2}"), "PASS"),
            Some(limit) => (format!("{limit:.2}"), "over"),
        };
        self.rows += 1;
        self.over += usize::from(verdict == "over");
        let (measured, peer) = (measured.to_string(), peer.to_string());
        println!("{figure:<52} {measured:>12} {peer:>12} {ratio:>8.2} {said:>7} {verdict}");
    }

    /// A figure that stands alone.
    pub fn note(&mut self, figure: &str, measured: impl Into<Figure>) {
        self.rows += 1;
        println!("{figure:<52} {:>12}", measured.into().to_string());
    }

    /// A claim that is true or false.
    pub fn claim(&mut self, claim: &str, holds: bool) {
        self.rows += 1;
        self.over += usize::from(!holds);
        println!("{claim:<52} {:>43}", if holds { "PASS" } else { "over" });
    }

    /// Ends it. Only a run that was asked to `--check` fails over a limit: elsewhere noise must break nothing.
    pub fn end(self) {
        println!("{} figures, {} over their limits", self.rows, self.over);
        if self.over > 0 && std::env::args().any(|argument| argument == "--check") {
            std::process::exit(1);
        }
    }
}

/// A duration, or an amount of bytes.
pub enum Figure {
    Time(Duration),
    MiB(f64),
    /// MiB a second.
    Rate(f64),
}

impl Figure {
    fn value(&self) -> f64 {
        match self {
            Self::Time(time) => time.as_secs_f64(),
            Self::MiB(value) | Self::Rate(value) => *value,
        }
    }
}

impl From<Duration> for Figure {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Time(time) if *time < Duration::from_millis(1) => write!(f, "{:.2} us", time.as_secs_f64() * 1e6),
            Self::Time(time) if *time < Duration::from_secs(1) => write!(f, "{:.2} ms", time.as_secs_f64() * 1e3),
            Self::Time(time) => write!(f, "{:.2} s", time.as_secs_f64()),
            Self::MiB(value) => write!(f, "{value:.1} MiB"),
            Self::Rate(value) => write!(f, "{value:.0} MiB/s"),
        }
    }
}
