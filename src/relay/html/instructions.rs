//! What a payer must do where no provider has a page for it: order a transfer, or send a cheque. A part of the payment's
//! page, which prints alone.

use super::contact::contact_link;
use crate::protocol::Amount;
use crate::relay::association::Contact;
use crate::relay::i18n::{Label, Texts};
use crate::relay::payments::offline::{
    ChequeInstructions, Instructions, QrCode, TransferInstructions, TransferReference,
};
use maud::{Markup, html};

/// Instructions to show.
#[derive(Clone, Copy)]
pub struct InstructionsPart<'a> {
    /// What to do.
    pub instructions: &'a Instructions,
    /// Whether the page offers another means too.
    pub has_others: bool,
    /// Whom to ask, for who has the paper alone.
    pub contact: Option<&'a Contact>,
    /// What it says.
    pub texts: &'a Texts,
}

impl InstructionsPart<'_> {
    /// Renders a section of the payment's page.
    pub fn render(&self) -> Markup {
        let (means, own) = match self.instructions {
            Instructions::Transfer(transfer) => ("transfer", transfer.text.as_ref()),
            Instructions::Cheque(cheque) => ("cheque", cheque.text.as_ref()),
        };
        let text = |word: &str| self.texts.get(&["payment.", means, ".", word].concat());
        html! {
            section.campagnodon-instructions data-instructions=(means) {
                h2 { (text("title")) }
                p { (text("text")) }
                @match self.instructions {
                    Instructions::Transfer(transfer) => (self.transfer(transfer)),
                    Instructions::Cheque(cheque) => (self.cheque(cheque)),
                }
                p { (text("time")) }
                @if let Some(own) = own { (self.own(own)) }
                @if self.has_others { p.campagnodon-unprinted { (text("others")) } }
                // The script shows it: a browser prints without, by its own menu.
                p.campagnodon-unprinted hidden data-print {
                    button type="button" { (self.texts.get("payment.instructions.print")) }
                }
                @if let Some(contact) = self.contact {
                    p.campagnodon-printed {
                        (self.texts.with("payment.question", &[("contact", &contact_link(contact, self.texts))]))
                    }
                }
            }
        }
    }

    /// Renders the account and what else a transfer has in it, and its code.
    fn transfer(&self, transfer: &TransferInstructions) -> Markup {
        let label = |word: &str| self.texts.get(&["payment.transfer.", word].concat());
        let account = &transfer.account;
        html! {
            dl {
                dt { (label("holder")) }
                dd translate="no" { (account.holder()) }
                dt { (label("iban")) }
                dd { span.campagnodon-groups dir="ltr" translate="no" { (groups(account.iban().groups())) } }
                @if let Some(bic) = account.bic() {
                    dt { (label("bic")) }
                    dd { span.campagnodon-groups dir="ltr" translate="no" { (bic.as_str()) } }
                }
                (self.amount(transfer.amount))
                (self.reference(&transfer.reference, label("reference")))
            }
            @if let Some(code) = &transfer.qr {
                figure.campagnodon-qr {
                    (drawing(code, label("qr")))
                    figcaption.campagnodon-note { (label("qr_note")) }
                }
            }
        }
    }

    /// Renders what to write on a cheque, and where to send it.
    fn cheque(&self, cheque: &ChequeInstructions) -> Markup {
        let label = |word: &str| self.texts.get(&["payment.cheque.", word].concat());
        html! {
            dl {
                dt { (label("payee")) }
                dd translate="no" { (cheque.payee) }
                (self.amount(cheque.amount))
                (self.reference(&cheque.reference, label("reference")))
                dt { (label("address")) }
                dd translate="no" {
                    @for (at, line) in cheque.address.iter().enumerate() {
                        @if at > 0 { br; }
                        (line)
                    }
                }
            }
        }
    }

    fn amount(&self, amount: Amount) -> Markup {
        html! {
            dt { (self.texts.get("payment.instructions.amount")) }
            dd { strong { (self.texts.language().money(amount)) } }
        }
    }

    fn reference(&self, reference: &TransferReference, hint: &str) -> Markup {
        let shown = reference.groups();
        html! {
            dt { (self.texts.get("payment.instructions.reference")) }
            dd {
                strong.campagnodon-groups.campagnodon-reference dir="ltr" translate="no" {
                    (groups(shown.iter().map(String::as_str)))
                }
                span.campagnodon-note { (hint) }
            }
        }
    }

    /// Renders what the association says beside.
    fn own(&self, text: &Label) -> Markup {
        html! { p { (text.text(self.texts.language())) } }
    }
}

/// Renders groups of characters. The style sheet puts the spaces between: what is selected and copied has none, which
/// forms of banks count.
fn groups<'a>(groups: impl Iterator<Item = &'a str>) -> Markup {
    html! { @for group in groups { span { (group) } } }
}

/// Renders a code, black on white whatever the page's colours, with the white around it that readers need.
fn drawing(code: &QrCode, name: &str) -> Markup {
    let (start, size) = (-i32::from(QrCode::QUIET), i32::from(code.size() + 2 * QrCode::QUIET));
    let view = format!("{start} {start} {size} {size}");
    html! {
        // Four dots a module, where there is no style sheet.
        svg role="img" aria-label=(name) viewBox=(view) width=(4 * size) height=(4 * size) shape-rendering="crispEdges" {
            rect x=(start) y=(start) width=(size) height=(size) fill="#fff" {}
            path stroke="#000" d=(code.path()) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Operation;
    use crate::relay::i18n::Language;
    use crate::relay::payments::offline::{Account, Bic, Cheque, Iban, Line, Transfer};
    use std::collections::BTreeMap;

    const REFERENCE: &str = "539007547034";

    fn transfer(bic: Option<&str>, amount: Amount) -> Instructions {
        let iban = Iban::parse("FR1420041010050500013M02606").unwrap();
        let bic = bic.map(|bic| Bic::parse(bic).unwrap());
        let account = Account::new(Line::parse("Rive & <Saulaie>").unwrap(), iban, bic).unwrap();
        let means = Transfer { account, title: None, text: None, operations: Operation::ALL.to_vec() };
        Instructions::Transfer(means.instructions(amount, &TransferReference::parse(REFERENCE).unwrap()))
    }

    fn cheque() -> Instructions {
        let line = |text| Line::parse(text).unwrap();
        let means = Cheque {
            payee: line("Rive & <Saulaie>"),
            address: vec![line("1 rue de la Rive"), line("35000 Rennes")],
            title: None,
            text: Some(Label::each([("fr", "Merci !"), ("en", "Thank you!")])),
            operations: Operation::ALL.to_vec(),
        };
        let reference = TransferReference::parse(REFERENCE).unwrap();
        Instructions::Cheque(means.instructions(Amount::from_cents(1550).unwrap(), &reference))
    }

    fn page(instructions: &Instructions, language: Language, change: impl Fn(&mut InstructionsPart)) -> String {
        let texts = Texts::load(language, &BTreeMap::new()).unwrap();
        let mut part = InstructionsPart { instructions, has_others: true, contact: None, texts: &texts };
        change(&mut part);
        part.render().into_string()
    }

    /// Returns what is read in a page, and copied from it.
    fn read(html: &str) -> String {
        html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
    }

    #[test]
    fn a_transfer_says_all_that_goes_into_it() {
        let amount = Amount::from_cents(1550).unwrap();
        let html = page(&transfer(Some("PSSTFRPPREN"), amount), Language::French, |_| ());
        let said = read(&html);
        for text in [
            "Rive &amp; &lt;Saulaie&gt;",
            "FR1420041010050500013M02606",
            "PSSTFRPPREN",
            "15,50\u{a0}€",
            "RF18539007547034",
        ] {
            assert!(said.contains(text), "{text}: {said}");
        }
        assert!(html.contains("<span>FR14</span><span>2004</span>"), "{html}");
        assert!(html.contains("<svg role=\"img\" aria-label=\"Code QR de ce virement\" viewBox=\"-4 -4 "), "{html}");
        assert!(!page(&transfer(None, amount), Language::French, |_| ()).contains("BIC"));
        assert!(!page(&transfer(None, Amount::MAX), Language::French, |_| ()).contains("<svg"));
    }

    #[test]
    fn a_cheque_says_what_to_write_and_where_to_send_it() {
        let html = page(&cheque(), Language::English, |_| ());
        for text in ["Rive &amp; &lt;Saulaie&gt;", "1 rue de la Rive<br>35000 Rennes", "€15.50", "Thank you!"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(read(&html).contains("RF18539007547034") && !html.contains("<svg"), "{html}");
    }

    #[test]
    fn says_only_what_can_be_done() {
        let transfer = transfer(None, Amount::from_cents(1550).unwrap());
        for instructions in [&transfer, &cheque()] {
            let mail = Contact::Email("tresor@example.org".to_owned());
            let html = page(instructions, Language::French, |part| part.has_others = false);
            assert!(!html.contains("autrement") && !html.contains("campagnodon-printed"), "{html}");
            assert!(html.contains("<p class=\"campagnodon-unprinted\" hidden data-print>"), "{html}");
            assert!(page(instructions, Language::French, |_| ()).contains("autrement"));
            let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
            let part = InstructionsPart { instructions, has_others: true, contact: Some(&mail), texts: &texts };
            assert!(part.render().into_string().contains("mailto:tresor@example.org"));
        }
    }

    #[test]
    fn every_language_says_all_of_it() {
        for language in Language::ALL {
            for instructions in [transfer(Some("PSSTFRPPREN"), Amount::from_cents(1550).unwrap()), cheque()] {
                let html = page(&instructions, language, |_| ());
                for element in ["p", "dt", "dd", "h2", "button"] {
                    assert!(!html.contains(&format!("<{element}></{element}>")), "{language:?}: {html}");
                }
            }
        }
    }
}
