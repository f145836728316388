#![no_main]

libfuzzer_sys::fuzz_target!(
    init: checks::targets::sow("package"),
    |bytes: &[u8]| checks::targets::package(bytes)
);
