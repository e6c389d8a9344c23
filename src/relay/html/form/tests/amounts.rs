//! Amounts, incomes and tax relief.

use super::*;

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
    for (caption, expected) in captions.iter().zip(["moins de 900\u{a0}€<", "900 à 1\u{202f}200\u{a0}€<", "plus de 1"])
    {
        assert!(caption.starts_with(expected), "{captions:?}");
    }
}

#[test]
fn a_list_by_income_says_so_once_and_the_others_do_not() {
    let html = render(&mixed(), &Answers::default(), None, None);
    let id = "campagnodon-don-income-membership-once";
    assert_eq!(html.matches("selon votre revenu mensuel net").count(), 1);
    assert!(tag(&html, "data-for=\"membership once\"").contains(&format!("role=\"group\" aria-labelledby=\"{id}\"")));
    assert!(html.contains(&format!("<p class=\"campagnodon-hint\" id=\"{id}\">")));
    assert!(!tag(&html, "data-for=\"donation once\" data-caption").contains("role="));
}

#[test]
fn an_amount_is_a_figure_and_how_often_is_small_beside_it() {
    let html = render(&mixed(), &Answers::default(), None, None);
    let label = |id: &str| html.split(&format!("<label for=\"campagnodon-don-{id}\">")).nth(1).unwrap().to_owned();
    assert!(label("amount-donation-once-30").starts_with("<b class=\"campagnodon-figure\">30\u{a0}€</b></label>"));
    let monthly = "<b class=\"campagnodon-figure\">15\u{a0}€</b> par mois</label>";
    assert!(label("amount-donation-monthly-15").starts_with(monthly));
}

#[test]
fn the_currency_of_the_free_amount_is_where_the_language_has_it() {
    for (language, ends) in [(Language::French, true), (Language::English, false)] {
        let texts = Texts::load(language, &BTreeMap::new()).unwrap();
        let (form, answers) = (mixed(), Answers::default());
        let html = page(&form, &texts, &answers).render().into_string();
        let line = html.split("<span class=\"campagnodon-money\">").nth(1).unwrap().split("<p").next().unwrap();
        assert_eq!(line.ends_with("€</span></span>"), ends, "{line}");
        assert_eq!(line.starts_with("<span aria-hidden=\"true\">€</span>"), !ends, "{line}");
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
    let law = "Estimation d’après la loi en vigueur en 2026\u{a0}: \
        <a href=\"https://example.org/?a&amp;b\">article &lt;200&gt;</a>.";
    assert_eq!(told(rate, None), law);
    let share = "Les dons de l’année, toutes associations confondues, sont retenus dans la limite de 20\u{a0}% de votre \
        revenu imposable\u{a0}; ce qui dépasse est reporté sur les cinq années suivantes.";
    assert_eq!(told(rate, Some(2000)), [share, " ", law].concat());
    let beyond = "Ce taux vaut jusqu’à 2\u{202f}000\u{a0}€ de dons de ce type dans l’année, toutes associations \
        confondues\u{a0}; au-delà, il est de 66\u{a0}%. La part au-delà de 2\u{202f}000\u{a0}€ est retenue dans la limite \
        de 20\u{a0}% de votre revenu imposable\u{a0}; ce qui dépasse est reporté sur les cinq années suivantes.";
    assert_eq!(told(with_ceiling, Some(2000)), [beyond, " ", law].concat());
}

#[test]
fn the_cost_stands_before_the_law_which_is_behind_a_click() {
    let html = render(&mixed(), &Answers::default(), None, None);
    let tax = html.split("<div class=\"campagnodon-tax\">").nth(1).unwrap().split("</details>").next().unwrap();
    let (costs, law) = tax.split_once("<details class=\"campagnodon-law\">").unwrap();
    assert_eq!(costs.matches("<p class=\"campagnodon-cost\"").count(), mixed().choices.len());
    assert!(costs.contains("Coût réel pour vous\u{a0}: <span data-figure=\"cost\"></span> après réduction d’impôt."));
    assert!(law.starts_with("<summary>Réduction d’impôt de 66\u{a0}%\u{a0}: comment est-ce calculé\u{a0}?</summary>"));
    assert!(law.contains("une réduction d’impôt de 66\u{a0}%"));
}

#[test]
fn what_is_about_to_be_done_stands_above_the_button() {
    let form = mixed();
    let html = render(&form, &Answers::default(), None, None);
    let reviews = html.find("campagnodon-review").unwrap();
    assert!(html.find("data-messages").unwrap() > reviews && html.find("type=\"submit\"").unwrap() > reviews);
    for choice in &form.choices {
        let shown = format!("data-for=\"{} {} amount\" hidden>", choice.operation.as_str(), choice.frequency.as_str());
        assert_eq!(html.matches(&["<p class=\"campagnodon-review\" ", &shown].concat()).count(), 1);
        assert_eq!(html.matches(&["<span ", &shown].concat()).count(), 1, "the button says it too");
    }
    let button = html.split("<button class=\"campagnodon-submit\"").nth(1).unwrap().split("</button>").next().unwrap();
    assert!(button.contains("<span data-for=\"donation !amount\">Donner</span>"), "{button}");
    assert!(button.contains("Adhérer pour <span data-figure=\"amount\"></span> par an</span>"), "{button}");
    let monthly = "Vous donnez <span data-figure=\"amount\"></span> chaque mois, \
        soit <span data-figure=\"year-amount\"></span> par an.";
    assert!(html.contains(monthly));
}

#[test]
fn the_amount_that_is_chosen_most_says_so_and_is_chosen_for_nobody() {
    let form = Form { choices: vec![list(Operation::Donation, Frequency::Once, "30,*50,100,libre")], ..mixed() };
    let html = render(&form, &Answers::default(), None, None);
    assert_eq!(html.matches("Le plus choisi").count(), 1);
    let (_, label) = html.split_once("for=\"campagnodon-don-amount-donation-once-50\"").unwrap();
    assert!(label.split_once("</label>").unwrap().0.contains("Le plus choisi"));
    assert!(!tag(&html, "id=\"campagnodon-don-amount-donation-once-50\"").contains("checked"));
    assert!(!form.encode().contains('*'), "a caption, no rule");
}
