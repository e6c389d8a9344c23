//! What a form may have beside, to raise more and to spare people a question. All of it is asked for by the settings.
//!
//! The page's script loads what this needs (`www/src/appeal.js`) only where the form has `data-appeal`.

use super::FormPage;
use crate::form::Explanation;
use crate::protocol::{Amount, Field, Frequency, Operation};
use maud::{Markup, html};

/// What one form has beside, in its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appeal {
    /// The words by which an address can say whence somebody comes: `?from=letter-12`.
    pub from: Vec<String>,
    /// What amounts do; of those that an amount reaches, the last that is for its choice counts.
    pub impacts: Vec<Impact>,
    /// The monthly donation that one line proposes beside single ones from an amount of cents on, in their order.
    pub monthly: Vec<(u64, Amount)>,
}

/// What an amount does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// From which amount on.
    pub amount: Amount,
    /// For which operation; every one if absent.
    pub operation: Option<Operation>,
    /// For which frequency; every one if absent.
    pub frequency: Option<Frequency>,
    /// What it does, as a sentence.
    pub text: String,
}

impl Impact {
    /// Returns the words of the page that hold where it counts.
    fn words(&self) -> String {
        let words = [self.operation.map(Operation::as_str), self.frequency.map(Frequency::as_str)];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl Appeal {
    /// Checks whether the page's script has something to do for it.
    pub const fn needs_script(&self) -> bool {
        !self.from.is_empty() || !self.impacts.is_empty() || !self.monthly.is_empty()
    }

    /// Returns what a payment does, or `None` if nothing is said of it.
    pub fn impact(&self, operation: Operation, frequency: Frequency, amount: Amount) -> Option<&str> {
        let counts = |impact: &&Impact| {
            impact.amount <= amount
                && impact.operation.is_none_or(|of| of == operation)
                && impact.frequency.is_none_or(|of| of == frequency)
        };
        self.impacts.iter().rfind(counts).map(|impact| impact.text.as_str())
    }

    /// Returns the word of the list that an address's query says, or `None`. What is not of the list is of no matter.
    pub fn from_word(&self, query: Option<&str>) -> Option<&str> {
        let mut said = query?.split('&').filter_map(|pair| pair.strip_prefix("from="));
        said.find_map(|word| self.from.iter().find(|known| *known == word)).map(String::as_str)
    }

    /// Returns the value of `data-from`, or `None` where there is no such attribute.
    pub(super) fn words(&self) -> Option<String> {
        (!self.from.is_empty()).then(|| self.from.join(" "))
    }
}

impl FormPage<'_> {
    /// Renders what amounts do: a place for that of the chosen one, or without scripts all of them.
    pub(super) fn impact(&self) -> Markup {
        let impacts = &self.appeal.impacts;
        let sum = |impact: &Impact| {
            let frequency = impact.frequency.unwrap_or(Frequency::Once);
            let amount = self.texts.language().money(impact.amount);
            self.texts.fill(&["amount.", frequency.as_str()].concat(), &[("amount", &amount)])
        };
        html! {
            @if !impacts.is_empty() {
                p.campagnodon-impact data-impact {}
                p.campagnodon-unseen role="status" data-impact-heard {}
                template data-impacts {
                    @for impact in impacts {
                        p data-cents=(impact.amount.cents()) data-when=(impact.words()) { (impact.text) }
                    }
                }
                noscript {
                    ul.campagnodon-impact {
                        @for impact in impacts {
                            li data-for=[impact.operation.map(Operation::as_str)] {
                                (self.texts.fill("appeal.impact", &[("amount", &sum(impact)), ("text", &impact.text)]))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Returns how the fees come about, or `None` where there are none.
    pub(super) fn fees_hint(&self) -> Option<String> {
        let (fees, language) = (self.form.fees?, self.texts.language());
        let rate = Some(fees.basis_points()).filter(|rate| *rate > 0).map(|rate| language.percent(rate));
        let fixed = Some(fees.fixed()).filter(|cents| *cents > 0);
        let fixed = fixed.map(|cents| language.money_style().write(cents.into()));
        let parts = rate.into_iter().chain(fixed).collect::<Vec<_>>().join(" + ");
        Some(self.texts.fill("appeal.fees_hint", &[("parts", &parts)]))
    }

    /// Renders the box by which whoever pays adds the fees. It is never ticked for anyone; the figure is the module's.
    pub(super) fn fees(&self) -> Markup {
        let Some(hint) = self.fees_hint() else { return Markup::default() };
        let field = Field::Fees;
        let id = self.id(&field.name());
        html! {
            div.campagnodon-check {
                input id=(id) name=(field.name()) type="checkbox" value="1" checked[self.answers.get(&field) == "1"]
                    aria-describedby=(self.described_by(&field, true)) aria-invalid=(self.invalid(&field));
                div {
                    label for=(id) {
                        (self.texts.get("appeal.fees"))
                        span data-for="amount" hidden { (self.texts.figures("appeal.fees_figure")) }
                    }
                    p.campagnodon-hint id=(self.hint_id(&field)) { (hint) }
                    (self.error(&field))
                }
            }
        }
    }

    /// Renders the lines that propose a monthly donation, of which the script shows one where it has its place.
    pub(super) fn monthly(&self) -> Markup {
        let money = |cents: u64| self.texts.language().money_style().write(cents);
        html! {
            @for (at, (from, amount)) in self.appeal.monthly.iter().enumerate() {
                @let id = self.id(&format!("monthly-{at}"));
                @let cost = Explanation::of(self.form, Operation::Donation, Frequency::Monthly, *amount);
                @let cost = cost.map(|explained| money(explained.payment.cost));
                @let key = if cost.is_some() { "appeal.monthly_cost" } else { "appeal.monthly" };
                @let values = [("amount", money(amount.cents())), ("cost", cost.unwrap_or_default())];
                @let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                div data-monthly=(from) hidden {
                    p id=(id) { (self.texts.fill(key, &values)) }
                    button type="button" data-give=(amount.to_decimal()) aria-describedby=(id) {
                        (self.texts.get("appeal.choose"))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whence_somebody_comes_is_one_of_the_list_or_nothing() {
        let appeal = Appeal { from: ["letter-12", "poster"].map(str::to_owned).into(), ..Appeal::default() };
        for (query, expected) in [
            (None, None),
            (Some(""), None),
            (Some("from=letter-12"), Some("letter-12")),
            (Some("amount=30&from=poster&from=letter-12"), Some("poster")),
            (Some("from=anne@example.org&from=poster"), Some("poster")),
            (Some("from=letter-1"), None),
            (Some("from=letter-12%20"), None),
            (Some("wherefrom=poster"), None),
        ] {
            assert_eq!(appeal.from_word(query), expected, "{query:?}");
        }
    }

    #[test]
    fn of_the_amounts_that_are_reached_the_last_one_counts() {
        let euros = |euros| Amount::from_euros(euros).unwrap();
        let impact = |amount, operation, frequency, text: &str| Impact {
            amount: euros(amount),
            operation,
            frequency,
            text: text.to_owned(),
        };
        let (donation, monthly) = (Some(Operation::Donation), Some(Frequency::Monthly));
        let impacts = vec![
            impact(15, None, None, "a willow"),
            impact(15, donation, monthly, "a willow a month"),
            impact(50, donation, None, "a hedge"),
        ];
        let appeal = Appeal { impacts, ..Appeal::default() };
        for (operation, frequency, amount, expected) in [
            (Operation::Donation, Frequency::Once, 14, None),
            (Operation::Donation, Frequency::Once, 49, Some("a willow")),
            (Operation::Donation, Frequency::Monthly, 15, Some("a willow a month")),
            (Operation::Donation, Frequency::Monthly, 1000, Some("a hedge")),
            (Operation::Membership, Frequency::Monthly, 1000, Some("a willow")),
        ] {
            assert_eq!(appeal.impact(operation, frequency, euros(amount)), expected);
        }
    }
}
