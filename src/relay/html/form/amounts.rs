//! The amounts: a list for each combination of operation and frequency, and the one free amount.

use super::FormPage;
use crate::form::{Bounds, Choice, IncomeBracket, Proposal};
use crate::protocol::{Amount, Field, Frequency, Operation};
use maud::{Markup, html};

impl FormPage<'_> {
    pub(super) fn amount(&self) -> Markup {
        let field = Field::Amount;
        html! {
            fieldset.campagnodon-group aria-describedby=(self.error_id(&field)) {
                legend { (self.by_operation("amount")) }
                (self.error(&field))
                @for choice in self.form.choices.iter().filter(|choice| !choice.proposals.is_empty()) {
                    (self.list_of_amounts(choice))
                }
                (self.free_amount())
                (self.impact())
                (self.tax())
                (self.monthly())
                (self.fees())
                (self.purpose())
            }
        }
    }

    /// Renders the proposals of a combination; where they are for incomes, under a sentence that says so.
    fn list_of_amounts(&self, choice: &Choice) -> Markup {
        let by_income = choice.proposals.iter().any(|proposal| proposal.income.is_some());
        let hint =
            by_income.then(|| self.id(&["income", choice.operation.as_str(), choice.frequency.as_str()].join("-")));
        html! {
            div.campagnodon-amounts.campagnodon-brackets[by_income] data-for=(when(choice))
                data-caption=[self.caption(choice)] role=[hint.as_ref().map(|_| "group")] aria-labelledby=[&hint] {
                @if let Some(hint) = &hint { p.campagnodon-hint id=(hint) { (self.texts.get("income.legend")) } }
                @for proposal in &choice.proposals { (self.proposal(choice, proposal)) }
            }
        }
    }

    /// Returns what a list is for, or `None` where there is only one. Browsers without scripts that do not know
    /// `:has()` show all lists at once.
    fn caption(&self, choice: &Choice) -> Option<String> {
        let text = |table: &str, word: &str| self.texts.get(&[table, ".", word].concat());
        let operation = (self.form.operations().len() > 1).then(|| text("operation", choice.operation.as_str()));
        let frequency = (self.frequencies().len() > 1).then(|| text("frequency", choice.frequency.as_str()));
        let words: Vec<_> = operation.into_iter().chain(frequency).collect();
        (!words.is_empty()).then(|| words.join(" – "))
    }

    fn proposal(&self, of: &Choice, proposal: &Proposal) -> Markup {
        let value = proposal.amount.to_decimal();
        let parts = ["amount", of.operation.as_str(), of.frequency.as_str(), &value];
        let chosen = self.answers.get(&Field::Amount) == value
            && self.view().is_some_and(|view| view.operation == of.operation && view.frequency == of.frequency);
        let amount = self.money(proposal.amount);
        let label = html! {
            (self.texts.markup(&["amount.", of.frequency.as_str()].concat(), |_| html! {
                b.campagnodon-figure { (amount) }
            }))
            @for caption in self.captions(of, proposal) { " " span.campagnodon-caption { (caption) } }
        };
        self.choice(&parts.join("-"), &Field::Amount, &value, chosen, None, &label)
    }

    /// Returns what stands beside an amount: for which income it is meant, and that many choose it.
    pub(super) fn captions(&self, of: &Choice, proposal: &Proposal) -> impl Iterator<Item = String> {
        let income = self.bracket(of, proposal).map(|income| self.income(income));
        income.into_iter().chain(proposal.popular.then(|| self.texts.get("appeal.popular").to_owned()))
    }

    /// Returns whose income an amount is for, or `None` if it is for anyone. A monthly amount is for everyone whose
    /// yearly amounts become the same when divided, so that no one misses theirs.
    fn bracket(&self, of: &Choice, proposal: &Proposal) -> Option<IncomeBracket> {
        let last = proposal.income?;
        if (of.operation, of.frequency) != (Operation::Membership, Frequency::Monthly) {
            return Some(last);
        }
        let list = |frequency| self.form.choice(Operation::Membership, frequency);
        let Some(yearly) = list(Frequency::Yearly).or_else(|| list(Frequency::Once)) else { return Some(last) };
        let same: Vec<_> = yearly.proposals.iter().filter(|yearly| proposal.is_twelfth_of(yearly)).collect();
        let all = same.split_last().filter(|(theirs, _)| theirs.income == Some(last));
        let joined = all.map(|(_, before)| before.iter().rev().try_fold(last, |next, each| each.income?.join(next)));
        Some(joined.flatten().unwrap_or(last))
    }

    /// Returns an income as people read it. Between two sums the currency behind the numbers is said once.
    fn income(&self, income: IncomeBracket) -> String {
        let language = self.texts.language();
        let end = |end: Option<u32>| end.map(|euros| language.euros(euros)).unwrap_or_default();
        let (min, max) = (end(income.min()), end(income.max()));
        let (key, min) = match income {
            IncomeBracket::Below(_) => ("income.below", min.as_str()),
            IncomeBracket::Between(..) => ("income.between", min.trim_end_matches(language.money_style().after)),
            IncomeBracket::Above(_) => ("income.above", min.as_str()),
        };
        self.texts.fill(key, &[("min", min), ("max", &max)])
    }

    /// Returns the combinations that take a free amount, as `data-for` says them, or `None` inside if all do; `None` where
    /// none does.
    pub(super) fn free_choices(&self) -> Option<Option<String>> {
        let free: Vec<_> = self.form.choices.iter().filter(|choice| choice.free.is_some()).collect();
        let everywhere = free.len() == self.form.choices.len();
        (!free.is_empty()).then(|| (!everywhere).then(|| any_of(free.into_iter())))
    }

    /// Renders the one free amount, for all the combinations that take one: a line of the button, the box and the
    /// currency. The smallest amount is read aloud with the box, and seen in the error.
    fn free_amount(&self) -> Markup {
        let free: Vec<_> = self.form.choices.iter().filter_map(|choice| Some((choice, choice.free?))).collect();
        let Some(shown) = self.free_choices() else { return Markup::default() };
        let alone = self.form.choices.iter().all(|choice| choice.proposals.is_empty());
        let chosen = alone || self.answers.get(&Field::Amount) == "free";
        let field = Field::FreeAmount;
        let label = html! { (self.texts.get("amount.free")) };
        let sign = html! { span aria-hidden="true" { "€" } };
        let sign_first = !self.texts.language().money_style().before.is_empty();
        html! {
            div.campagnodon-free data-for=[shown] {
                (self.choice("amount-free", &Field::Amount, "free", chosen, None, &label))
                label.campagnodon-unseen for=(self.id("free_amount")) { (self.texts.get("amount.free_label")) }
                (self.least(&free))
                span.campagnodon-money {
                    @if sign_first { (sign) }
                    input id=(self.id("free_amount")) name="free_amount" type="text" value=[self.answer(&field)]
                        inputmode="decimal" autocomplete="off"
                        aria-describedby=(self.described_by(&field, true)) aria-invalid=(self.invalid(&field));
                    @if !sign_first { (sign) }
                }
                (self.error(&field))
            }
        }
    }

    /// Renders the smallest free amount: once where all combinations agree, else for each.
    fn least(&self, free: &[(&Choice, Bounds)]) -> Markup {
        let mut smallest: Vec<(Amount, Vec<&Choice>)> = Vec::new();
        for (choice, bounds) in free {
            match smallest.iter_mut().find(|(min, _)| *min == bounds.min()) {
                Some((_, choices)) => choices.push(choice),
                None => smallest.push((bounds.min(), vec![choice])),
            }
        }
        let text = |min: Amount| self.texts.fill("amount.free_hint", &[("min", &self.money(min))]);
        html! {
            p.campagnodon-unseen id=(self.hint_id(&Field::FreeAmount)) {
                @match smallest.as_slice() {
                    [(min, _)] => (text(*min)),
                    several => @for (min, choices) in several {
                        span data-for=(any_of(choices.iter().copied())) { (text(*min)) } " "
                    },
                }
            }
        }
    }

    /// Returns an amount as people read it.
    pub(super) fn money(&self, amount: Amount) -> String {
        self.texts.language().money(amount)
    }
}

/// Returns the words that hold for a combination alone. The style sheet reads them too: the operation comes first.
pub(super) fn when(choice: &Choice) -> String {
    [choice.operation.as_str(), " ", choice.frequency.as_str()].concat()
}

fn any_of<'a>(choices: impl Iterator<Item = &'a Choice>) -> String {
    choices.map(when).collect::<Vec<_>>().join("|")
}
