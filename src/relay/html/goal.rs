//! The goal of a campaign and how much of it is raised: words first, and the bar beside them.

use crate::relay::i18n::Texts;
use maud::{Markup, html};

/// A goal to show.
#[derive(Clone, Copy, Debug)]
pub struct GoalBar<'a> {
    /// What the campaign wants to raise, in cents; not zero.
    pub goal: u64,
    /// What it has raised, in cents; perhaps more.
    pub raised: u64,
    /// What it says.
    pub texts: &'a Texts,
}

impl GoalBar<'_> {
    /// Returns the share raised in whole percents, rounded down: a goal is not reached before it is.
    fn percent(&self) -> u64 {
        (u128::from(self.raised) * 100 / u128::from(self.goal.max(1))).try_into().unwrap_or(u64::MAX)
    }

    /// Renders a group of its own, for any place in a page.
    pub fn render(&self) -> Markup {
        let language = self.texts.language();
        let money = |cents| language.money_style().write(cents);
        let sums = [("raised", money(self.raised)), ("goal", money(self.goal))];
        let sums = sums.each_ref().map(|(name, sum)| (*name, sum.as_str()));
        let percent = language.whole_percent(self.percent());
        let reached = if self.raised < self.goal { "goal.percent" } else { "goal.reached" };
        html! {
            div.campagnodon.campagnodon-goal role="group" lang=(language.tag()) dir=(language.direction())
                aria-label=(self.texts.get("goal.label")) {
                p { strong { (self.texts.fill("goal.raised", &sums)) } " " (self.texts.fill("goal.of", &sums)) }
                progress max=(self.goal) value=(self.raised.min(self.goal)) aria-label=(self.texts.get("goal.bar"))
                    aria-valuetext=(percent) {}
                p { (self.texts.fill(reached, &[("percent", &percent)])) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::i18n::Language;
    use std::collections::BTreeMap;

    #[test]
    fn says_in_words_what_the_bar_shows() {
        let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
        for (raised, value, sum, words) in [
            (0, 0, "0\u{a0}€", "0\u{a0}% de l’objectif"),
            (1_245_050, 1_245_050, "12\u{202f}450,50\u{a0}€", "62\u{a0}% de l’objectif"),
            (1_999_999, 1_999_999, "19\u{202f}999,99\u{a0}€", "99\u{a0}% de l’objectif"),
            (2_000_000, 2_000_000, "20\u{202f}000\u{a0}€", "Objectif atteint\u{a0}: 100\u{a0}%"),
            (5_000_000, 2_000_000, "50\u{202f}000\u{a0}€", "Objectif atteint\u{a0}: 250\u{a0}%"),
        ] {
            let html = GoalBar { goal: 2_000_000, raised, texts: &texts }.render().into_string();
            assert!(html.contains(&format!("<progress max=\"2000000\" value=\"{value}\"")), "{html}");
            assert!(html.contains(sum) && html.contains(words), "{html}");
            assert!(html.contains("sur 20\u{202f}000\u{a0}€"), "{html}");
            // Without it, some screen readers say the cents.
            let percent = words.split(['\u{a0}', ':']).find_map(|word| word.trim().parse::<u32>().ok()).unwrap();
            assert!(html.contains(&format!("aria-valuetext=\"{percent}\u{a0}%\"")), "{html}");
            assert!(html.contains("dir=\"ltr\""));
        }
        assert_eq!(GoalBar { goal: 1, raised: u64::MAX, texts: &texts }.percent(), u64::MAX);
    }
}
