//! Tax relief: what an amount really costs, and behind a click by which law.

use super::FormPage;
use super::amounts::when;
use crate::form::TaxRelief;
use crate::protocol::Operation;
use maud::{Markup, html};

impl FormPage<'_> {
    /// Renders what the tax gives back: for each combination a sentence whose figures the module writes, and how they
    /// come about. The sentences are hidden, since without the module they have no figures; the rate stands in any case.
    pub(super) fn tax(&self) -> Markup {
        let Some(relief) = self.form.tax_relief else { return Markup::default() };
        let rate = self.texts.language().percent(relief.basis_points());
        let price = self.form.magazine_price.map(|price| self.money(price.0)).unwrap_or_default();
        let operations = self.form.operations();
        html! {
            div.campagnodon-tax {
                @for choice in &self.form.choices {
                    @let key = ["tax.", self.tax_word(choice.operation), "_", choice.frequency.as_str()].concat();
                    p.campagnodon-cost data-for={ (when(choice)) " explained" } hidden {
                        (self.texts.figures(&key))
                    }
                }
                details.campagnodon-law {
                    summary { (self.texts.fill("tax.how", &[("rate", &rate)])) }
                    @for &operation in &operations {
                        @let key = ["tax.", self.tax_word(operation)].concat();
                        p data-for=[(operations.len() > 1).then(|| operation.as_str())] {
                            (self.texts.fill(&key, &[("rate", &rate), ("price", &price)]))
                        }
                    }
                    (self.tax_limits(relief))
                }
            }
        }
    }

    /// Renders up to where the relief goes, and by which law.
    fn tax_limits(&self, relief: TaxRelief) -> Markup {
        let language = self.texts.language();
        let share = self.tax_rule.and_then(|(rule, _)| rule.income_share).map(|share| language.percent(share));
        let (ceiling, beyond) = match relief.beyond() {
            Some((ceiling, beyond)) => (Some(self.money(ceiling)), language.percent(beyond)),
            None => (None, String::new()),
        };
        html! {
            @if ceiling.is_some() || self.tax_rule.is_some() {
                p {
                    @if let Some(ceiling) = &ceiling {
                        (self.texts.fill("tax.ceiling", &[("ceiling", ceiling), ("rate", &beyond)])) " "
                    }
                    @match (&share, &ceiling) {
                        (Some(share), None) => { (self.texts.fill("tax.income", &[("share", share)])) " " },
                        (Some(share), Some(ceiling)) => {
                            (self.texts.fill("tax.income_beyond", &[("share", share), ("ceiling", ceiling)])) " "
                        },
                        (None, _) => {},
                    }
                    @if let Some((rule, year)) = self.tax_rule {
                        (self.texts.fill("tax.rules", &[("year", &year.to_string())])) " "
                        @match &rule.url {
                            Some(url) => a href=(url) { (rule.source.text(language)) },
                            None => (rule.source.text(language)),
                        }
                        "."
                    }
                }
            }
        }
    }

    fn tax_word(&self, operation: Operation) -> &'static str {
        match operation {
            Operation::Membership if self.form.magazine_price.is_some() => "magazine",
            operation => operation.as_str(),
        }
    }
}
