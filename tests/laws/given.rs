//! Forms and answers to try the laws on.

use campagnodon::form::rules::country;
use campagnodon::form::rules::date::Day;
use campagnodon::form::{
    Answers, Asked, Bounds, Choice, Fees, Fields, Form, IncomeBracket, MagazinePrice, Proposal, Question, Statutes,
    Subscription, TaxRelief, Title,
};
use campagnodon::protocol::{Amount, Field, Frequency, Operation};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// The day of the tests.
pub fn today() -> Day {
    Day::new(2026, 11, 22).expect("a day")
}

/// Any form.
pub fn form() -> impl Strategy<Value = Form> {
    let pairs: Vec<_> = Operation::ALL
        .into_iter()
        .flat_map(|operation| Frequency::ALL.into_iter().map(move |frequency| (operation, frequency)))
        .collect();
    let choices = subsequence(pairs, 1..=6).prop_flat_map(|pairs| {
        pairs.into_iter().map(|(operation, frequency)| choice(operation, frequency)).collect::<Vec<_>>()
    });
    let flags = any::<[bool; 4]>();
    let price = option::of((1..=200_u64).prop_filter_map("no amount", Amount::from_euros).prop_map(MagazinePrice));
    let relief = (option::of(relief()), option::of(fees()));
    (
        choices,
        fields(),
        titles(),
        (subscriptions(), questions(), option::of(statutes())),
        option::of(country()),
        price,
        relief,
        flags,
    )
        .prop_map(
            |(
                choices,
                fields,
                titles,
                (subscriptions, questions, statutes),
                default_country,
                magazine_price,
                (tax_relief, fees),
                flags,
            )| {
                let [cents_allowed, captcha, maintenance, closed] = flags;
                Form {
                    choices,
                    fields,
                    titles,
                    subscriptions,
                    questions,
                    statutes,
                    default_country,
                    magazine_price,
                    tax_relief,
                    fees,
                    cents_allowed,
                    captcha,
                    maintenance: maintenance && captcha && closed,
                    closed: closed && captcha && !cents_allowed,
                }
            },
        )
}

/// Any fields, more often than not as they are by default.
pub fn fields() -> impl Strategy<Value = Fields> {
    let asked = || select(Asked::ALL.to_vec());
    let any = [asked(), asked(), asked(), asked(), asked(), asked()].prop_map(|each| {
        let [title, birth_date, supplemental_address_1, supplemental_address_2, phone, name] = each;
        Fields { title, birth_date, supplemental_address_1, supplemental_address_2, phone, name }
    });
    prop_oneof![Just(Fields::default()), Just(Fields::OPTIONAL), any]
}

/// Any relief, with a ceiling or without.
pub fn relief() -> impl Strategy<Value = TaxRelief> {
    let beyond =
        option::of(((1..=Amount::MAX.cents()).prop_filter_map("no amount", Amount::from_cents), 0..=10_000_u16));
    (0..=10_000_u16, beyond).prop_filter_map("no rate", |(rate, beyond)| {
        let relief = TaxRelief::from_basis_points(rate)?;
        beyond.map_or(Some(relief), |(ceiling, beyond)| relief.up_to(ceiling, beyond))
    })
}

/// Any fees.
pub fn fees() -> impl Strategy<Value = Fees> {
    (0..=1000_u16, 0..=1000_u16).prop_filter_map("no fees", |(rate, fixed)| Fees::new(rate, fixed))
}

fn choice(operation: Operation, frequency: Frequency) -> impl Strategy<Value = Choice> {
    let income = (option::of(0..5000_u32), option::of(0..5000_u32)).prop_map(|(min, max)| IncomeBracket::new(min, max));
    let proposals = vec((100..500_000_u64, income), 1..6).prop_map(|items| {
        let mut proposals: Vec<Proposal> = Vec::new();
        for (cents, income) in items {
            let Some(amount) = Amount::from_cents(cents) else { continue };
            if proposals.iter().all(|known| known.amount != amount) {
                proposals.push(Proposal { amount, income, popular: false });
            }
        }
        proposals
    });
    // A transaction can only be of an amount on offer, so a proposal lies within the bounds.
    let bounds = (1..=100_u64, 500_000..=Amount::MAX.cents()).prop_map(|(min, max)| {
        let [min, max] = [min, max].map(|cents| Amount::from_cents(cents).expect("an amount"));
        Bounds::new(min, max).expect("bounds")
    });
    (proposals, option::of(bounds)).prop_map(move |(proposals, free)| Choice { operation, frequency, proposals, free })
}

fn titles() -> impl Strategy<Value = Vec<Title>> {
    subsequence(vec!["1", "2", "Mme", "M"], 0..=4).prop_map(|values| {
        values.into_iter().map(|value| Title { value: value.to_owned(), label: format!("{value}.") }).collect()
    })
}

fn subscriptions() -> impl Strategy<Value = Vec<Subscription>> {
    (subsequence(vec!["newsletter", "local_group", "pdf"], 0..=3), any::<[bool; 9]>()).prop_map(|(keys, flags)| {
        keys.into_iter()
            .zip(flags.chunks(3))
            .map(|(key, flags)| Subscription {
                key: key.to_owned(),
                label: key.to_uppercase(),
                for_donation: flags[0],
                for_membership: flags[1],
                needs_address: flags[2],
            })
            .collect()
    })
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let question = |key: &'static str| {
        (subsequence(vec!["rivers", "seas", "1"], 1..=3), any::<bool>()).prop_map(move |(values, required)| Question {
            key: key.to_owned(),
            label: key.to_uppercase(),
            choices: values.into_iter().map(|value| Title { value: value.to_owned(), label: value.into() }).collect(),
            required,
        })
    };
    subsequence(vec!["topic", "how_known"], 0..=2)
        .prop_flat_map(move |keys| keys.into_iter().map(question).collect::<Vec<_>>())
}

fn statutes() -> impl Strategy<Value = Statutes> {
    any::<[bool; 2]>().prop_map(|[for_donation, for_membership]| Statutes {
        label: "I agree".to_owned(),
        url: for_donation.then(|| "/statutes".to_owned()),
        for_donation,
        for_membership,
    })
}

fn country() -> impl Strategy<Value = String> {
    select(country::all().collect::<Vec<_>>()).prop_map(str::to_owned)
}

/// Codes of several countries.
pub fn postal_code() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{4,6}",
        "[0-9]{2}[ -]?[0-9]{3}",
        "[0-9]{4} ?[A-Z]{2}",
        "[a-zA-Z][0-9][a-zA-Z] ?[0-9][a-zA-Z][0-9]"
    ]
}

/// Numbers of several countries, as people write them.
pub fn phone() -> impl Strategy<Value = String> {
    prop_oneof![
        "0[1-9]( [0-9]{2}){4}",
        "\\+33[1-9][0-9]{8}",
        "(\\+|00)[1-9][0-9]{0,2} ?\\(?[0-9]?\\)?[0-9 .-]{6,14}",
        "[0-9]{6,13}"
    ]
}

/// Answers that mostly fit the form.
pub fn good_answers(form: &Form) -> impl Strategy<Value = Answers> + use<> {
    let form = form.clone();
    let person =
        (name(), name(), name(), name(), postal_code(), option::of("(19|20)[0-2][0-9]-(0[1-9]|1[0-2])-[12][0-9]"));
    let rest = (option::of(phone()), "[a-z]{1,8}@[a-z]{1,8}\\.org", any::<[bool; 7]>(), 1..900_000_u64);
    let countries: Vec<_> = country::all().collect();
    (any::<[Index; 3]>(), person, rest).prop_map(move |(picks, person, rest)| {
        let (first_name, last_name, street, city, postal_code, birth_date) = person;
        let (phone, email, [receipt, free, title, france, ticks, anywhere, covers], cents) = rest;
        let choice = picks[0].get(&form.choices);
        let proposal = picks[1].get(&choice.proposals).amount;
        let cents = if form.cents_allowed { cents } else { cents * 100 };
        let country = match (france, anywhere) {
            (true, _) => "FR",
            (false, true) => *picks[2].get(&countries),
            (false, false) => "AE",
        };
        let asked = form.fields;
        let needed = |asked: Asked, answer: &'static str| (asked == Asked::Required).then_some(answer);
        let mut answers = Answers::default()
            .with(Field::Operation, choice.operation.as_str())
            .with(Field::Frequency, choice.frequency.as_str())
            .with(Field::Amount, if free { "free".to_owned() } else { proposal.to_decimal() })
            .with(Field::FreeAmount, Amount::from_cents(cents).map_or_else(String::new, |amount| amount.to_text(',')))
            .with(Field::Fees, if covers { "1" } else { "" })
            .with(Field::Email, email)
            .with(Field::TaxReceipt, if receipt { "1" } else { "" })
            .with(Field::FirstName, first_name)
            .with(Field::LastName, last_name)
            .with(
                Field::BirthDate,
                birth_date.as_deref().or(needed(asked.birth_date, "1970-12-31")).unwrap_or_default(),
            )
            .with(Field::StreetAddress, street)
            .with(Field::SupplementalAddress1, needed(asked.supplemental_address_1, "B").unwrap_or(" \u{a0}"))
            .with(Field::SupplementalAddress2, needed(asked.supplemental_address_2, "BP 1").unwrap_or_default())
            .with(Field::PostalCode, if france { "75001 " } else { &postal_code })
            .with(Field::City, city)
            .with(Field::Country, country)
            .with(Field::Phone, needed(asked.phone, "+33612345678").or(phone.as_deref()).unwrap_or_default())
            .with(Field::Statutes, if ticks || anywhere { "1" } else { "" })
            .with(Field::Captcha, "solution");
        for question in form.questions.iter().filter(|_| ticks || anywhere) {
            answers.set(Field::Question(question.key.clone()), picks[2].get(&question.choices).value.as_str());
        }
        if let Some(offered) = form.titles.first().filter(|_| title || asked.title == Asked::Required) {
            answers.set(Field::Title, offered.value.as_str());
        }
        for subscription in form.subscriptions.iter().filter(|subscription| subscription.is_for(choice.operation)) {
            answers.set(Field::Subscription(subscription.key.clone()), if ticks { "1" } else { "" });
        }
        answers
    })
}

fn name() -> impl Strategy<Value = String> {
    "[ \u{200b}]?\\PC{1,12} ?"
}

/// Any text in any field, and words that lead past the first checks.
pub fn any_answers() -> impl Strategy<Value = Answers> {
    let known = select(vec!["donation", "membership", "once", "monthly", "free", "1", "FR", "12,5", "1970-1-1", "0"]);
    let text = prop_oneof![known.prop_map(str::to_owned), "\\PC{0,20}", any::<String>()];
    let malformed = vec(select(Field::FIXED.to_vec()), 0..2);
    (vec(text, Field::FIXED.len()), malformed, any::<String>()).prop_map(|(texts, malformed, key)| {
        let mut answers = Answers::default().with(Field::Subscription(key), "1");
        for (field, text) in Field::FIXED.iter().cloned().zip(texts) {
            answers.set(field, text);
        }
        for field in malformed {
            answers.set_malformed(field);
        }
        answers
    })
}
