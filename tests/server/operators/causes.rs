//! Every cause of an alarm is explained wherever people meet it.

use campagnodon::relay::{AlarmCause, Language, Texts};
use std::collections::BTreeMap;

#[test]
fn every_cause_of_an_alarm_has_its_text_and_its_row_in_the_guides() {
    let guides = [include_str!("../../../docs/civicrm.md"), include_str!("../../../docs/civicrm.fr.md")];
    for cause in AlarmCause::ALL {
        let word = cause.as_str();
        for language in Language::ALL {
            let texts = Texts::load(language, &BTreeMap::new()).unwrap();
            assert!(!texts.get(&format!("operators.cause.{word}")).is_empty(), "{language:?}: {word}");
        }
        for guide in guides {
            assert!(guide.contains(&format!("\n| `{word}` | ")), "{word}");
        }
    }
}
