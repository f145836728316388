#![no_main]

libfuzzer_sys::fuzz_target!(
    init: checks::targets::sow("delimited"),
    |bytes: &[u8]| checks::targets::delimited(bytes)
);
