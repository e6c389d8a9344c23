//! Promise: what a person typed is not in the relay's memory for longer than it is needed, and no core dump
//! holds it.
#![cfg(target_os = "linux")]

use crate::support::distant::TestDistant;
use crate::support::donor::Donor;
use crate::support::origin::{DISTANT, Origin, free_address};
use crate::support::person::Person;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::time::{Duration, Instant};

const PAGE: u64 = 4096;
/// Of a page's word in `/proc/<pid>/pagemap`: it is in memory, or swapped out. Any other was never written to.
const WRITTEN: u64 = 0b11 << 62;

/// All that a process has written to. `None` where the system keeps it from us, which is part of the promise.
fn memory(pid: u32) -> Option<Vec<u8>> {
    let open = |name| match std::fs::File::open(format!("/proc/{pid}/{name}")) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => None,
        opened => Some(opened.unwrap()),
    };
    let (mut file, mut pages) = (open("mem")?, open("pagemap")?);
    let mut memory = Vec::new();
    for line in std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap().lines() {
        let mut words = line.split_ascii_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        let mut known = Vec::new();
        pages.seek(SeekFrom::Start(start / PAGE * 8)).unwrap();
        pages.by_ref().take((end - start) / PAGE * 8).read_to_end(&mut known).unwrap();
        for (page, word) in (start..end).step_by(PAGE as usize).zip(known.chunks_exact(8)) {
            // What went away meanwhile holds nothing.
            if u64::from_le_bytes(word.try_into().unwrap()) & WRITTEN != 0 && file.seek(SeekFrom::Start(page)).is_ok() {
                let _ = file.by_ref().take(PAGE).read_to_end(&mut memory);
            }
        }
    }
    Some(memory)
}

fn holds(memory: &[u8], text: &[u8]) -> bool {
    memory.windows(text.len()).any(|window| window == text)
}

fn found<'a>(memory: &[u8], person: &'a Person) -> Vec<&'a str> {
    let values: Vec<_> = person.values().into_iter().filter(|value| value.len() > 8).collect();
    let here = |at: usize| values.iter().filter(move |value| memory[at..].starts_with(value.as_bytes())).copied();
    let starts: Vec<_> = values.iter().map(|value| value.as_bytes()[0]).collect();
    (0..memory.len()).filter(|&at| starts.contains(&memory[at])).flat_map(here).collect()
}

#[tokio::test]
async fn what_was_typed_is_wiped() {
    let distant = TestDistant::start(DISTANT).await;
    let origin = Origin::new(&distant.address);
    let relay = origin.spawn(free_address()).await;
    let (giver, mistaken) = (Person::new(), Person::new());
    {
        let donor = Donor::new(&relay.address, &distant.address);
        let page = donor.give("don", &giver.full("donation", "once", 3000)).await;
        let billing = donor.client.post(&page).form(&[("action", "billing")]).send().await.unwrap();
        assert!(billing.text().await.unwrap().contains(&giver.email));
        let mut wrong = mistaken.full("donation", "once", 3000);
        wrong["postal_code"] = "7500".into();
        let (_, shown) = donor.post_form("don", &donor.key(), &wrong).await;
        assert!(shown.contains(&mistaken.email));
    }
    // The connections that brought it end, and with them their buffers.
    let began = Instant::now();
    loop {
        let Some(memory) = memory(relay.pid()) else { return };
        // What the relay needs as long as it runs.
        assert!(holds(&memory, distant.address.as_bytes()));
        let left = [found(&memory, &giver), found(&memory, &mistaken)];
        if left.iter().all(Vec::is_empty) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{left:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

#[tokio::test]
async fn it_writes_no_core_dump() {
    let origin = Origin::new("http://127.0.0.1:9");
    let relay = origin.spawn_after(free_address(), "ulimit -c unlimited").await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", relay.pid())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_ascii_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
}
