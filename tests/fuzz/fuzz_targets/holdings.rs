#![no_main]

libfuzzer_sys::fuzz_target!(
    init: checks::targets::sow("holdings"),
    |bytes: &[u8]| checks::targets::holdings(bytes)
);
