use super::*;
use proptest::prelude::*;

const EURO: u64 = 1500;

fn held(status: Status, states: &[State]) -> Held {
    let attempts = states.iter().zip(1..).map(|(state, number)| Attempt { state: *state, ..Attempt::new(number) });
    Held { amount: Amount::from_cents(EURO).unwrap(), status, series: None, attempts: attempts.collect() }
}

fn money(money: Money) -> Sight {
    Sight::Money(money, Sum::Euros(EURO))
}

const fn back(cents: u64) -> Money {
    Money::Returned(Returned { cents, reason: Reason::Refund })
}

#[test]
fn what_follows_from_what_is_seen() {
    use State::{Expired, Failed, GivenUp, Open, OtherSum, Paid, Pending};
    use Status as S;
    for (status, states, sight, expected) in [
        // A debit that takes days, a card that takes none.
        (S::Init, &[Open][..], money(Money::Pending), Some((Pending, &[S::Pending][..]))),
        (S::Init, &[Open], money(Money::Paid), Some((Paid, &[S::Completed]))),
        (S::Pending, &[Pending], money(Money::Paid), Some((Paid, &[S::Completed]))),
        // A refused card ends an attempt, and not the transaction.
        (S::Init, &[Open], money(Money::Refused), Some((Failed, &[]))),
        (S::Init, &[Failed], Sight::TimeIsOver, Some((Failed, &[S::Failed]))),
        (S::Pending, &[Failed], Sight::TimeIsOver, Some((Failed, &[S::Failed]))),
        (S::Init, &[Failed, Open], Sight::TimeIsOver, None),
        (S::Pending, &[Failed, Pending], Sight::TimeIsOver, None),
        (S::Init, &[Failed], Sight::GaveUp, Some((Failed, &[S::Failed]))),
        (S::Init, &[Open], Sight::GaveUp, Some((GivenUp, &[S::Cancelled]))),
        (S::Init, &[Open], money(Money::GivenUp), Some((GivenUp, &[S::Cancelled]))),
        (S::Init, &[Open, Open], money(Money::GivenUp), Some((GivenUp, &[]))),
        (S::Init, &[Open], money(Money::Expired), Some((Expired, &[]))),
        (S::Init, &[Expired], Sight::TimeIsOver, Some((Expired, &[S::Cancelled]))),
        // Money wins, and a CiviCRM is told in steps that it takes.
        (S::Init, &[Failed], money(Money::Paid), Some((Paid, &[S::Completed]))),
        (S::Failed, &[Failed], money(Money::Paid), Some((Paid, &[S::Pending, S::Completed]))),
        (S::Cancelled, &[GivenUp], money(Money::Paid), Some((Paid, &[S::Completed]))),
        (S::Failed, &[Failed], money(back(EURO)), Some((Paid, &[S::Pending, S::Completed, S::Refunded]))),
        (S::Init, &[Open], money(back(EURO)), Some((Paid, &[S::Completed, S::Refunded]))),
        // What counts for less changes nothing.
        (S::Completed, &[Paid], money(Money::Refused), None),
        (S::Completed, &[Paid], money(Money::Pending), None),
        (S::Completed, &[Paid], money(Money::Paid), None),
        (S::Failed, &[Failed], money(Money::Pending), None),
        (S::Init, &[Open], money(Money::Open), None),
        // A part that goes back is noted, the whole is told.
        (S::Completed, &[Paid], money(back(500)), Some((Paid, &[]))),
        (S::Completed, &[Paid], money(back(EURO)), Some((Paid, &[S::Refunded]))),
        (S::Completed, &[Paid, Paid], money(back(EURO)), Some((Paid, &[]))),
        // Another sum is a person's affair.
        (S::Init, &[Open], Sight::Money(Money::Paid, Sum::Euros(1499)), Some((OtherSum, &[]))),
        (S::Init, &[Open], Sight::Money(Money::Paid, Sum::Foreign), Some((OtherSum, &[]))),
        (S::Init, &[OtherSum], Sight::TimeIsOver, None),
    ] {
        let mut now = held(status, states);
        let effects = now.see(1, sight);
        let told = effects.map(|it| it.tell.into_iter().map(|(status, _)| status).collect::<Vec<_>>());
        let case = format!("{status:?} {states:?} {sight:?}");
        match expected {
            None => assert_eq!((told, now), (None, held(status, states)), "{case}"),
            Some((state, steps)) => {
                assert_eq!((now.attempts[0].state, told), (state, Some(steps.to_vec())), "{case}");
            }
        }
    }
}

#[test]
fn what_a_person_must_look_at() {
    use State::{Open, Paid};
    let odd = |status, states: &[State], sight| held(status, states).see(1, sight).unwrap().oddities;
    assert_eq!(odd(Status::Completed, &[Open, Paid], money(Money::Paid)), [Oddity::PaidTwice]);
    let other = Sight::Money(Money::Paid, Sum::Euros(1));
    assert_eq!(odd(Status::Init, &[Open], other), [Oddity::OtherSum]);
    assert_eq!(odd(Status::Refunded, &[Open], money(Money::Paid)), [Oddity::PaidAfterRefund]);
    assert_eq!(odd(Status::Init, &[Open], money(Money::Paid)), []);
}

#[test]
fn a_series_goes_with_its_first_payment() {
    use RecurringStatus::{Ended, Init as NotYet, Ongoing, Waiting};
    for (sight, steps) in [
        (money(Money::Pending), vec![(Status::Pending, Some(Waiting))]),
        (money(Money::Paid), vec![(Status::Completed, Some(Ongoing))]),
        (money(back(EURO)), vec![(Status::Completed, Some(Ongoing)), (Status::Refunded, Some(Ended))]),
        (money(Money::Refused), vec![]),
        (Sight::GaveUp, vec![(Status::Cancelled, Some(Ended))]),
    ] {
        let mut held = Held { series: Some(NotYet), ..held(Status::Init, &[State::Open]) };
        assert_eq!(held.see(1, sight).unwrap().tell, steps, "{sight:?}");
    }
}

fn any_money() -> impl Strategy<Value = Money> {
    let returned = (prop_oneof![Just(500), Just(EURO)], prop::sample::select(Reason::ALL.to_vec()))
        .prop_map(|(cents, reason)| Money::Returned(Returned { cents, reason }));
    prop_oneof![
        Just(Money::Open),
        Just(Money::Expired),
        Just(Money::Pending),
        Just(Money::Paid),
        Just(Money::Refused),
        Just(Money::GivenUp),
        returned,
    ]
}

fn any_sight() -> impl Strategy<Value = (u32, Sight)> {
    let sum = prop_oneof![4 => Just(Sum::Euros(EURO)), 1 => Just(Sum::Euros(1)), 1 => Just(Sum::Foreign)];
    let seen = (any_money(), sum).prop_map(|(money, sum)| Sight::Money(money, sum));
    (1..4_u32, prop_oneof![8 => seen, 1 => Just(Sight::TimeIsOver), 1 => Just(Sight::GaveUp)])
}

/// Returns what is held once all of this was seen, one after the other, and what was told on the way.
fn after(sights: &[(u32, Sight)]) -> (Held, Vec<Status>) {
    let mut now = Held { series: Some(RecurringStatus::Init), ..held(Status::Init, &[State::Open; 3]) };
    let mut told = Vec::new();
    for (number, sight) in sights {
        let effects = now.see(*number, *sight);
        told.extend(effects.into_iter().flat_map(|it| it.tell).map(|(status, _)| status));
    }
    (now, told)
}

/// Returns where a payment stands, those that the order tells apart being one: which of the two lost ones was told first,
/// whether it was known that money was on its way before none came, and whether money came before all that had come was given
/// back or after it. Of that last, and of another sum, a person is told.
fn class(held: &Held) -> Status {
    let any = |state| held.attempts.iter().any(|attempt| attempt.state == state);
    match held.status {
        _ if any(State::OtherSum) && !any(State::Paid) => Status::Init,
        Status::Refunded if held.kept() > 0 => Status::Completed,
        Status::Pending if !any(State::Pending) => Status::Init,
        Status::Cancelled => Status::Failed,
        status => status,
    }
}

proptest! {
    /// Whatever providers say, in whatever order and however often: the same in the end.
    #[test]
    fn order_and_repetition_do_not_matter(
        (sights, shuffled) in prop::collection::vec(any_sight(), 0..10).prop_flat_map(|sights| {
            let twice = [sights.clone(), sights.clone()].concat();
            (Just(sights), Just(twice).prop_shuffle())
        })
    ) {
        // Time ends once, after all else.
        let only_money = |sights: Vec<(u32, Sight)>| -> Vec<_> {
            sights.into_iter().filter(|(_, sight)| matches!(sight, Sight::Money(..))).chain([(1, Sight::TimeIsOver)]).collect()
        };
        let ((one, _), (other, _)) = (after(&only_money(sights)), after(&only_money(shuffled)));
        prop_assert_eq!(&one.attempts, &other.attempts);
        prop_assert_eq!(class(&one), class(&other));
    }

    /// A message that was lost is made good by any later one that tells as much.
    #[test]
    fn what_was_lost_is_made_good(sights in prop::collection::vec(any_sight(), 1..10), lost in any::<prop::sample::Index>()) {
        let (whole, _) = after(&sights);
        let mut some = sights.clone();
        let missing = some.remove(lost.index(sights.len()));
        some.push(missing);
        let (made_good, _) = after(&some);
        prop_assert_eq!(whole.attempts, made_good.attempts);
    }

    /// Money that was seen is told, or a person is.
    #[test]
    fn money_never_vanishes(sights in prop::collection::vec(any_sight(), 0..10), number in 1..4_u32) {
        let paid = (number, money(Money::Paid));
        let (now, told) = after(&[sights.clone(), vec![paid]].concat());
        prop_assert!(matches!(now.status, Status::Completed | Status::Refunded));
        prop_assert!(told.contains(&Status::Completed));
    }

    /// Billing details can be asked for before the end alone: no way leads back (PSD2).
    #[test]
    fn billing_details_never_re_open(sights in prop::collection::vec(any_sight(), 0..12)) {
        let mut ended = false;
        for end in 0..=sights.len() {
            let (now, _) = after(&sights[..end]);
            prop_assert!(!(ended && now.status.opens_billing_details()));
            ended = ended || now.status.has_ended();
        }
    }

    /// What is told is in an order that a CiviCRM takes, each status once but for `pending` before late money.
    #[test]
    fn what_is_told_is_taken(sights in prop::collection::vec(any_sight(), 0..12)) {
        let (_, told) = after(&sights);
        let mut at = Status::Init;
        for status in told {
            let refused = [(Status::Failed, Status::Completed), (Status::Init, Status::Refunded), (Status::Failed, Status::Refunded)];
            prop_assert!(!refused.contains(&(at, status)) && at != status, "{:?} to {:?}", at, status);
            prop_assert!(!(at == Status::Completed && status != Status::Refunded) && at != Status::Refunded);
            at = status;
        }
    }
}
