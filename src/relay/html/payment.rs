//! The payment's page: what is being paid, where it stands and what comes next; and the practice bank of the sandbox.

use super::contact::contact_link;
use super::drawing;
use super::instructions::InstructionsPart;
use super::thanks::Onward;
use crate::protocol::{Amount, BillingDetails, Code, Frequency, Operation, Personal, RecurringStatus, Status};
use crate::relay::i18n::{Label, Texts, country_name};
use crate::relay::payments::offline::Instructions;
use maud::{Markup, html};

/// What the page says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Where the payment stands.
    At(Status),
    /// A means was refused; another try is open.
    Refused,
    /// The payer left for a bank.
    AtBank,
    /// Another sum came than was to be paid.
    OtherSum,
}

impl Stage {
    /// Returns its word, for the page's script and the texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::At(status) => status.as_str(),
            Self::Refused => "refused",
            Self::AtBank => "at_bank",
            Self::OtherSum => "other_sum",
        }
    }

    /// Returns the word of its texts.
    const fn text(self) -> &'static str {
        match self {
            Self::Refused => Status::Failed.as_str(),
            _ => self.as_str(),
        }
    }
}

/// A means that can be chosen.
#[derive(Clone, Copy)]
pub struct MeansButton<'a> {
    /// Its word.
    pub word: &'static str,
    /// What the site calls it; a text of ours if absent.
    pub title: Option<&'a Label>,
}

/// A payment to show.
#[derive(Clone, Copy)]
pub struct PaymentPage<'a> {
    /// The campaign's title.
    pub title: &'a str,
    /// How much is paid each time.
    pub amount: Amount,
    /// How often.
    pub frequency: Frequency,
    /// What for.
    pub operation: Operation,
    /// Where the payment stands.
    pub status: Status,
    /// What the page says first.
    pub stage: Stage,
    /// The means that can be chosen, where there is a choice.
    pub means: &'a [MeansButton<'a>],
    /// What the payer must do, where no page of a provider tells it.
    pub instructions: Option<&'a Instructions>,
    /// Where the series of payments stands, if it is one.
    pub recurring: Option<RecurringStatus>,
    /// What such a sum makes possible, if the site says so.
    pub impact: Option<&'a str>,
    /// Where the bank's answers are posted, as `action`.
    pub post_to: &'a str,
    /// What can be done there to this payment, as the words of buttons.
    pub actions: &'a [&'static str],
    /// The page of the form, to try again.
    pub form_url: Option<&'a str>,
    /// Where to go from here, and what is still to be done there.
    pub onward: Onward<'a>,
    /// What it says.
    pub texts: &'a Texts,
    /// What the bank asks for, read at the distant just now.
    pub billing: Option<&'a BillingDetails>,
    /// What went wrong with the last answer.
    pub notice: Option<Code>,
}

impl PaymentPage<'_> {
    /// Returns what the page is called: where the payment stands.
    pub fn heading(&self) -> &str {
        self.text(match (self.stage, self.operation) {
            (Stage::At(Status::Completed), Operation::Donation) => "completed_donation",
            (Stage::At(Status::Completed), Operation::Membership) => "completed_membership",
            (stage, _) => stage.text(),
        })
    }

    /// Renders the content of the page, for [`super::Shell`] or a page of the site.
    pub fn render(&self) -> Markup {
        let (language, is_paid) = (self.texts.language(), is_paid(self.status));
        html! {
            div.campagnodon.campagnodon-payment lang=(language.tag()) dir=(language.direction())
                data-completed=[is_paid.then_some(self.onward.mark)] data-operation=(self.operation.as_str())
                data-frequency=(self.frequency.as_str()) data-amount=(self.amount.cents()) {
                @if let Some(code) = self.notice {
                    div.campagnodon-summary { p { (self.texts.problem(code)) } }
                }
                (self.head(is_paid))
                (self.standing())
                @if is_paid { (self.onward.share(self.texts)) }
                (self.instructions())
                (self.choice())
                (self.sandbox())
                (self.giving_up())
                @if let Some(billing) = self.billing { (self.billing(billing)) }
                (self.onward.way(self.texts, self.can_change()))
                @if self.is_settled() || self.onward.thanks.is_some() {
                    script type="module" src=(self.onward.script) {}
                }
            }
        }
    }

    /// Renders where the payment stands, and what is paid for what.
    fn head(&self, is_paid: bool) -> Markup {
        html! {
            div.campagnodon-head.campagnodon-thanked[is_paid] {
                @if is_paid { (drawing::thanks()) }
                h1 { (self.heading()) }
                p.campagnodon-paid {
                    span.campagnodon-note {
                        (self.text(match self.operation {
                            Operation::Donation => "title_donation",
                            Operation::Membership => "title_membership",
                        }))
                        @if !self.title.is_empty() { " · " (self.title) }
                    }
                    strong { (self.texts.language().money(self.amount)) }
                    " " (self.text(self.frequency.as_str()))
                }
                @if let Some(impact) = self.impact.filter(|_| is_paid) { p.campagnodon-impact { (impact) } }
            }
        }
    }

    fn text(&self, word: &str) -> &str {
        self.texts.get(&["payment.", word].concat())
    }

    /// Renders where the payment stands, and what comes next: only what is so.
    fn standing(&self) -> Markup {
        html! {
            div.campagnodon-standing role="status" data-payment=(self.stage.as_str()) data-settled[self.is_settled()] {
                p { (self.text(&[self.stage.text(), "_text"].concat())) }
                @if self.onward.confirmation && self.status == Status::Completed { p { (self.text("confirmation")) } }
                @if self.is_settled() { (self.next_payments()) }
                @if let Some(thanks) = self.onward.thanks.filter(|_| is_paid(self.status)) {
                    p { a.campagnodon-button href=(self.choices(thanks)) rel="noreferrer" data-thanks { (self.text("thanks")) } }
                }
                @if let Some(url) = self.form_url { (self.way_back(url)) }
            }
        }
    }

    /// Renders what will be taken later.
    fn next_payments(&self) -> Markup {
        html! {
            @match self.recurring {
                Some(recurring) => {
                    p { (self.text(&["recurring_", recurring.as_str()].concat())) }
                    @if let Some(contact) = self.onward.contact.filter(|_| self.can_change()) {
                        p { (self.texts.with("payment.change", &[("contact", &contact_link(contact, self.texts))])) }
                    }
                },
                None if self.status == Status::Completed => p { (self.text("once_text")) },
                None => {},
            }
        }
    }

    /// Checks whether there is a series that the payer may wish to change: how is said where that is told.
    fn can_change(&self) -> bool {
        self.is_settled() && self.recurring.is_some_and(|recurring| recurring != RecurringStatus::Ended)
    }

    /// Renders the way back to the form, while there is something to do there.
    fn way_back(&self, form_url: &str) -> Markup {
        let link = match self.status {
            Status::Init => "correct",
            Status::Cancelled => "resume",
            Status::Failed => "retry",
            _ => return html! {},
        };
        let is_button = self.status.is_lost();
        html! {
            p { a class=[is_button.then_some("campagnodon-button")] href=(self.choices(form_url)) { (self.text(link)) } }
        }
    }

    /// Returns an address with the choices made. Nothing of the person.
    fn choices(&self, url: &str) -> String {
        with_choices(url, self.operation, self.frequency, self.amount)
    }

    /// Checks whether the payer has done their part.
    const fn is_settled(&self) -> bool {
        !matches!(self.status, Status::Init) && !self.status.is_lost()
    }

    /// Renders the means to choose from, each a button that needs no script.
    fn choice(&self) -> Markup {
        html! {
            @if !self.means.is_empty() {
                form.campagnodon-means method="post" action=(self.post_to) {
                    h2 { (self.text(if self.has_own_way() { "means_other" } else { "means_title" })) }
                    input type="hidden" name="action" value="choose";
                    div.campagnodon-actions {
                        @for means in self.means {
                            button type="submit" name="means" value=(means.word) { (self.means_title(means)) }
                        }
                    }
                }
            }
        }
    }

    /// Checks whether the page itself says how to pay, beside the choice.
    const fn has_own_way(&self) -> bool {
        self.instructions.is_some() || !self.actions.is_empty()
    }

    fn means_title<'b>(&'b self, means: &MeansButton<'b>) -> &'b str {
        match means.title {
            Some(title) => title.text(self.texts.language()),
            None => means_name(self.texts, means.word),
        }
    }

    /// Renders what the payer must do.
    fn instructions(&self) -> Markup {
        let part = |instructions| InstructionsPart {
            instructions,
            has_others: !self.means.is_empty(),
            contact: self.onward.contact,
            texts: self.texts,
        };
        html! { @if let Some(instructions) = self.instructions { (part(instructions).render()) } }
    }

    /// Renders how to give up a payment that was refused.
    fn giving_up(&self) -> Markup {
        html! {
            @if self.stage == Stage::Refused {
                form method="post" action=(self.post_to) {
                    button.campagnodon-quiet type="submit" name="action" value="give_up" { (self.text("give_up")) }
                }
            }
        }
    }

    /// Returns the practice bank: only the answers that are still possible.
    fn sandbox(&self) -> Markup {
        html! {
            @if !self.actions.is_empty() {
                form.campagnodon-sandbox method="post" action=(self.post_to) {
                    h2 { (self.text("sandbox.name")) }
                    p { (self.text("sandbox.note")) }
                    div.campagnodon-actions {
                        @for word in self.actions {
                            button type="submit" name="action" value=(word) { (self.text(word)) }
                        }
                    }
                }
            }
        }
    }

    fn billing(&self, billing: &BillingDetails) -> Markup {
        let exposed = |text: &Option<Personal>| text.as_ref().map(|text| text.expose().clone());
        let country = exposed(&billing.country).map(|code| country_name(&code, self.texts.language()).to_owned());
        let details = [
            ("last_name", exposed(&billing.last_name)),
            ("first_name", exposed(&billing.first_name)),
            ("email", exposed(&billing.email)),
            ("street_address", exposed(&billing.street_address)),
            ("supplemental_address_1", exposed(&billing.supplemental_address_1)),
            ("supplemental_address_2", exposed(&billing.supplemental_address_2)),
            ("postal_code", exposed(&billing.postal_code)),
            ("city", exposed(&billing.city)),
            ("country", country),
            ("phone", exposed(&billing.phone)),
        ];
        let known: Vec<_> = details.into_iter().filter_map(|(word, text)| Some((word, text?))).collect();
        html! {
            section.campagnodon-billing {
                h2 { (self.text("billing_title")) }
                p.campagnodon-note { (self.text("billing_note")) }
                @if known.is_empty() {
                    p { (self.text("billing_none")) }
                } @else {
                    dl {
                        @for (word, text) in known {
                            dt { (self.texts.get(&["field.", word].concat())) }
                            dd data-billing=(word) { (text) }
                        }
                    }
                }
            }
        }
    }
}

/// Returns what we call a means, or its word if it is none of ours any more.
pub fn means_name<'t>(texts: &'t Texts, word: &'t str) -> &'t str {
    texts.find(&["payment.", word, ".name"].concat()).unwrap_or(word)
}

/// Checks whether money has come, and is still there.
pub const fn is_paid(status: Status) -> bool {
    matches!(status, Status::Completed | Status::DoubleMembership)
}

/// Returns an address with what was chosen, which the page's module reads, and a site that counts. Nothing of the person.
pub fn with_choices(url: &str, operation: Operation, frequency: Frequency, amount: Amount) -> String {
    let (url, place) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mark = if url.contains('?') { "&" } else { "?" };
    let (operation, frequency, amount) = (operation.as_str(), frequency.as_str(), amount.to_decimal());
    [url, mark, "operation=", operation, "&frequency=", frequency, "&amount=", &amount, place].concat()
}

#[cfg(test)]
mod tests;
