//! … and of what operators ask.

use super::{ANSWER, StorePlace, begin, claim, key, later, park, record, transaction};
use crate::protocol::{Frequency, Started, Status};
use crate::relay::clock::Clock;
use crate::relay::store::contract::NOON;
use crate::relay::store::{AlarmCause, Dimension, Filter, NewTransaction, Period, Postponement, Slice, Tally, Told};
use std::time::Duration;
use time::UtcOffset;

fn names(slice: &Slice) -> Vec<&str> {
    slice.rows.iter().map(|row| row.idx.as_str()).collect()
}

pub async fn a_list_goes_from_page_to_page_and_keeps_to_its_filter(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    for (number, idx) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        begin(&*store, idx, key(number as u8, 1)).await;
        // Two begin at the same moment.
        if idx != "b" {
            clock.advance(Duration::from_secs(1));
        }
    }
    record(&*store, "d", Status::Failed).await;
    let all = Filter::default;
    let (mut seen, mut before) = (Vec::new(), None::<String>);
    loop {
        let page = store.list(all(), before.as_deref(), 2).await.unwrap();
        seen.extend(names(&page).into_iter().map(str::to_owned));
        before = seen.last().cloned();
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, ["e", "d", "c", "b", "a"]);
    let whence = |word: &str| Some(word.to_owned());
    let between = |since, until| Period { since: Some(NOON + since), until: Some(NOON + until) };
    for (filter, expected) in [
        (Filter { status: Some(Status::Failed), ..all() }, &["d"][..]),
        (Filter { form: whence("don"), status: Some(Status::Init), ..all() }, &["e", "c", "b", "a"]),
        (Filter { form: whence("other"), ..all() }, &[]),
        (Filter { distant: whence("main"), search: whence("D"), ..all() }, &["d"]),
        (Filter { distant: whence("other"), ..all() }, &[]),
        (Filter { period: between(1000, 2000), ..all() }, &["c", "b"]),
        (Filter { period: Period { since: None, until: Some(NOON) }, ..all() }, &[]),
        (Filter { search: whence("%"), ..all() }, &[]),
    ] {
        let page = store.list(filter.clone(), None, 9).await.unwrap();
        assert_eq!((names(&page), page.more), (expected.to_vec(), false), "{filter:?}");
    }
    assert_eq!(store.list(all(), Some("none"), 9).await.unwrap().rows, []);
}

pub async fn a_story_has_all_that_happened(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    let new = NewTransaction { from: Some("letter-12".to_owned()), ..transaction("a", Frequency::Monthly) };
    store.begin(new, key(1, 1)).await.unwrap();
    store.mark_started("a", Started { status: Status::Init, ..ANSWER }).await.unwrap();
    for status in [Status::Pending, Status::Completed] {
        clock.advance(Duration::from_secs(60));
        record(&*store, "a", status).await;
    }
    let delivery = claim(&*store).await.remove(0);
    store.postpone("main", delivery, Postponement { wait: Some(Duration::ZERO), ..later() }).await.unwrap();
    let delivery = claim(&*store).await.remove(0);
    store.settle(delivery, Started { status: Status::Pending, ..ANSWER }).await.unwrap();
    let parked = claim(&*store).await.remove(0);
    let alarm = Some((AlarmCause::Refused, "no".to_owned()));
    store.postpone("main", parked, Postponement { wait: None, passing: false, alarm }).await.unwrap();

    let story = store.story("a").await.unwrap().unwrap();
    let listed = &story.transaction;
    assert_eq!((listed.opened, listed.began_at, listed.from.as_deref()), (true, NOON, Some("letter-12")));
    assert_eq!((listed.waiting, listed.parked, listed.status), (1, 1, Status::Completed));
    assert_eq!(story.answered, (Some(Status::Pending), None));
    assert_eq!(story.events, [(NOON + 60_000, Status::Pending), (NOON + 120_000, Status::Completed)]);
    let told = Told { at: NOON + 120_000, status: Status::Pending, tries: 2, answer: Some(Status::Pending) };
    assert_eq!(story.told, std::slice::from_ref(&told));
    let waiting: Vec<_> = story.waiting.iter().map(|each| (each.status, each.tries, each.next_at)).collect();
    assert_eq!(waiting, [(Status::Completed, 1, None)]);
    assert_eq!(story.alarms.len(), 1);
    // A person closes it: the story says that the distant was not told.
    store.close_alarms("a").await.unwrap();
    let story = store.story("a").await.unwrap().unwrap();
    assert_eq!(story.told, [told, Told { at: NOON + 120_000, status: Status::Completed, tries: 1, answer: None }]);
    assert_eq!((story.waiting.len(), story.alarms.len()), (0, 0));
    assert_eq!(store.story("none").await.unwrap(), None);
}

pub async fn what_needs_a_person_is_found(place: &dyn StorePlace) {
    let store = place.open(&Clock::fixed(NOON));
    for (idx, number, cause) in [("a", 1, AlarmCause::Disputed), ("b", 2, AlarmCause::GaveUp)] {
        park(&*store, idx, number, cause).await;
    }
    // The distant took the disputed one, and a person must still see.
    store.deliver_now("a").await.unwrap();
    store.settle(claim(&*store).await.remove(0), ANSWER).await.unwrap();
    let concerns = store.concerns(9).await.unwrap();
    let seen: Vec<_> = concerns.iter().map(|each| (each.idx.as_str(), each.parked, each.alarm.clone())).collect();
    let alarm = |cause| Some((cause, "no".to_owned(), NOON));
    assert_eq!(seen, [("b", true, alarm(AlarmCause::GaveUp)), ("a", false, alarm(AlarmCause::Disputed))]);
    assert_eq!(store.concerns(1).await.unwrap(), concerns[..1]);
}

pub async fn figures_are_of_what_was_opened_in_the_period(place: &dyn StorePlace) {
    let clock = Clock::fixed(NOON);
    let store = place.open(&clock);
    for (number, (idx, frequency, status, from)) in [
        ("a", Frequency::Once, Some(Status::Completed), Some("poster")),
        ("b", Frequency::Monthly, Some(Status::Completed), None),
        ("c", Frequency::Once, Some(Status::Failed), Some("poster")),
        ("d", Frequency::Once, None, None),
    ]
    .into_iter()
    .enumerate()
    {
        let new = NewTransaction { from: from.map(str::to_owned), ..transaction(idx, frequency) };
        store.begin(new, key(number as u8, 1)).await.unwrap();
        store.mark_started(idx, ANSWER).await.unwrap();
        if let Some(status) = status {
            record(&*store, idx, status).await;
        }
    }
    begin(&*store, "never opened", key(8, 1)).await;
    clock.advance(Duration::from_secs(24 * 3600));
    begin(&*store, "later", key(9, 1)).await;
    store.mark_started("later", ANSWER).await.unwrap();

    let figures = async |since, until| {
        let period = Period { since: Some(NOON + since), until: Some(NOON + until) };
        store.figures(period, UtcOffset::UTC).await.unwrap()
    };
    let day = figures(0, 1).await;
    let by = |dimension| -> Vec<_> {
        day.by(dimension).map(|(value, tally)| (value, tally.started, tally.paid, tally.paid_cents)).collect()
    };
    assert_eq!(by(Dimension::All), [("", 4, 2, 6000)]);
    assert_eq!(by(Dimension::Day), [("2027-01-15", 4, 2, 6000)]);
    assert_eq!(by(Dimension::Frequency), [("monthly", 1, 1, 3000), ("once", 3, 1, 3000)]);
    assert_eq!(by(Dimension::From), [("", 2, 1, 3000), ("poster", 2, 1, 3000)]);
    let (_, all) = day.by(Dimension::All).next().unwrap();
    assert_eq!((all.failed, all.open), (1, 1));
    let (_, none) =
        figures(1, 2).await.by(Dimension::All).next().map(|(value, tally)| (value.to_owned(), tally)).unwrap();
    assert_eq!(none, Tally::default());
}
