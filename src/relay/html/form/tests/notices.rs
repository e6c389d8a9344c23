//! What takes the place of a form, or keeps programs away from it.

use super::*;

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
fn a_closed_campaign_has_no_form() {
    let html = render(&Form { closed: true, ..mixed() }, &Answers::default(), None, None);
    assert!(!html.contains("<form") && html.contains("terminée"));
}

#[test]
fn a_notice_leads_where_the_settings_say() {
    let label = Label::each([("fr", "Écrivez-nous"), ("en", "Write to us")]);
    let link = |label| Hyperlink { url: "/contact.html?a&b".to_owned(), label };
    let refused = Refusal { code: Code::Maintenance, errors: Vec::new() };
    let (closed, maintained) = (Form { closed: true, ..mixed() }, Form { maintenance: true, ..mixed() });
    for (form, refusal, label, said) in [
        (&closed, None, Some(label.clone()), "Écrivez-nous"),
        (&closed, None, None, "Soutenir une autre action"),
        (&maintained, None, Some(label), "Écrivez-nous"),
        (&maintained, None, None, "Nous soutenir autrement"),
        (&maintained, Some(&refused), None, "Nous soutenir autrement"),
    ] {
        let (texts, link) = (Texts::load(Language::French, &BTreeMap::new()).unwrap(), link(label));
        let answers = Answers::default();
        let html = FormPage { refusal, link: Some(&link), ..page(form, &texts, &answers) }.render().into_string();
        assert_eq!(html.matches(&format!(" <a href=\"/contact.html?a&amp;b\">{said}</a></p>")).count(), 1, "{html}");
    }
}

#[test]
fn what_a_form_has_against_programs() {
    let (form, texts) = (mixed(), Texts::load(Language::English, &BTreeMap::new()).unwrap());
    let html =
        |guard: ProtectionFields| FormPage { guard, ..page(&form, &texts, &Answers::default()) }.render().into_string();
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
