#![no_main]

use checks::{shaped::changed, targets};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(
    init: targets::sow("document"),
    |bytes: &[u8]| targets::document(bytes)
);

// Of four changes, three keep it a document, where it is one.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 != 0
        && let Some(bytes) = changed(&data[..size], u64::from(seed) << 8 | 0x9e37_79b9)
        && bytes.len() <= max_size
    {
        data[..bytes.len()].copy_from_slice(&bytes);
        return bytes.len();
    }
    fuzzer_mutate(data, size, max_size)
});
