//! The outbox's law: whatever happens, its counts are those of its entries, and the oldest entry of each transaction,
//! and no other, is its head.

use super::*;
use crate::relay::settlement::{Money, Reason, Returned, Sight, Sum};
use crate::relay::store::sqlite::{attempts, outbox, transactions};
use crate::relay::store::{Seen, Sighting};
use proptest::prelude::*;

/// What can happen to an outbox.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A status of one of four transactions.
    Record(u8),
    /// Everything due is taken, and told or not.
    Deliver(Outcome),
    /// A relay that died is back.
    TakeBack,
    /// The distant is back.
    Release,
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Told,
    Postponed { passing: bool },
    Parked,
    Lost,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let outcome = prop_oneof![
        3 => Just(Outcome::Told),
        2 => any::<bool>().prop_map(|passing| Outcome::Postponed { passing }),
        1 => Just(Outcome::Parked),
        1 => Just(Outcome::Lost),
    ];
    let step = prop_oneof![
        4 => (0..4_u8).prop_map(Step::Record),
        3 => outcome.prop_map(Step::Deliver),
        1 => Just(Step::TakeBack),
        1 => Just(Step::Release),
    ];
    prop::collection::vec(step, 0..40)
}

impl Step {
    fn run(self, connection: &Connection) -> Result<(), StoreError> {
        match self {
            Self::Record(of) => {
                let back = Money::Returned(Returned { cents: 3000, reason: Reason::Refund });
                for money in [Money::Pending, Money::Paid, back] {
                    let sight = Sight::Money(money, Sum::Euros(3000));
                    let (idx, means) = (of.to_string(), "sandbox".to_owned());
                    let sighting = Sighting { idx, number: 1, means, instrument: None, sight };
                    if matches!(attempts::see(connection, &sighting, NOON)?, Seen::Changed { .. }) {
                        break;
                    }
                }
            }
            Self::Deliver(outcome) => {
                for delivery in outbox::claim(connection, "main", LEASE, 8, NOON)? {
                    match outcome {
                        Outcome::Told => outbox::settle(connection, &delivery, &ANSWER, NOON)?,
                        Outcome::Postponed { passing } => {
                            let now = Postponement { wait: Some(Duration::ZERO), passing, alarm: None };
                            outbox::postpone(connection, &delivery, &now, NOON)?;
                        }
                        Outcome::Parked => {
                            let parked = Postponement { wait: None, passing: true, alarm: None };
                            outbox::postpone(connection, &delivery, &parked, NOON)?;
                        }
                        Outcome::Lost => {}
                    }
                }
            }
            Self::TakeBack => outbox::take_back_leases(connection)?,
            Self::Release => drop(outbox::release(connection, "main", 200, NOON)?),
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn counts_and_heads_are_always_right(steps in steps()) {
        let mut connection = Connection::open_in_memory().unwrap();
        MIGRATIONS.to_latest(&mut connection).unwrap();
        for idx in 0..4_u8 {
            let new = transaction(&idx.to_string(), Frequency::Once);
            transactions::begin(&connection, &new, &key(idx, 1), NOON).unwrap();
        }
        for step in steps {
            step.run(&connection).unwrap();
            let wrong: i64 = connection.query_row(
                "SELECT count(*) FROM outbox o
                 WHERE head = EXISTS (SELECT 1 FROM outbox e WHERE e.idx = o.idx AND e.id < o.id)",
                [],
                |row| row.get(0),
            ).unwrap();
            prop_assert_eq!(wrong, 0, "heads after {:?}", step);
            let counted = connection.query_row(
                "SELECT count(*), count(*) FILTER (WHERE passing = 1 AND next_at IS NOT NULL),
                        count(*) FILTER (WHERE next_at IS NULL) FROM outbox",
                [],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)),
            ).unwrap();
            let Backlog { waiting, retrying, parked, .. } = outbox::backlog(&connection, "main").unwrap();
            prop_assert_eq!((waiting as i64, retrying as i64, parked as i64), counted, "after {:?}", step);
        }
    }
}
