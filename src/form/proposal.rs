//! Amount lists, as page authors write them: `13[-450],21[450-900],libre`.
//!
//! An item is a whole number of euros, optionally with an income bracket, and `*` before the one that is chosen most;
//! `libre` (or `free`) asks for the free amount.

use crate::protocol::Amount;

/// An amount that a form proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The amount.
    pub amount: Amount,
    /// The monthly income for which it is meant: a caption, no rule.
    pub income: Option<IncomeBracket>,
    /// Whether it is the one that is chosen most: a caption too.
    pub popular: bool,
}

/// A range of monthly incomes in whole euros; at least one end is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncomeBracket {
    /// `[-450]`
    Below(u32),
    /// `[450-900]`
    Between(u32, u32),
    /// `[4000-]`
    Above(u32),
}

/// The amounts of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmountList {
    /// In the order given; each amount once.
    pub proposals: Vec<Proposal>,
    /// Whether the free amount was asked for.
    pub free: bool,
}

/// What is wrong with an amount list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListError {
    /// This item is not a whole number of euros, optionally with an income bracket, nor `libre`.
    Malformed(String),
    /// This amount is zero, or too large to be one.
    OutOfRange(String),
    /// This amount is listed twice with two brackets; a form can show only one.
    Twice(String),
    /// This amount is marked as the one that is chosen most, and another is already.
    SecondMark(String),
}

impl AmountList {
    /// Reads items separated by commas.
    ///
    /// # Errors
    /// At the first item that cannot be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{AmountList, IncomeBracket};
    ///
    /// let list = AmountList::parse("13[-450],21[450-900],35,libre").unwrap();
    /// assert!(list.free);
    /// assert_eq!(list.proposals[1].amount.cents(), 2100);
    /// assert_eq!(list.proposals[1].income, Some(IncomeBracket::Between(450, 900)));
    /// assert!(AmountList::parse("30,*50,100").unwrap().proposals[1].popular);
    /// assert!(AmountList::parse("5.50").is_err());
    /// ```
    pub fn parse(list: &str) -> Result<Self, ListError> {
        Self::from_items(list.split(','))
    }

    /// Reads items one by one.
    ///
    /// # Errors
    /// At the first item that cannot be used.
    pub fn from_items<'a>(items: impl IntoIterator<Item = &'a str>) -> Result<Self, ListError> {
        let mut list = Self::default();
        for item in items {
            if item == "libre" || item == "free" {
                list.free = true;
                continue;
            }
            let proposal = parse_item(item.trim())?;
            match list.proposals.iter().find(|known| known.amount == proposal.amount) {
                Some(known) if known.income != proposal.income => return Err(ListError::Twice(item.to_owned())),
                _ if proposal.popular && list.proposals.iter().any(|known| known.popular) => {
                    return Err(ListError::SecondMark(item.to_owned()));
                }
                Some(_) => {}
                None => list.proposals.push(proposal),
            }
        }
        Ok(list)
    }

    /// Returns the monthly payments of a yearly list: each twelfth, rounded up to a whole euro. Where two become the
    /// same, the first place and the last bracket are kept.
    pub fn monthly(&self) -> Self {
        let mut proposals: Vec<Proposal> = Vec::new();
        for yearly in &self.proposals {
            let Some(amount) = Amount::from_euros(yearly.amount.cents().div_ceil(1200)) else { continue };
            match proposals.iter_mut().find(|known| known.amount == amount) {
                Some(known) => (known.income, known.popular) = (yearly.income, known.popular || yearly.popular),
                None => proposals.push(Proposal { amount, ..*yearly }),
            }
        }
        Self { proposals, free: self.free }
    }
}

impl Proposal {
    /// Checks whether this is the monthly payment of a yearly one, see [`AmountList::monthly`].
    pub fn is_twelfth_of(&self, yearly: &Self) -> bool {
        self.amount.cents() == yearly.amount.cents().div_ceil(1200) * 100
    }
}

impl IncomeBracket {
    /// Returns the bracket from `min` to `max`, or `None` if both ends are open; an absent or zero end is.
    pub const fn new(min: Option<u32>, max: Option<u32>) -> Option<Self> {
        match (min, max) {
            (None | Some(0), None | Some(0)) => None,
            (None | Some(0), Some(max)) => Some(Self::Below(max)),
            (Some(min), None | Some(0)) => Some(Self::Above(min)),
            (Some(min), Some(max)) => Some(Self::Between(min, max)),
        }
    }

    /// Joins two brackets into one, or returns `None` if `next` does not begin where this one ends.
    pub fn join(self, next: Self) -> Option<Self> {
        (self.max().is_some() && self.max() == next.min()).then(|| Self::new(self.min(), next.max()))?
    }

    /// Returns the lower end, or `None` if it is open.
    pub const fn min(self) -> Option<u32> {
        match self {
            Self::Below(_) => None,
            Self::Between(min, _) | Self::Above(min) => Some(min),
        }
    }

    /// Returns the upper end, or `None` if it is open.
    pub const fn max(self) -> Option<u32> {
        match self {
            Self::Above(_) => None,
            Self::Between(_, max) | Self::Below(max) => Some(max),
        }
    }
}

fn parse_item(item: &str) -> Result<Proposal, ListError> {
    let malformed = || ListError::Malformed(item.to_owned());
    let out_of_range = || ListError::OutOfRange(item.to_owned());
    let (unmarked, popular) = item.strip_prefix('*').map_or((item, false), |rest| (rest, true));
    let (number, bracket) = match unmarked.strip_suffix(']') {
        Some(rest) => rest.split_once('[').map(|(number, bracket)| (number, Some(bracket))).ok_or_else(malformed)?,
        None => (unmarked, None),
    };
    if !is_digits(number) {
        return Err(malformed());
    }
    let amount = number.parse().ok().and_then(Amount::from_euros).ok_or_else(out_of_range)?;
    let income = match bracket {
        None => None,
        Some(bracket) => {
            let (min, max) = bracket.split_once('-').ok_or_else(malformed)?;
            let end = |text: &str| match text {
                "" => Ok(None),
                text if is_digits(text) => text.parse().map(Some).map_err(|_| out_of_range()),
                _ => Err(malformed()),
            };
            IncomeBracket::new(end(min)?, end(max)?)
        }
    };
    Ok(Proposal { amount, income, popular })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(list: &AmountList) -> Vec<u64> {
        list.proposals.iter().map(|proposal| proposal.amount.cents() / 100).collect()
    }

    #[test]
    fn grammar() {
        let list = AmountList::parse("13[-450], 21[450-900],35[900-],40[-],030,libre").unwrap();
        assert_eq!(amounts(&list), [13, 21, 35, 40, 30]);
        assert!(list.free);
        assert_eq!(list.proposals[0].income, Some(IncomeBracket::Below(450)));
        assert_eq!(list.proposals[1].income, Some(IncomeBracket::Between(450, 900)));
        assert_eq!(list.proposals[2].income, Some(IncomeBracket::Above(900)));
        assert_eq!(list.proposals[3].income, None);
        let marked = AmountList::parse("30, *50[-450],100").unwrap().proposals;
        assert_eq!(marked.iter().map(|proposal| proposal.popular).collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn refused_items() {
        for item in [
            "",
            "5.5",
            "-5",
            "20[]",
            "20 [1-2]",
            " libre",
            "20[1-2",
            "20[1-2-3]",
            "20[a-]",
            "+5",
            "**5",
            "*",
            "5*",
            "*libre",
        ] {
            assert_eq!(AmountList::parse(item), Err(ListError::Malformed(item.trim().to_owned())), "{item:?}");
        }
        for item in ["0", "99999999999999999999999"] {
            assert_eq!(AmountList::parse(item), Err(ListError::OutOfRange(item.to_owned())));
        }
        assert_eq!(AmountList::parse("20[-1],20[-2]"), Err(ListError::Twice("20[-2]".to_owned())));
        assert_eq!(amounts(&AmountList::parse("20,20").unwrap()), [20]);
        assert_eq!(AmountList::parse("*20,*30"), Err(ListError::SecondMark("*30".to_owned())));
    }

    #[test]
    fn brackets_that_meet_are_one() {
        let bracket = |min, max| IncomeBracket::new(min, max).unwrap();
        for (first, next, expected) in [
            ((None, Some(450)), (Some(450), Some(900)), Some(bracket(None, Some(900)))),
            ((Some(450), Some(900)), (Some(900), None), Some(bracket(Some(450), None))),
            ((None, Some(450)), (Some(450), None), None),
            ((None, Some(450)), (Some(900), None), None),
            ((Some(450), None), (None, Some(450)), None),
        ] {
            assert_eq!(bracket(first.0, first.1).join(bracket(next.0, next.1)), expected, "{first:?} {next:?}");
        }
    }

    #[test]
    fn monthly_is_a_twelfth_rounded_up() {
        let yearly = AmountList::parse("12,13,60[-450],61[450-900],libre").unwrap();
        let monthly = yearly.monthly();
        assert_eq!(amounts(&monthly), [1, 2, 5, 6]);
        assert!(monthly.free);
        let same = AmountList::parse("49[-450],50[450-900]").unwrap().monthly();
        assert_eq!(
            same.proposals,
            [Proposal {
                amount: Amount::from_euros(5).unwrap(),
                income: IncomeBracket::new(Some(450), Some(900)),
                popular: false
            }]
        );
        let marked = AmountList::parse("49,*50[450-900],61").unwrap_or_default().monthly();
        assert_eq!(marked.proposals.iter().map(|proposal| proposal.popular).collect::<Vec<_>>(), [true, false]);
    }
}
