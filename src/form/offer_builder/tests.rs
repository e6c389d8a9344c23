//! What a tag and a site's options offer.

use super::*;
use crate::form::{Audience, Bounds, FinancialTypes, MembershipTypes, SubscriptionKind, SubscriptionOption, Title};
use crate::protocol::{Amount, When};
use Frequency::{Monthly, Once, Yearly};
use Operation::{Donation, Membership};

fn bounds(min: u64, max: u64) -> Bounds {
    Bounds::new(Amount::from_euros(min).unwrap(), Amount::from_euros(max).unwrap()).unwrap()
}

fn list(text: &str) -> AmountList {
    AmountList::parse(text).unwrap()
}

fn options() -> OfferOptions {
    OfferOptions {
        recurring: true,
        donation_frequencies: vec![Monthly],
        membership_frequencies: vec![Monthly, Yearly],
        donation_bounds: PaymentBounds::same(bounds(1, 1000)),
        membership_bounds: PaymentBounds::same(bounds(5, 1000)),
        donation_amounts: list("30,50"),
        monthly_donation_amounts: list("6,15"),
        yearly_donation_amounts: None,
        membership_amounts: list("36,60,120"),
        monthly_membership_amounts: None,
        yearly_membership_amounts: None,
        fields: Fields::default(),
        default_country: None,
        cents_allowed: false,
        captcha: false,
        maintenance: false,
    }
}

fn catalogue() -> DistantCatalogue {
    let text = str::to_owned;
    let option = |key: &str, audience: &[(Operation, bool)]| SubscriptionOption {
        key: text(key),
        label: String::new(),
        kind: SubscriptionKind::Local,
        when: When::Init,
        audience: audience.iter().map(|&(operation, on_request)| Audience { operation, on_request }).collect(),
        needs_address: false,
    };
    DistantCatalogue {
        titles: Vec::new(),
        financial_types: FinancialTypes {
            donation: text("1"),
            monthly_donation: text("2"),
            yearly_donation: text("3"),
            membership: text("4"),
            magazine: text("5"),
        },
        membership_types: MembershipTypes { membership: text("1"), magazine: text("2") },
        subscriptions: vec![
            option("all", &[]),
            option("donors", &[(Donation, false)]),
            option("members", &[(Membership, false), (Donation, true)]),
            option("asked", &[(Donation, true)]),
        ],
        purposes: Vec::new(),
        magazine_price: Amount::from_euros(12).map(crate::form::MagazinePrice),
        source: None,
    }
}

fn tag(operations: Operations) -> Tag {
    Tag {
        operations,
        recurring: true,
        amounts: None,
        recurring_amounts: None,
        membership_amounts: None,
        subscriptions: None,
    }
}

/// Returns what is offered, one text a choice: the amounts in euros, and `+` for the free one.
fn offered(options: &OfferOptions, tag: &Tag) -> Vec<(Operation, Frequency, String)> {
    let form = options.form(&catalogue(), tag).unwrap();
    let text = |choice: &Choice| {
        let mut words: Vec<_> = choice.proposals.iter().map(|proposal| proposal.amount.to_decimal()).collect();
        words.extend(choice.free.map(|_| "+".to_owned()));
        (choice.operation, choice.frequency, words.join(" "))
    };
    form.choices.iter().map(text).collect()
}

#[test]
fn without_lists_the_defaults_and_the_free_amount() {
    let expected = [
        (Donation, Once, "30 50 +"),
        (Donation, Monthly, "6 15 +"),
        (Membership, Once, "36 60 120 +"),
        (Membership, Monthly, "5 10 +"),
        (Membership, Yearly, "36 60 120 +"),
    ];
    assert_eq!(offered(&options(), &tag(Operations::Both)), expected.map(|(o, f, text)| (o, f, text.to_owned())));
}

#[test]
fn a_list_says_all_that_is_offered() {
    let both = tag(Operations::Both);
    for (tag, operation, frequency, expected) in [
        (Tag { amounts: Some(list("20,libre")), ..both.clone() }, Donation, Once, "20 +"),
        (Tag { amounts: Some(list("20")), ..both.clone() }, Donation, Once, "20"),
        (Tag { amounts: Some(list("20")), ..both.clone() }, Donation, Monthly, "6 15 +"),
        (Tag { amounts: Some(list("20")), ..both.clone() }, Membership, Once, "36 60 120 +"),
        (Tag { amounts: Some(list("20")), ..tag(Operations::Membership) }, Membership, Once, "20"),
        (Tag { recurring_amounts: Some(list("8")), ..both.clone() }, Donation, Monthly, "8"),
        (Tag { membership_amounts: Some(list("60,61")), ..both.clone() }, Membership, Monthly, "5 6"),
        (Tag { membership_amounts: Some(list("60,libre")), ..both.clone() }, Membership, Monthly, "5 +"),
        (Tag { amounts: Some(list("1,1001,20")), ..both.clone() }, Donation, Once, "1 20"),
    ] {
        assert!(offered(&options(), &tag).contains(&(operation, frequency, expected.to_owned())), "{tag:?}");
    }
}

#[test]
fn each_frequency_has_bounds_of_its_own_and_what_they_hide_is_told() {
    let by_month = PaymentBounds { monthly: bounds(3, 9), ..PaymentBounds::same(bounds(36, 1000)) };
    let options = OfferOptions { membership_bounds: by_month, ..options() };
    let (both, euros) = (tag(Operations::Both), |euros: u64| Amount::from_euros(euros).unwrap());
    assert!(offered(&options, &both).contains(&(Membership, Monthly, "3 5 +".to_owned())));
    let form = options.form(&catalogue(), &both).unwrap();
    let free = |frequency| form.choice(Membership, frequency).unwrap().free.unwrap();
    assert_eq!((free(Once), free(Monthly), free(Yearly)), (bounds(36, 1000), bounds(3, 9), bounds(36, 1000)));
    let unoffered = |frequency, amounts: &[u64], side, bound, of_tag| Unoffered {
        operation: Membership,
        frequency,
        amounts: amounts.iter().copied().map(euros).collect(),
        side,
        bound: euros(bound),
        of_tag,
    };
    assert_eq!(options.unoffered(&both), [unoffered(Monthly, &[10], Side::Maximum, 9, false)]);
    let own = Tag { membership_amounts: Some(list("12,24,60")), ..tag(Operations::Both) };
    assert_eq!(
        options.unoffered(&own),
        [
            unoffered(Once, &[12, 24], Side::Minimum, 36, true),
            unoffered(Monthly, &[1, 2], Side::Minimum, 3, true),
            unoffered(Yearly, &[12, 24], Side::Minimum, 36, true),
        ]
    );
    assert_eq!(options.unoffered(&Tag { recurring: false, ..both }), []);
}

#[test]
fn frequencies() {
    let tag = tag(Operations::Donation);
    for (options, tag, expected) in [
        (options(), tag.clone(), vec![Once, Monthly]),
        (OfferOptions { recurring: false, ..options() }, tag.clone(), vec![Once]),
        (options(), Tag { recurring: false, ..tag.clone() }, vec![Once]),
        (OfferOptions { donation_frequencies: vec![], ..options() }, tag.clone(), vec![Once]),
        (
            OfferOptions { donation_frequencies: vec![Yearly, Once, Monthly, Yearly], ..options() },
            tag.clone(),
            vec![Once, Yearly, Monthly],
        ),
        // A frequency without amounts is not offered.
        (options(), Tag { recurring_amounts: Some(list("2000")), ..tag }, vec![Once]),
    ] {
        let frequencies: Vec<_> = offered(&options, &tag).into_iter().map(|(_, frequency, _)| frequency).collect();
        assert_eq!(frequencies, expected);
    }
}

#[test]
fn an_operation_without_amounts_is_an_error() {
    let tag = Tag { amounts: Some(list("2000")), recurring: false, ..tag(Operations::Both) };
    assert_eq!(options().form(&catalogue(), &tag), Err(OfferError::NoAmount(Donation)));
}

#[test]
fn a_title_is_required_only_where_there_are_some() {
    let required = OfferOptions { fields: Fields { title: Asked::Required, ..Fields::default() }, ..options() };
    let without = catalogue();
    assert_eq!(required.form(&without, &Tag::PLAIN), Err(OfferError::NoTitle));
    let title = Title { value: "1".to_owned(), label: "Ms".to_owned() };
    let with = DistantCatalogue { titles: vec![title], ..without };
    assert_eq!(required.form(&with, &Tag::PLAIN).unwrap().fields, required.fields);
}

#[test]
fn optional_subscriptions() {
    for (operations, asked, expected) in [
        (Operations::Donation, None, vec!["all", "donors"]),
        (Operations::Membership, None, vec!["all", "members"]),
        (Operations::Both, None, vec!["all", "donors", "members"]),
        (Operations::Donation, Some("asked,members,unknown,all,asked"), vec!["asked", "members", "all"]),
        (Operations::Membership, Some("donors,asked"), vec![]),
        (Operations::Donation, Some("all, donors"), vec!["all"]),
    ] {
        let subscriptions = asked.map(|keys| keys.split(',').map(str::to_owned).collect());
        let form = options().form(&catalogue(), &Tag { subscriptions, ..tag(operations) }).unwrap();
        let keys: Vec<_> = form.subscriptions.iter().map(|subscription| subscription.key.as_str()).collect();
        assert_eq!(keys, expected);
    }
}

#[test]
fn the_magazine_is_for_members() {
    let price = |operations| options().form(&catalogue(), &tag(operations)).unwrap().magazine_price;
    assert_eq!(price(Operations::Donation), None);
    assert_eq!(price(Operations::Both), catalogue().magazine_price);
}
