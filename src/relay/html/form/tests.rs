use super::*;
use crate::form::rules::country;
use crate::form::{AmountList, Bounds, Choice, MagazinePrice, Subscription, TaxRelief, Title};
use crate::protocol::{Amount, FieldError};
use crate::relay::i18n::{Label, Language};
use crate::relay::tax::TaxRule;
use std::collections::{BTreeMap, BTreeSet};
use time::macros::date;

fn list(operation: Operation, frequency: Frequency, amounts: &str) -> Choice {
    let (min, max) = (Amount::from_euros(1).unwrap(), Amount::from_euros(10_000).unwrap());
    let list = AmountList::parse(amounts).unwrap();
    Choice { operation, frequency, proposals: list.proposals, free: list.free.then(|| Bounds::new(min, max).unwrap()) }
}

fn mixed() -> Form {
    let subscription = |key: &str, for_donation, needs_address| Subscription {
        key: key.to_owned(),
        label: format!("About {key}"),
        for_donation,
        for_membership: true,
        needs_address,
    };
    Form {
        choices: vec![
            list(Operation::Donation, Frequency::Once, "30,50,libre"),
            list(Operation::Donation, Frequency::Monthly, "6,15,libre"),
            list(Operation::Membership, Frequency::Once, "13[-450],30[450-900],48[900-]"),
            list(Operation::Membership, Frequency::Yearly, "13,21"),
        ],
        titles: vec![Title { value: "2".to_owned(), label: "Mx".to_owned() }],
        subscriptions: vec![subscription("letter", true, false), subscription("paper", false, true)],
        default_country: Some("FR".to_owned()),
        magazine_price: Some(MagazinePrice(Amount::from_euros(12).unwrap())),
        tax_relief: TaxRelief::from_basis_points(6600),
        cents_allowed: true,
        captcha: true,
        maintenance: false,
        closed: false,
    }
}

fn render(form: &Form, answers: &Answers, refusal: Option<&Refusal>, notice: Option<Code>) -> String {
    render_by(None, form, answers, refusal, notice)
}

fn render_by(
    tax_rule: Option<(&TaxRule, i32)>,
    form: &Form,
    answers: &Answers,
    refusal: Option<&Refusal>,
    notice: Option<Code>,
) -> String {
    let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
    let page = FormPage {
        form,
        id: "don",
        action: "/forms/don",
        idempotency_key: "key-0123456789abcdef",
        texts: &texts,
        answers,
        refusal,
        notice,
        link: None,
        guard: ProtectionFields { challenge: "/forms/don/challenge", ..ProtectionFields::default() },
        tax_rule,
    };
    page.render().into_string()
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(opening.as_str()).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

/// The tag that has this text in it.
fn tag<'a>(html: &'a str, text: &str) -> &'a str {
    html.split('<').find(|tag| tag.contains(text)).unwrap_or_default()
}

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
            assert!(unique.contains(&&link[1..]), "{link}");
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
    let countries = html.split("<option").count() - 1 - 2;
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
            .filter(|tag| !tag.contains("type=\"hidden\"") && !tag.contains("name=\"subscription_"))
            .collect();
        assert!(controls.len() > 25);
        for control in controls {
            assert_eq!(values(control, "aria-invalid"), [expected], "{control}");
        }
    }
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
fn each_list_of_amounts_says_for_what_it_is_where_all_are_shown() {
    let captions = |form: &Form| {
        let html = render(form, &Answers::default(), None, None);
        values(&html, "data-caption").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = captions(&mixed());
    assert_eq!(all.len(), 4);
    assert!(all.iter().collect::<BTreeSet<_>>().len() == 4 && all[0].contains(" – "), "{all:?}");
    assert!(captions(&Form { choices: mixed().choices[..1].to_vec(), ..mixed() }).is_empty());
}

#[test]
fn a_monthly_amount_names_every_income_for_which_it_is() {
    let yearly = "13[-450],21[450-900],35[900-1200],60[1200-]";
    let monthly = list(Operation::Membership, Frequency::Monthly, "2[450-900],3[900-1200],5[1200-],libre");
    let choices = vec![list(Operation::Membership, Frequency::Yearly, yearly), monthly];
    let html = render(&Form { choices, ..mixed() }, &Answers::default(), None, None);
    let monthly = html.split("data-for=\"membership monthly\"").nth(1).unwrap();
    let captions: Vec<_> = monthly.split("campagnodon-caption\">").skip(1).take(3).collect();
    assert!(captions[0].starts_with("Revenu mensuel de moins de 900"), "{}", captions[0]);
    assert!(
        captions[1].contains("900") && captions[1].contains("200") && captions[2].contains("plus de"),
        "{captions:?}"
    );
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
fn maintenance_shows_its_notice_alone_and_a_refused_post_again_with_all_that_was_typed() {
    let form = Form { maintenance: true, ..mixed() };
    let typed = Answers::default().with(Field::Email, "anne@example.org");
    let said = |refusal: Option<&Refusal>, notice| {
        render(&form, &typed, refusal, notice).split("<template").next().unwrap().to_owned()
    };
    let (banner, answer) = ("ni don ni adhésion pour le moment", "Votre paiement n’a pas commencé");
    let untouched = said(None, None);
    assert!(untouched.contains(banner) && !untouched.contains(answer));
    assert!(!untouched.contains("<form") && !untouched.contains("<input"), "the notice alone: {untouched}");
    let refusal = Refusal { code: Code::Maintenance, errors: Vec::new() };
    let refused = said(Some(&refusal), None);
    assert!(!refused.contains(banner) && refused.contains(answer) && refused.contains("anne@example.org"));
    assert!(said(None, Some(Code::Busy)).contains("anne@example.org"));
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

#[test]
fn what_a_form_has_against_programs() {
    let (form, texts) = (mixed(), Texts::load(Language::English, &BTreeMap::new()).unwrap());
    let html = |guard: ProtectionFields| {
        let (answers, action) = (Answers::default(), "/forms/don");
        let page = FormPage {
            form: &form,
            id: "don",
            action,
            idempotency_key: "key-0123456789abcdef",
            texts: &texts,
            answers: &answers,
            refusal: None,
            notice: None,
            link: None,
            guard,
            tax_rule: None,
        };
        page.render().into_string()
    };
    let plain = html(ProtectionFields::default());
    for absent in ["noscript", "name=\"shown\"", "name=\"website\""] {
        assert!(!plain.contains(absent), "{absent}");
    }
    let challenge = "/forms/don/challenge";
    let all = html(ProtectionFields { challenge, scripts_needed: true, shown: Some("1.a"), honeypot: true });
    assert_eq!(values(tag(&all, "data-captcha"), "data-captcha"), [challenge]);
    assert!(all.contains("<noscript><p class=\"campagnodon-notice\">This form needs JavaScript"));
    assert!(tag(&all, "name=\"shown\"").contains("type=\"hidden\" name=\"shown\" value=\"1.a\""));
    let unseen = tag(&all, "name=\"website\"");
    assert!(unseen.contains("tabindex=\"-1\" autocomplete=\"off\"") && !unseen.contains(" value="));
    assert!(all.contains("<label for=\"campagnodon-don-website\">Leave this field empty</label>"));
}

#[test]
fn a_closed_campaign_has_no_form() {
    let html = render(&Form { closed: true, ..mixed() }, &Answers::default(), None, None);
    assert!(!html.contains("<form") && html.contains("terminée"));
}

#[test]
fn a_notice_leads_where_the_settings_say() {
    let label = Label::each([("fr", "Écrivez-nous"), ("en", "Write to us")]);
    let link = |label| Link { url: "/contact.html?a&b".to_owned(), label };
    let refused = Refusal { code: Code::Maintenance, errors: Vec::new() };
    let (closed, maintained) = (Form { closed: true, ..mixed() }, Form { maintenance: true, ..mixed() });
    for (form, refusal, label, said) in [
        (&closed, None, Some(label.clone()), "Écrivez-nous"),
        (&closed, None, None, "Soutenir une autre campagne"),
        (&maintained, None, Some(label), "Écrivez-nous"),
        (&maintained, None, None, "Nous soutenir autrement"),
        (&maintained, Some(&refused), None, "Nous soutenir autrement"),
    ] {
        let (texts, link) = (Texts::load(Language::French, &BTreeMap::new()).unwrap(), link(label));
        let page = FormPage {
            form,
            id: "don",
            action: "/forms/don",
            idempotency_key: "key-0123456789abcdef",
            texts: &texts,
            answers: &Answers::default(),
            refusal,
            notice: None,
            link: Some(&link),
            guard: ProtectionFields::default(),
            tax_rule: None,
        };
        let html = page.render().into_string();
        assert_eq!(html.matches(&format!(" <a href=\"/contact.html?a&amp;b\">{said}</a></p>")).count(), 1, "{html}");
    }
}

#[test]
fn tax_relief_tells_its_limits_its_year_and_its_law() {
    let rate = TaxRelief::from_basis_points(7500).unwrap();
    let with_ceiling = rate.up_to(Amount::from_euros(2000).unwrap(), 6600).unwrap();
    let told = |relief, income_share| {
        let rule = TaxRule {
            relief,
            income_share,
            from: date!(2026 - 01 - 01),
            to: None,
            source: Label::each([("fr", "article <200>"), ("en", "section 200")]),
            url: Some("https://example.org/?a&b".to_owned()),
        };
        let form = Form { tax_relief: Some(relief), ..mixed() };
        let html = render_by(Some((&rule, 2026)), &form, &Answers::default(), None, None);
        html.split("<p>").find(|text| text.contains("2026")).unwrap().split_once("</p>").unwrap().0.to_owned()
    };
    let law = "Estimation d’après les règles de 2026\u{a0}: <a href=\"https://example.org/?a&amp;b\">article &lt;200&gt;</a>.";
    assert_eq!(told(rate, None), law);
    let share = "Les dons d’une année comptent jusqu’à 20\u{a0}% de votre revenu imposable.";
    assert_eq!(told(rate, Some(2000)), [share, " ", law].concat());
    let beyond = "Au-delà de 2\u{202f}000\u{a0}€ de dons dans l’année, c’est 66\u{a0}%. \
        Ce qui dépasse 2\u{202f}000\u{a0}€ compte jusqu’à 20\u{a0}% de votre revenu imposable.";
    assert_eq!(told(with_ceiling, Some(2000)), [beyond, " ", law].concat());
}

#[test]
fn what_is_about_to_be_done_stands_above_the_button() {
    let form = mixed();
    let html = render(&form, &Answers::default(), None, None);
    let reviews = html.find("campagnodon-review").unwrap();
    assert!(html.find("data-messages").unwrap() > reviews && html.find("type=\"submit\"").unwrap() > reviews);
    for choice in &form.choices {
        let shown = format!("data-for=\"{} {} amount\" hidden>", choice.operation.as_str(), choice.frequency.as_str());
        assert_eq!(html.matches(&shown).count(), 1);
    }
    let monthly = "Vous donnez <span data-figure=\"amount\"></span> chaque mois, \
        soit <span data-figure=\"year-amount\"></span> par an.";
    assert!(html.contains(monthly));
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
