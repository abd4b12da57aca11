#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    fake_s3_fuzz::worlds::run(data);
});
