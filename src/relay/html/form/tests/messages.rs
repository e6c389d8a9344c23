//! Errors, notes, and what the page's module is given.

use super::*;

/// Said and not seen: a mark stands there for those who see.
const ERROR: &str = "<span class=\"campagnodon-unseen\">Erreur\u{a0}: </span>";

#[test]
fn errors_stand_beside_their_field_and_in_the_summary() {
    let refusal = Refusal {
        code: Code::InvalidAnswers,
        errors: vec![
            FieldError::with_limit(Field::FreeAmount, Code::AmountTooSmall, 100),
            FieldError::new(Field::Email, Code::Required),
        ],
    };
    let html = render(&mixed(), &Answers::default(), Some(&refusal), None);
    let told = "Choisissez un montant de 1\u{a0}€ ou plus.";
    assert!(html.contains(&format!("data-error=\"free_amount\" data-code=\"amount_too_small\">{ERROR}{told}</p>")));
    assert!(html.contains(&format!("<a href=\"#campagnodon-don-free_amount\">{told}</a>")));
    assert!(tag(&html, "id=\"campagnodon-don-email\"").contains("aria-invalid=\"true\""));
    assert!(tag(&html, "id=\"campagnodon-don-city\"").contains("aria-invalid=\"false\""));
    assert!(!tag(&html, "data-summary").contains(" hidden"));
    assert!(html.contains(" autofocus><div role=\"alert\"><h2>"));
    assert!(tag(&render(&mixed(), &Answers::default(), None, None), "data-summary").contains(" hidden"));
}

#[test]
fn every_control_says_whether_it_is_at_fault() {
    let all = Refusal {
        code: Code::InvalidAnswers,
        errors: Field::FIXED.iter().cloned().map(|field| FieldError::new(field, Code::Required)).collect(),
    };
    for (refusal, expected) in [(None, "false"), (Some(&all), "true")] {
        let html = render(&mixed(), &Answers::default(), refusal, None);
        let controls: Vec<_> = html
            .split('<')
            .filter(|tag| tag.starts_with("input") || tag.starts_with("select"))
            .filter(|tag| {
                !["type=\"hidden\"", "name=\"subscription_", "name=\"question_"].iter().any(|not| tag.contains(not))
            })
            .collect();
        assert!(controls.len() > 25);
        for control in controls {
            assert_eq!(values(control, "aria-invalid"), [expected], "{control}");
        }
    }
}

#[test]
fn notes_have_a_place_that_describes_the_field_without_its_button() {
    let html = render(&mixed(), &Answers::default(), None, None);
    assert_eq!(values(&html, "data-note"), ["email", "postal_code"]);
    for field in ["email", "postal_code"] {
        let id = format!("campagnodon-don-{field}-note");
        assert!(tag(&html, &format!("name=\"{field}\"")).contains(&id));
        assert!(html.contains(&format!("id=\"{id}\" data-note-text></p><button type=\"button\" data-accept>")));
    }
}

#[test]
fn the_module_finds_the_form_and_every_message() {
    let form = mixed();
    let html = render(&form, &Answers::default(), None, None);
    let encoded = values(&html, "data-campagnodon")[0];
    assert_eq!(Form::decode(encoded).as_ref(), Ok(&form.without_labels()));
    let messages = values(&html, "data-message");
    for code in Code::ALL.iter().filter(|code| code.reaches_people()) {
        assert!(messages.contains(&code.as_str()));
    }
    assert!(
        messages.contains(&"error_prefix")
            && messages.contains(&"email.required")
            && messages.contains(&"summary")
            && messages.contains(&"sending")
    );
    for figure in ["amount", "cost", "magazine", "gift", "year-amount", "year-cost"] {
        assert!(html.contains(&format!("data-figure=\"{figure}\"")), "{figure}");
    }
}
