use super::*;
use crate::relay::association::Contact;
use crate::relay::i18n::Language;
use std::collections::BTreeMap;

const ONWARD: Onward<'_> = Onward {
    home: "/",
    contact: None,
    share: None,
    thanks: None,
    confirmation: false,
    script: "/campagnodon-payment.js",
    mark: "3f9a",
};

fn texts() -> Texts {
    Texts::load(Language::French, &BTreeMap::new()).unwrap()
}

/// Returns a monthly gift.
fn usual(texts: &Texts, status: Status) -> PaymentPage<'_> {
    PaymentPage {
        title: "Les <saules> & nous",
        amount: Amount::from_cents(1250).unwrap(),
        frequency: Frequency::Monthly,
        operation: Operation::Donation,
        status,
        stage: Stage::At(status),
        means: &[],
        instructions: None,
        recurring: Some(RecurringStatus::Ongoing),
        impact: Some("Un saule."),
        post_to: "/payments/abc/sandbox",
        actions: &["pay", "billing"],
        form_url: Some("/don.html"),
        onward: ONWARD,
        texts,
        billing: None,
        notice: None,
    }
}

/// Renders a page that differs from the usual one.
fn page(status: Status, change: impl Fn(&mut PaymentPage)) -> String {
    let texts = texts();
    let mut page = usual(&texts, status);
    change(&mut page);
    page.render().into_string()
}

#[test]
fn the_way_back_keeps_the_place_in_the_page() {
    let choices = "operation=donation&frequency=monthly&amount=12.50";
    for (url, expected) in [
        ("/a", format!("/a?{choices}")),
        ("/a?b=c", format!("/a?b=c&{choices}")),
        ("/a#don", format!("/a?{choices}#don")),
        ("/a?b=c#don?e", format!("/a?b=c&{choices}#don?e")),
    ] {
        let amount = Amount::from_cents(1250).unwrap();
        assert_eq!(with_choices(url, Operation::Donation, Frequency::Monthly, amount), expected);
    }
}

#[test]
fn has_a_button_for_what_can_be_done() {
    for status in Status::ALL {
        let html = page(status, |_| ());
        let buttons: Vec<_> = html.split("name=\"action\" value=\"").skip(1).collect();
        assert!(buttons.len() == 2 && buttons[0].starts_with("pay\"") && buttons[1].starts_with("billing\""));
        assert!(html.contains(&format!("data-payment=\"{}\"", status.as_str())));
        let lost = matches!(status, Status::Init | Status::Cancelled | Status::Failed);
        assert_eq!(html.contains("data-settled"), !lost, "{status:?}");
        assert_eq!(html.contains("/campagnodon-payment.js"), !lost, "{status:?}");
    }
}

#[test]
fn the_heading_says_where_it_stands() {
    for (status, heading) in [
        (Status::Init, "Dernière étape\u{a0}: le paiement"),
        (Status::Pending, "Paiement en attente"),
        (Status::Completed, "Merci pour votre don\u{a0}!"),
        (Status::DoubleMembership, "Merci, votre paiement est bien arrivé"),
        (Status::Cancelled, "Paiement interrompu"),
        (Status::Failed, "Paiement refusé"),
        (Status::Refunded, "Paiement remboursé"),
    ] {
        assert!(page(status, |_| ()).contains(&format!("<h1>{heading}</h1>")), "{status:?}");
    }
    let member = page(Status::Completed, |page| page.operation = Operation::Membership);
    assert!(member.contains("<h1>Merci, et bienvenue\u{a0}!</h1>"));
}

#[test]
fn says_what_is_paid_and_that_nothing_was_taken() {
    let html = page(Status::Failed, |_| ());
    assert!(html.contains("<strong>12,50\u{a0}€</strong> chaque mois"));
    assert!(html.contains("Votre don · Les &lt;saules&gt; &amp; nous</span>"));
    assert!(html.contains("Rien n’a été débité") && html.contains(&format!("href=\"{CHOICES}\">Essayer à nouveau")));
    assert!(!html.contains("paiements réguliers") && !html.contains("Un saule."));
    assert!(page(Status::Cancelled, |_| ()).contains(&format!("href=\"{CHOICES}\">Reprendre")));
    assert!(page(Status::Completed, |_| ()).contains("Un saule."));
}

const CHOICES: &str = "/don.html?operation=donation&amp;frequency=monthly&amp;amount=12.50";

#[test]
fn before_the_payment_there_is_a_way_back_to_correct_it() {
    let init = page(Status::Init, |_| ());
    assert!(init.contains(&format!("<a href=\"{CHOICES}\">Revenir au formulaire pour corriger</a>")), "{init}");
    for status in [Status::Pending, Status::Completed] {
        assert!(!page(status, |_| ()).contains("/don.html"));
    }
}

#[test]
fn promises_only_what_the_site_has_set_up() {
    let completed = |change: fn(&mut PaymentPage)| page(Status::Completed, change);
    assert!(!completed(|_| ()).contains("e-mail"));
    assert!(completed(|page| page.onward.confirmation = true).contains("Une confirmation vous est envoyée"));
    let once = |page: &mut PaymentPage| (page.frequency, page.recurring) = (Frequency::Once, None);
    assert!(completed(once).contains("rien d’autre ne sera débité"));
    assert!(!page(Status::Pending, once).contains("rien d’autre"));
    let change = "<p>Pour changer ou arrêter\u{a0}: <a href=\"mailto:a@b.org\">a@b.org</a>.</p>";
    let contact = Contact::Email("a@b.org".to_owned());
    assert!(!completed(|_| ()).contains("Pour changer"));
    for (recurring, can_change) in [(RecurringStatus::Ongoing, true), (RecurringStatus::Ended, false)] {
        let texts = texts();
        let onward = Onward { contact: Some(&contact), ..ONWARD };
        let page = PaymentPage { recurring: Some(recurring), onward, ..usual(&texts, Status::Completed) };
        let html = page.render().into_string();
        assert_eq!((html.contains(change), html.contains("Pour toute question")), (can_change, !can_change));
    }
}

#[test]
fn a_payment_that_is_made_has_its_mark_and_leads_to_the_sites_thanks() {
    let thanked = |page: &mut PaymentPage| page.onward.thanks = Some("/merci#top");
    let link = "href=\"/merci?operation=donation&amp;frequency=monthly&amp;amount=12.50#top\" rel=\"noreferrer\"";
    for status in Status::ALL {
        let html = page(status, thanked);
        let paid = matches!(status, Status::Completed | Status::DoubleMembership);
        assert_eq!((html.contains("data-completed=\"3f9a\""), html.contains(link)), (paid, paid), "{status:?}");
        assert!(html.contains("data-amount=\"1250\"") && html.contains("/campagnodon-payment.js"));
    }
}

#[test]
fn billing_details_are_escaped() {
    let billing = BillingDetails {
        last_name: Some(Personal::from("\"><script>")),
        country: Some(Personal::from("BE")),
        ..BillingDetails::default()
    };
    let texts = texts();
    let html = |billing| {
        let page = PaymentPage { billing: Some(billing), ..usual(&texts, Status::Init) };
        page.render().into_string()
    };
    let known = html(&billing);
    assert!(known.contains("&quot;&gt;&lt;script&gt;") && known.contains("Belgique"));
    assert!(!known.contains("<script>"));
    assert!(html(&BillingDetails::default()).contains("Rien n’est connu."));
}
