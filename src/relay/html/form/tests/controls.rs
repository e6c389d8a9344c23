//! Controls, their labels and ids, and what is chosen at first.

use super::*;

#[test]
fn every_field_has_a_control_a_label_and_an_error() {
    let form = mixed();
    let html = render(&form, &Answers::default(), None, None);
    let (names, errors) = (values(&html, "name"), values(&html, "data-error"));
    let subscription = Field::Subscription("paper".to_owned());
    for field in Field::FIXED.iter().cloned().chain([subscription]) {
        let name = field.name();
        assert!(names.contains(&name.as_str()), "{name}");
        assert_eq!(errors.iter().filter(|error| **error == name).count(), 1, "{name}");
        assert!(html.contains(&format!("id=\"campagnodon-don-{name}-error\" data-error=\"{name}\"></p>")), "{name}");
    }
    let labelled: BTreeSet<_> = values(&html, "for").into_iter().collect();
    for control in html.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("select")) {
        if !control.contains("type=\"hidden\"") {
            let id = values(control, "id");
            assert!(id.len() == 1 && labelled.contains(id[0]), "{control}");
        }
    }
}

#[test]
fn ids_are_unique_and_whatever_is_pointed_to_is_there() {
    let refusal = Refusal {
        code: Code::InvalidAnswers,
        errors: Field::FIXED.iter().cloned().map(|field| FieldError::new(field, Code::Required)).collect(),
    };
    for form in [mixed(), Form { choices: mixed().choices[..1].to_vec(), ..mixed() }] {
        let html = render(&form, &Answers::default(), Some(&refusal), None);
        let ids = values(&html, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len());
        for described in values(&html, "aria-describedby").iter().flat_map(|value| value.split(' ')) {
            assert!(unique.contains(&described), "{described}");
        }
        for link in values(&html, "href") {
            assert!(link.starts_with('/') || unique.contains(&&link[1..]), "{link}");
        }
    }
}

#[test]
fn with_no_answers_the_first_operation_and_frequency_stand_chosen_and_no_amount() {
    let html = render(&mixed(), &Answers::default(), None, None);
    let checked: Vec<_> =
        html.split('<').filter(|tag| tag.contains(" checked")).flat_map(|tag| values(tag, "id")).collect();
    assert_eq!(checked, ["campagnodon-don-operation-donation", "campagnodon-don-frequency-once"]);
    let selected: Vec<_> = html.split('<').filter(|tag| tag.contains(" selected")).collect();
    assert_eq!(selected, ["option value=\"FR\" selected>France"]);
    assert_eq!(html.matches("<option value=\"FR\"").count(), 1);
    assert_eq!(values(&html, "data-for").iter().filter(|words| **words == "donation once").count(), 1);
    let countries = html.split("<option").count() - 1 - 2 - 2;
    assert_eq!(countries, country::all().count());
}

#[test]
fn answers_are_shown_again_and_escaped() {
    let nasty = "\"><script>alert(1)</script>";
    let mut answers = Answers::default().with(Field::Operation, "membership").with(Field::Frequency, "once");
    for field in [Field::Email, Field::FirstName, Field::FreeAmount, Field::Phone, Field::Captcha] {
        answers.set(field, nasty);
    }
    let answers = answers
        .with(Field::Amount, "30")
        .with(Field::Country, "BE")
        .with(Field::Title, "2")
        .with(Field::Subscription("paper".to_owned()), "1");
    let html = render(&mixed(), &answers, None, Some(Code::DistantUnavailable));
    assert!(!html.contains("<script"));
    assert_eq!(html.matches("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"").count(), 5);
    assert!(tag(&html, "-amount-membership-once-30\"").contains(" checked"));
    assert!(!tag(&html, "-amount-donation-once-30\"").contains(" checked"));
    assert!(tag(&html, "-subscription_paper\" name").contains(" checked"));
    assert!(html.contains("<option value=\"BE\" selected>") && html.contains("<option value=\"2\" selected>"));
    assert!(tag(&html, "data-summary").contains(" autofocus") && html.contains("Rien n’a été débité"));
}

#[test]
fn no_box_cuts_what_is_pasted() {
    assert!(!render(&mixed(), &Answers::default(), None, None).contains("maxlength"));
}

#[test]
fn the_form_has_a_name_and_a_direction_and_so_has_its_notice() {
    let open = render(&mixed(), &Answers::default(), None, None);
    assert!(open.contains("lang=\"fr\" dir=\"ltr\"") && open.contains("aria-label=\"Faire un don, "), "{open}");
    let closed = render(&Form { closed: true, ..mixed() }, &Answers::default(), None, None);
    assert!(closed.contains("lang=\"fr\" dir=\"ltr\""));
}

#[test]
fn a_postal_code_is_optional_where_addresses_have_none() {
    let mark = |form: &Form, country: &str| {
        let html = render(form, &Answers::default().with(Field::Country, country), None, None);
        let label =
            html.split("for=\"campagnodon-don-postal_code\">").nth(1).unwrap().split_once("</label>").unwrap().0;
        label.to_owned()
    };
    let hidden = "Code postal <span class=\"campagnodon-optional\" data-for=\"address\" hidden>(facultatif)</span>";
    let shown = hidden.replace(" hidden>", ">");
    // Lebanon has codes whose pattern is not known: they are required, and any is taken.
    for (country, expected) in [("", hidden), ("FR", hidden), ("LB", hidden), ("AE", &shown)] {
        assert_eq!(mark(&mixed(), country), *expected, "{country}");
    }
    assert_eq!(mark(&Form { default_country: None, ..mixed() }, ""), hidden);
    assert_eq!(mark(&Form { default_country: Some("HK".to_owned()), ..mixed() }, ""), shown);
}

#[test]
fn a_field_is_off_optional_or_required() {
    let fields = |asked| Fields {
        title: asked,
        birth_date: asked,
        supplemental_address_1: asked,
        supplemental_address_2: asked,
        phone: asked,
        name: Asked::Off,
    };
    for asked in Asked::ALL {
        let html = render(&Form { fields: fields(asked), ..mixed() }, &Answers::default(), None, None);
        for name in ["title", "birth_date", "supplemental_address_1", "supplemental_address_2", "phone"] {
            let control = tag(&html, &format!(" name=\"{name}\""));
            assert_eq!(control.is_empty(), asked == Asked::Off, "{name}");
            assert_eq!(control.contains(" data-required=\"\""), asked == Asked::Required, "{name}");
            let label = html.split(&format!("for=\"campagnodon-don-{name}\">")).nth(1).unwrap_or_default();
            let mark = label.split("</label>").next().unwrap_or_default().contains("facultatif");
            assert_eq!(mark, asked == Asked::Optional, "{name}");
        }
    }
}

#[test]
fn a_name_is_asked_for_once() {
    let donation = Form { choices: mixed().choices[..2].to_vec(), ..mixed() };
    let member = Form { choices: mixed().choices[2..].to_vec(), ..mixed() };
    let with = |form: &Form, name| Form { fields: Fields { name, ..Fields::default() }, ..form.clone() };
    for (form, asked, beside, required) in [
        (&donation, Asked::Off, false, "data-required=\"\""),
        (&donation, Asked::Optional, true, "data-required=\"address\""),
        (&donation, Asked::Required, true, " required "),
        (&mixed(), Asked::Optional, true, "data-required=\"address\""),
        (&member, Asked::Required, false, "data-required=\"\""),
    ] {
        let html = render(&with(form, asked), &Answers::default(), None, None);
        let before = html.split("data-for=\"address\"").next().unwrap();
        for name in ["first_name", "last_name"] {
            let control = format!(" name=\"{name}\"");
            assert_eq!(html.matches(&control).count(), 1, "{asked:?}");
            assert_eq!(before.contains(&control), beside, "{asked:?}");
            assert!(tag(&html, &control).contains(required), "{asked:?}: {}", tag(&html, &control));
        }
    }
}

#[test]
fn a_question_is_a_list_and_the_statutes_are_a_box() {
    let form = mixed();
    let html = render(&form, &Answers::default(), None, None);
    assert!(!tag(&html, "name=\"question_topic\"").contains(" required"));
    assert!(html.contains("What matters to you? <span class=\"campagnodon-optional\">"), "{html}");
    let answered = Answers::default().with(Field::Question("topic".to_owned()), "rivers");
    assert!(render(&form, &answered, None, None).contains("<option value=\"rivers\" selected>"));
    // Shown to some, it is required by the module; shown to all, by the browser too.
    assert!(
        html.contains(
            "<div class=\"campagnodon-check\" data-for=\"membership\"><input id=\"campagnodon-don-statutes\""
        )
    );
    assert!(tag(&html, "name=\"statutes\"").contains(" data-required=\"\""));
    assert!(html.contains("href=\"/statutes\" target=\"_blank\" rel=\"noopener\""));
    let member = Form { choices: form.choices[2..].to_vec(), ..form.clone() };
    assert!(tag(&render(&member, &answered, None, None), "name=\"statutes\"").contains(" required "));
    let donation = Form { choices: form.choices[..2].to_vec(), ..form };
    assert!(!render(&donation, &answered, None, None).contains("name=\"statutes\""));
}

#[test]
fn a_form_with_one_choice_asks_nothing_of_it() {
    let form = Form { choices: vec![list(Operation::Membership, Frequency::Once, "libre")], ..mixed() };
    let html = render(&form, &Answers::default(), None, None);
    assert!(html.contains("type=\"hidden\" name=\"operation\" value=\"membership\""));
    assert!(html.contains("type=\"hidden\" name=\"frequency\" value=\"once\""));
    assert!(tag(&html, "-amount-free\"").contains(" checked"));
    assert!(!html.contains("name=\"tax_receipt\""));
}
