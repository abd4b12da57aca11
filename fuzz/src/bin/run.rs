//! Runs a target, or all, for so many seconds with a seed: `cargo run --release --bin run -- http 60 1`.

use fake_s3_fuzz::{Random, TARGETS, Target};
use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let (name, seconds, seed) = match arguments.as_slice() {
        [name, seconds, seed] => (name.as_str(), seconds.parse(), seed.parse()),
        _ => panic!("arguments: TARGET|all SECONDS SEED"),
    };
    let (seconds, seed): (u64, u64) = (seconds.expect("a number of seconds"), seed.expect("a seed"));
    let chosen: Vec<_> = TARGETS.into_iter().filter(|(target, _)| name == "all" || *target == name).collect();
    assert!(!chosen.is_empty(), "the targets are {:?}", TARGETS.map(|(target, _)| target));
    let mut all = 0;
    for (target, run) in chosen {
        let requests = run_for(run, Duration::from_secs(seconds), seed);
        println!("{target}: {requests} requests");
        all += requests;
    }
    println!("all: {all} requests");
}

fn run_for(run: Target, time: Duration, seed: u64) -> u64 {
    let (mut random, begun, mut requests) = (Random::new(seed), Instant::now(), 0);
    while begun.elapsed() < time {
        let input = random.input();
        let result = std::panic::catch_unwind(|| run(&input));
        requests += result.unwrap_or_else(|_| {
            let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
            panic!("the input is {hex}")
        });
    }
    requests
}
