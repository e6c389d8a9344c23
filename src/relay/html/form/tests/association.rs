//! What a form tells of the association.

use super::*;
use crate::relay::association::{Badge, Contact, Legal, Privacy, Rna, Siren};

fn html(form: &Form, association: &Association) -> String {
    let texts = Texts::load(Language::French, &BTreeMap::new()).unwrap();
    FormPage { association, ..page(form, &texts, &Answers::default()) }.render().into_string()
}

fn privacy(contact: Contact, kept: Option<Label>, url: Option<&str>) -> Association {
    let privacy = Privacy { controller: Label::from("Nous & <vous>"), contact, kept, url: url.map(str::to_owned) };
    Association { privacy: Some(privacy), legal: None }
}

#[test]
fn who_asks_for_what_and_whom_to_ask() {
    let email = privacy(Contact::Email("data@example.org".to_owned()), Some(Label::from("trois ans")), None);
    let told = html(&mixed(), &email);
    assert_eq!(told.matches("Nous &amp; &lt;vous&gt; s’en sert pour").count(), 2, "once for each operation");
    for expected in [
        "<span data-for=\"donation\">Nous",
        "<span data-for=\"membership\">Nous",
        "ce site n’en garde rien",
        "Durée de conservation : trois ans.",
        "<a href=\"mailto:data@example.org\">data@example.org</a>",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(!told.contains("En savoir plus"));
    let page = privacy(Contact::Page("/contact?a&b".to_owned()), None, Some("/donnees"));
    let told = html(&Form { choices: vec![mixed().choices[0].clone()], ..mixed() }, &page);
    for expected in [
        "<a href=\"/contact?a&amp;b\">écrivez-nous</a>",
        "<a href=\"/donnees\">En savoir plus</a>",
        "</strong> <span>Nous &amp; &lt;vous&gt; s’en sert pour traiter votre don",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(!told.contains("Durée de conservation") && !told.contains("votre adhésion,"));
}

#[test]
fn legal_mentions_are_one_line() {
    let badge =
        Badge { image: "/b.svg".to_owned(), text: Label::from("Label"), url: "https://example.org/".to_owned() };
    let legal = Legal {
        name: Some("Nous".to_owned()),
        address: None,
        siren: Siren::parse("732829320"),
        rna: Rna::parse("W351000123"),
        badge: Some(badge),
    };
    let told = html(&mixed(), &Association { privacy: None, legal: Some(legal) });
    assert!(told.contains("<p>Nous · SIREN\u{a0}732\u{a0}829\u{a0}320 · RNA\u{a0}W351000123</p>"), "{told}");
    assert!(told.contains("<a href=\"https://example.org/\"><img src=\"/b.svg\" alt=\"Label\""), "{told}");
}

#[test]
fn nothing_is_told_unless_asked_for() {
    let told = html(&mixed(), &Association::default());
    assert!(!told.contains("campagnodon-privacy") && !told.contains("campagnodon-legal"));
}
