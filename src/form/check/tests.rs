//! A row for each code that the check gives, on a form that offers everything.

use super::*;
use crate::form::{Asked, Bounds, Fields, Proposal, Question, Statutes, Subscription, Title};
use crate::protocol::Identity;

fn euros(euros: u64) -> Amount {
    Amount::from_euros(euros).unwrap()
}

fn form() -> Form {
    let choice = |operation, frequency, free| Choice {
        operation,
        frequency,
        proposals: vec![Proposal { amount: euros(30), income: None, popular: false }],
        free,
    };
    let subscription = |key: &str, for_donation, needs_address| Subscription {
        key: key.to_owned(),
        label: String::new(),
        for_donation,
        for_membership: true,
        needs_address,
    };
    Form {
        choices: vec![
            choice(Operation::Donation, Frequency::Once, Bounds::new(euros(5), euros(500))),
            choice(Operation::Donation, Frequency::Monthly, None),
            choice(Operation::Membership, Frequency::Once, Bounds::new(euros(1), euros(500))),
        ],
        fields: Fields::OPTIONAL,
        titles: vec![Title { value: "2".to_owned(), label: "Ms".to_owned() }],
        subscriptions: vec![subscription("members", false, false), subscription("paper", true, true)],
        questions: vec![Question {
            key: "topic".to_owned(),
            label: String::new(),
            choices: vec![Title { value: "rivers".to_owned(), label: String::new() }],
            required: false,
        }],
        statutes: Some(Statutes { label: String::new(), url: None, for_donation: false, for_membership: true }),
        default_country: None,
        magazine_price: Some(MagazinePrice(euros(12))),
        tax_relief: None,
        fees: None,
        cents_allowed: false,
        captcha: true,
        maintenance: false,
        closed: false,
    }
}

fn answers() -> Answers {
    Answers::default()
        .with(Field::Operation, "donation")
        .with(Field::Frequency, "once")
        .with(Field::Amount, "30")
        .with(Field::Email, "anne@example.org")
        .with(Field::TaxReceipt, TICKED)
        .with(Field::FirstName, "Anne")
        .with(Field::LastName, "Durand")
        .with(Field::StreetAddress, "1 rue X")
        .with(Field::PostalCode, "75001")
        .with(Field::City, "Paris")
        .with(Field::Country, "FR")
        .with(Field::Captcha, "solution")
}

fn today() -> date::Day {
    date::Day::new(2026, 11, 22).unwrap()
}

fn errors(answers: &Answers) -> Vec<FieldError> {
    check(&form(), answers, today()).map_or_else(|refusal| refusal.errors, |_| Vec::new())
}

#[test]
fn each_code() {
    let long = "a".repeat(97);
    let no_receipt = (Field::TaxReceipt, "");
    let free = |typed| vec![(Field::Amount, FREE), (Field::FreeAmount, typed)];
    let agreed = (Field::Statutes, TICKED);
    let member = vec![(Field::Operation, "membership"), (Field::Amount, FREE), (Field::FreeAmount, "1"), agreed];
    let topic = |value| vec![(Field::Question("topic".to_owned()), value)];
    for (changes, field, code, limit) in [
        (vec![(Field::Email, " ")], Field::Email, Code::Required, None),
        (vec![(Field::Email, "anne")], Field::Email, Code::EmailInvalid, None),
        (vec![(Field::Amount, "")], Field::Amount, Code::Required, None),
        (vec![(Field::Amount, "31")], Field::Amount, Code::NotOffered, None),
        (vec![(Field::Frequency, "monthly"), (Field::Amount, FREE)], Field::Amount, Code::NotOffered, None),
        (free(" "), Field::FreeAmount, Code::Required, None),
        (free("ten"), Field::FreeAmount, Code::AmountInvalid, None),
        (free("1.000"), Field::FreeAmount, Code::AmountAmbiguous, None),
        (free("12,50"), Field::FreeAmount, Code::AmountNotWhole, None),
        (free("4"), Field::FreeAmount, Code::AmountTooSmall, Some(500)),
        (free("0"), Field::FreeAmount, Code::AmountTooSmall, Some(500)),
        (free("501"), Field::FreeAmount, Code::AmountTooLarge, Some(50_000)),
        (member, Field::FreeAmount, Code::AmountTooSmall, Some(200)),
        (vec![(Field::Title, "3")], Field::Title, Code::TitleInvalid, None),
        (vec![(Field::FirstName, "\u{200b}")], Field::FirstName, Code::Required, None),
        (vec![(Field::City, "Pa\u{e000}ris")], Field::City, Code::ForbiddenCharacters, None),
        (vec![(Field::StreetAddress, &long)], Field::StreetAddress, Code::TooLong, Some(96)),
        (vec![(Field::BirthDate, "soon")], Field::BirthDate, Code::DateInvalid, None),
        (vec![(Field::BirthDate, "2001-02-29")], Field::BirthDate, Code::DateImpossible, None),
        (vec![(Field::PostalCode, "7500")], Field::PostalCode, Code::PostalCodeInvalid, None),
        (vec![(Field::Country, "")], Field::Country, Code::Required, None),
        (vec![(Field::Country, "fr")], Field::Country, Code::CountryInvalid, None),
        (vec![(Field::Phone, "1")], Field::Phone, Code::PhoneInvalid, None),
        (vec![(Field::Captcha, "")], Field::Captcha, Code::CaptchaInvalid, None),
        (topic("seas"), topic("").remove(0).0, Code::NotOffered, None),
        (vec![(Field::Operation, "membership")], Field::Statutes, Code::Required, None),
        (vec![subscribe("members")], subscribe("members").0, Code::NotOffered, None),
        (vec![subscribe("paper"), no_receipt], subscribe("paper").0, Code::AddressNeeded, None),
    ] {
        let answers = changes.into_iter().fold(answers(), |answers, (field, text)| answers.with(field, text));
        assert_eq!(errors(&answers), [FieldError { field, code, limit }]);
    }
}

fn subscribe(key: &str) -> (Field, &'static str) {
    (Field::Subscription(key.to_owned()), TICKED)
}

#[test]
fn what_is_not_asked_for_is_neither_checked_nor_sent() {
    for (field, text) in [
        (Field::Phone, "0"),
        (Field::BirthDate, " "),
        (Field::Title, ""),
        subscribe("unknown"),
        (Field::TaxReceipt, "01"),
    ] {
        assert_eq!(errors(&answers().with(field, text)), []);
    }
    let answers = answers().with(Field::TaxReceipt, "").with(Field::Country, "XX").with(Field::Phone, "1");
    let transaction = check(&form(), &answers, today()).unwrap();
    assert_eq!(transaction.contact.recipient(), None);
}

#[test]
fn a_field_is_asked_for_as_the_form_says() {
    type Of = fn(&mut Fields) -> &mut Asked;
    let each: [(Field, &str, Code, Of); 5] = [
        (Field::Title, "3", Code::TitleInvalid, |fields| &mut fields.title),
        (Field::BirthDate, "soon", Code::DateInvalid, |fields| &mut fields.birth_date),
        (Field::SupplementalAddress1, "\u{e000}", Code::ForbiddenCharacters, |all| &mut all.supplemental_address_1),
        (Field::SupplementalAddress2, "\u{e000}", Code::ForbiddenCharacters, |all| &mut all.supplemental_address_2),
        (Field::Phone, "1", Code::PhoneInvalid, |fields| &mut fields.phone),
    ];
    for (field, wrong, code, asked_in) in each {
        let codes = |asked: Asked, answers: &Answers| {
            let mut form = form();
            *asked_in(&mut form.fields) = asked;
            let refused = check(&form, answers, today()).map_or_else(|refusal| refusal.errors, |_| Vec::new());
            refused.into_iter().map(|error| (error.field, error.code)).collect::<Vec<_>>()
        };
        let (empty, wrong) = (answers().with(field.clone(), " "), answers().with(field.clone(), wrong));
        let mut malformed = answers();
        malformed.set_malformed(field.clone());
        let refused = |code| vec![(field.clone(), code)];
        for answers in [&empty, &wrong, &malformed] {
            assert_eq!(codes(Asked::Off, answers), []);
        }
        for asked in [Asked::Optional, Asked::Required] {
            assert_eq!(codes(asked, &wrong), refused(code));
            assert_eq!(codes(asked, &malformed), refused(Code::Malformed));
        }
        let without = answers().with(field.clone(), "");
        assert_eq!(codes(Asked::Optional, &without), []);
        assert_eq!(codes(Asked::Required, &without), refused(Code::Required));
        // Without the address nothing of it is asked for.
        assert_eq!(codes(Asked::Required, &without.with(Field::TaxReceipt, "")), []);
    }
}

#[test]
fn a_name_without_an_address() {
    let name = |asked: Asked, first_name: &str| {
        let form = Form { fields: Fields { name: asked, ..Fields::default() }, ..form() };
        let answers = answers().with(Field::TaxReceipt, "").with(Field::FirstName, first_name);
        check(&form, &answers, today()).map(|transaction| transaction.contact.identity)
    };
    let named = |first: Option<&str>, last: Option<&str>| Identity::Name {
        first_name: first.map(Personal::from),
        last_name: last.map(Personal::from),
    };
    assert_eq!(name(Asked::Off, " Anne"), Ok(Identity::UNKNOWN));
    assert_eq!(name(Asked::Optional, " Anne"), Ok(named(Some("Anne"), Some("Durand"))));
    assert_eq!(name(Asked::Optional, " "), Ok(named(None, Some("Durand"))));
    let refused = |code| {
        let errors = vec![FieldError::new(Field::FirstName, code)];
        Err(Refusal { code: Code::InvalidAnswers, errors })
    };
    assert_eq!(name(Asked::Required, " "), refused(Code::Required));
    assert_eq!(name(Asked::Optional, "\u{e000}"), refused(Code::ForbiddenCharacters));
}

#[test]
fn a_question_is_a_subscription_and_the_statutes_are_for_some() {
    let question = Question { required: true, ..form().questions.remove(0) };
    let form = Form { questions: vec![question], ..form() };
    let field = Field::Question("topic".to_owned());
    let refusal = check(&form, &answers(), today()).unwrap_err();
    assert_eq!(refusal.errors, [FieldError::new(field.clone(), Code::Required)]);
    let answered = answers().with(field, "rivers").with(Field::Statutes, TICKED);
    let transaction = check(&form, &answered, today()).unwrap();
    assert_eq!((transaction.subscriptions, transaction.statutes), (vec!["topic.rivers".to_owned()], false));
    let member = check(&form, &answered.with(Field::Operation, "membership"), today()).unwrap();
    assert!(member.statutes);
}

#[test]
fn a_shape_that_a_field_cannot_have() {
    let mut answers = answers();
    answers.set_malformed(Field::City);
    assert_eq!(errors(&answers), [FieldError::new(Field::City, Code::Malformed)]);
}

#[test]
fn all_errors_at_once_in_the_order_of_the_form() {
    let fields: Vec<_> = errors(&Answers::default()).into_iter().map(|error| error.field).collect();
    assert_eq!(fields, [Field::Operation, Field::Frequency, Field::Amount, Field::Email, Field::Captcha]);
}

#[test]
fn what_follows_from_an_error_is_no_error() {
    let (paper, ticked) = subscribe("paper");
    let (members, _) = subscribe("members");
    for (field, answer, code) in [
        (Field::Frequency, "", Code::Required),
        (Field::Frequency, "yearly", Code::NotOffered),
        (Field::Operation, "", Code::Required),
        (Field::Operation, "loan", Code::NotOffered),
    ] {
        for amount in ["30", "31", FREE] {
            let answers = answers().with(Field::Amount, amount).with(field.clone(), answer);
            assert_eq!(errors(&answers), [FieldError::new(field.clone(), code)]);
        }
        if field == Field::Operation {
            let answers =
                answers().with(Field::TaxReceipt, "").with(paper.clone(), ticked).with(members.clone(), ticked);
            assert_eq!(errors(&answers.with(field.clone(), answer)), [FieldError::new(field, code)]);
        }
    }
}

#[test]
fn a_text_of_any_length_says_how_long_it_may_be() {
    for (field, max) in [
        (Field::Email, text::max::EMAIL),
        (Field::FirstName, text::max::NAME),
        (Field::LastName, text::max::NAME),
        (Field::StreetAddress, text::max::STREET),
        (Field::SupplementalAddress1, text::max::STREET),
        (Field::SupplementalAddress2, text::max::STREET),
        (Field::PostalCode, text::max::POSTAL_CODE),
        (Field::City, text::max::CITY),
        (Field::Phone, text::max::PHONE),
    ] {
        for length in [max + 1, 60_000] {
            let error = FieldError::with_limit(field.clone(), Code::TooLong, max as u64);
            assert_eq!(errors(&answers().with(field.clone(), "é".repeat(length))), [error]);
        }
    }
    // These have no bound: what is wrong is that they are none.
    let long = "1".repeat(60_000);
    assert_eq!(
        errors(&answers().with(Field::BirthDate, long.as_str())),
        [FieldError::new(Field::BirthDate, Code::DateInvalid)]
    );
}

#[test]
fn a_closed_campaign_says_only_that_and_maintenance_says_the_rest_too() {
    let nothing = Answers::default();
    let closed = Form { closed: true, maintenance: true, ..form() };
    let refusal = Refusal { code: Code::CampaignClosed, errors: Vec::new() };
    assert_eq!(check(&closed, &nothing, today()), Err(refusal));
    let maintained = Form { maintenance: true, ..form() };
    let refusal = Refusal { code: Code::Maintenance, errors: errors(&nothing) };
    assert_eq!(check(&maintained, &nothing, today()), Err(refusal));
    assert_eq!(check(&maintained, &answers(), today()).unwrap_err().code, Code::Maintenance);
}
