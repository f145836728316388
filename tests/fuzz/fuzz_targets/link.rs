#![no_main]

libfuzzer_sys::fuzz_target!(
    init: checks::targets::sow("link"),
    |bytes: &[u8]| checks::targets::link(bytes)
);
