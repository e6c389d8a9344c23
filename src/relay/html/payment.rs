//! The payment page of the sandbox: what is being paid, and a bank whose answers one chooses.

use crate::protocol::{Amount, BillingDetails, Code, Frequency, Operation, Personal, RecurringStatus, Status};
use crate::relay::i18n::Texts;
use crate::relay::i18n::country_name;
use maud::{Markup, html};

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
    /// Where the series of payments stands, if it is one.
    pub recurring: Option<RecurringStatus>,
    /// Where the bank's answers are posted, as `action`.
    pub sandbox_action: &'a str,
    /// What can be done there to this payment, as the words of buttons.
    pub actions: &'a [&'static str],
    /// The page of the form, to try again.
    pub form_url: Option<&'a str>,
    /// What it says.
    pub texts: &'a Texts,
    /// What the bank asks for, read at the distant just now.
    pub billing: Option<&'a BillingDetails>,
    /// What went wrong with the last answer.
    pub notice: Option<Code>,
}

impl PaymentPage<'_> {
    /// Returns what the page is called.
    pub fn heading(&self) -> &str {
        self.texts.get(match self.operation {
            Operation::Donation => "payment.title_donation",
            Operation::Membership => "payment.title_membership",
        })
    }

    /// Returns the content of the page, for [`super::Shell`].
    pub fn render(&self) -> Markup {
        html! {
            div.campagnodon.campagnodon-payment lang=(self.texts.language().tag()) dir=(self.texts.language().direction()) {
                h1 { (self.heading()) }
                @if let Some(code) = self.notice {
                    div.campagnodon-summary { p { (self.texts.problem(code)) } }
                }
                @if !self.title.is_empty() { p.campagnodon-note { (self.title) } }
                p.campagnodon-paid {
                    strong { (self.texts.language().money(self.amount)) }
                    " " (self.texts.get(&["payment.", self.frequency.as_str()].concat()))
                }
                (self.standing())
                (self.sandbox())
                @if let Some(billing) = self.billing { (self.billing(billing)) }
            }
        }
    }

    fn standing(&self) -> Markup {
        let (state, more) = match (self.status, self.operation) {
            (Status::Init, _) => ("init", None),
            (Status::Pending, _) => ("pending", Some("pending_text")),
            (Status::Completed, Operation::Donation) => ("completed_donation", Some("completed_text")),
            (Status::Completed, Operation::Membership) => ("completed_membership", Some("completed_text")),
            (Status::DoubleMembership, _) => ("double_membership", Some("double_membership_text")),
            (Status::Cancelled, _) => ("cancelled", Some("nothing_taken")),
            (Status::Failed, _) => ("failed", Some("nothing_taken")),
            (Status::Refunded, _) => ("refunded", None),
        };
        let text = |word: &str| self.texts.get(&["payment.", word].concat());
        html! {
            div.campagnodon-standing role="status" data-payment=(self.status.as_str()) data-settled[self.is_settled()] {
                p { strong { (text(state)) } }
                @if let Some(more) = more { p { (text(more)) } }
                @if let Some(recurring) = self.recurring.filter(|_| self.is_settled()) {
                    p { (text(&["recurring_", recurring.as_str()].concat())) }
                }
                @if let Some(url) = self.form_url.filter(|_| self.has_failed() || self.status == Status::Init) {
                    p { a href=(self.choices(url)) { (text(if self.has_failed() { "back" } else { "correct" })) } }
                }
            }
        }
    }

    /// Returns the address of the form with the choices made, which the module reads. Nothing of the person.
    fn choices(&self, form_url: &str) -> String {
        let (operation, frequency) = (self.operation.as_str(), self.frequency.as_str());
        let amount = self.amount.to_decimal();
        let (form_url, place) = form_url.split_at(form_url.find('#').unwrap_or(form_url.len()));
        let mark = if form_url.contains('?') { "&" } else { "?" };
        [form_url, mark, "operation=", operation, "&frequency=", frequency, "&amount=", &amount, place].concat()
    }

    const fn has_failed(&self) -> bool {
        self.status.is_lost()
    }

    /// Checks whether the payer has done their part.
    const fn is_settled(&self) -> bool {
        !matches!(self.status, Status::Init) && !self.has_failed()
    }

    /// Returns the practice bank: only the answers that are still possible.
    fn sandbox(&self) -> Markup {
        html! {
            @if !self.actions.is_empty() {
                form.campagnodon-sandbox method="post" action=(self.sandbox_action) {
                    h2 { (self.texts.get("payment.sandbox")) }
                    p { (self.texts.get("payment.sandbox_note")) }
                    div.campagnodon-actions {
                        @for word in self.actions {
                            button type="submit" name="action" value=(word) {
                                (self.texts.get(&["payment.", word].concat()))
                            }
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
                h2 { (self.texts.get("payment.billing_title")) }
                p.campagnodon-note { (self.texts.get("payment.billing_note")) }
                @if known.is_empty() {
                    p { (self.texts.get("payment.billing_none")) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    fn page(status: Status, billing: Option<&BillingDetails>) -> String {
        page_from("/don.html", status, billing)
    }

    fn page_from(form_url: &str, status: Status, billing: Option<&BillingDetails>) -> String {
        let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
        let page = PaymentPage {
            title: "Les <saules> & nous",
            amount: Amount::from_cents(1250).unwrap(),
            frequency: Frequency::Monthly,
            operation: Operation::Donation,
            status,
            recurring: Some(RecurringStatus::Ongoing),
            sandbox_action: "/payments/abc/sandbox",
            actions: &["pay", "billing"],
            form_url: Some(form_url),
            texts: &texts,
            billing,
            notice: None,
        };
        page.render().into_string()
    }

    #[test]
    fn the_way_back_keeps_the_place_in_the_page() {
        let choices = "operation=donation&amp;frequency=monthly&amp;amount=12.50";
        for (form_url, expected) in [
            ("/a", format!("\"/a?{choices}\"")),
            ("/a?b=c", format!("\"/a?b=c&amp;{choices}\"")),
            ("/a#don", format!("\"/a?{choices}#don\"")),
            ("/a?b=c#don?e", format!("\"/a?b=c&amp;{choices}#don?e\"")),
        ] {
            assert!(page_from(form_url, Status::Init, None).contains(&expected), "{form_url}");
        }
    }

    #[test]
    fn has_a_button_for_what_can_be_done() {
        for status in Status::ALL {
            let html = page(status, None);
            let buttons: Vec<_> = html.split("name=\"action\" value=\"").skip(1).collect();
            assert!(buttons.len() == 2 && buttons[0].starts_with("pay\"") && buttons[1].starts_with("billing\""));
            assert!(html.contains(&format!("data-payment=\"{}\"", status.as_str())));
            let lost = matches!(status, Status::Init | Status::Cancelled | Status::Failed);
            assert_eq!(html.contains("data-settled"), !lost, "{status:?}");
        }
    }

    #[test]
    fn says_what_is_paid_and_that_nothing_was_taken() {
        let html = page(Status::Failed, None);
        assert!(html.contains("<strong>12,50\u{a0}€</strong> chaque mois"));
        assert!(html.contains(">Les &lt;saules&gt; &amp; nous</p>"));
        assert!(html.contains("Rien n’a été débité") && html.contains(&format!("href=\"{CHOICES}\"")));
        assert!(!html.contains("paiements réguliers"));
        assert!(page(Status::Completed, None).contains("Merci"));
    }

    const CHOICES: &str = "/don.html?operation=donation&amp;frequency=monthly&amp;amount=12.50";

    #[test]
    fn before_the_payment_there_is_a_way_back_to_correct_it() {
        assert!(
            page(Status::Init, None)
                .contains(&format!("<a href=\"{CHOICES}\">Revenir au formulaire pour corriger</a>"))
        );
        for status in [Status::Pending, Status::Completed] {
            assert!(!page(status, None).contains("/don.html"));
        }
    }

    #[test]
    fn billing_details_are_escaped() {
        let billing = BillingDetails {
            last_name: Some(Personal::from("\"><script>")),
            country: Some(Personal::from("BE")),
            ..BillingDetails::default()
        };
        let html = page(Status::Init, Some(&billing));
        assert!(html.contains("&quot;&gt;&lt;script&gt;") && html.contains("Belgique"));
        assert!(!html.contains("<script>"));
        assert!(page(Status::Init, Some(&BillingDetails::default())).contains("Rien n’est connu."));
    }
}
