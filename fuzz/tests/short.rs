//! Each target over a few inputs with a fixed seed, so that the targets do not rot.

use fake_s3_fuzz::{Random, TARGETS};

const INPUTS: usize = 60;

#[test]
fn every_target_holds_for_a_few_inputs() {
    for (name, run) in TARGETS {
        let mut random = Random::new(1);
        let requests: u64 = (0..INPUTS).map(|_| run(&random.input())).sum();
        assert!(requests >= INPUTS as u64, "{name} sent {requests} requests");
    }
}
