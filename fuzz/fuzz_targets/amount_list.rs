//! Any list of amounts: its reader ends; so does what turns a yearly list into a monthly one.
#![no_main]

use campagnodon::form::AmountList;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    if let Ok(list) = AmountList::parse(input) {
        let _ = list.monthly();
    }
});
