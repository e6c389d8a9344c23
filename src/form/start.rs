//! From a transaction to its opening at the distant: contributions, subscriptions, labels.

use super::{DistantCatalogue, Form, PurposeKind, Question, SubscriptionKind};
use crate::protocol::{Contribution, Operation, OperationType, OptionalSubscription, Start, Transaction};

/// What the relay adds to a transaction to open it at the distant.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The origin's name of the transaction.
    pub idx: &'a str,
    /// The distant's number of the campaign.
    pub campaign_id: u64,
    /// What the source label calls the campaign.
    pub campaign: CampaignLabel<'a>,
    /// The word that says whence the person comes, of a closed list: nothing of the person.
    pub from: Option<&'a str>,
    /// Where the payer can go back to pay.
    pub payment_url: &'a str,
    /// Where the association's staff find it.
    pub transaction_url: &'a str,
}

/// What the source label calls a campaign.
#[derive(Clone, Copy, Debug)]
pub struct CampaignLabel<'a> {
    /// Its number.
    pub id: u64,
    /// Its title.
    pub title: &'a str,
}

impl Start {
    /// Returns the opening of `transaction`, which [`check`](super::check) made in `form`, or `None` if it is a
    /// membership too small to be split, which the check refuses.
    ///
    /// # Examples
    ///
    /// ```
    /// use campagnodon::form::{CampaignLabel, Form, Opening};
    /// # use campagnodon::form::{DistantCatalogue, FinancialTypes, MembershipTypes};
    /// use campagnodon::protocol::{Start, Transaction};
    /// # let text = |text: &str| text.to_owned();
    /// # let catalogue = DistantCatalogue {
    /// #     titles: Vec::new(),
    /// #     financial_types: FinancialTypes {
    /// #         donation: text("Gift"),
    /// #         monthly_donation: text("Gift"),
    /// #         yearly_donation: text("Gift"),
    /// #         membership: text("Member"),
    /// #         magazine: text("Magazine"),
    /// #     },
    /// #     membership_types: MembershipTypes { membership: text("1"), magazine: text("2") },
    /// #     subscriptions: Vec::new(),
    /// #     purposes: Vec::new(),
    /// #     magazine_price: None,
    /// #     source: Some(text("Online #{campaign_id}")),
    /// # };
    /// # let json =
    /// #     r#"{"operation":"donation","frequency":"once","amount":3000,"email":"a@example.org","subscriptions":[]}"#;
    /// # let transaction: Transaction = serde_json::from_str(json).unwrap();
    ///
    /// let form = Form::decode("o donation once - 3000").unwrap();
    /// let opening = Opening {
    ///     idx: "impossible-to-guess",
    ///     campaign_id: 42,
    ///     campaign: CampaignLabel { id: 42, title: "Winter" },
    ///     from: None,
    ///     payment_url: "https://example.org/payments/secret",
    ///     transaction_url: "https://example.org/admin/transactions/1",
    /// };
    /// let start = Start::of(&transaction, &form, &catalogue, &opening).unwrap();
    /// assert_eq!(start.operation_type.as_str(), "donation");
    /// assert_eq!(start.contributions[0].financial_type, "Gift");
    /// assert_eq!(start.source.as_deref(), Some("Online #42"));
    /// ```
    pub fn of(
        transaction: &Transaction,
        form: &Form,
        catalogue: &DistantCatalogue,
        opening: &Opening<'_>,
    ) -> Option<Self> {
        Some(Self {
            idx: opening.idx.to_owned(),
            operation_type: OperationType::first(transaction.operation, transaction.frequency),
            contact: transaction.contact.clone(),
            contributions: contributions(transaction, form, catalogue)?,
            optional_subscriptions: optional_subscriptions(transaction, catalogue),
            campaign_id: match purpose(transaction, catalogue) {
                Some(PurposeKind::Campaign(id)) => *id,
                _ => opening.campaign_id,
            },
            source: source_label(catalogue.source.as_deref(), opening.campaign, opening.from),
            payment_url: opening.payment_url.to_owned(),
            transaction_url: opening.transaction_url.to_owned(),
        })
    }
}

fn contributions(transaction: &Transaction, form: &Form, catalogue: &DistantCatalogue) -> Option<Vec<Contribution>> {
    let types = &catalogue.financial_types;
    let whole = |financial_type: &str, membership: Option<&String>| Contribution {
        financial_type: financial_type.to_owned(),
        amount: transaction.amount,
        membership: membership.cloned(),
        membership_option: None,
    };
    let membership = whole(&types.membership, Some(&catalogue.membership_types.membership));
    match (transaction.operation, form.magazine_price) {
        (Operation::Donation, _) => {
            let financial_type = match purpose(transaction, catalogue) {
                Some(PurposeKind::FinancialType(name)) => name,
                _ => types.of_donation(transaction.frequency),
            };
            Some(vec![whole(financial_type, None)])
        }
        (Operation::Membership, None) => Some(vec![membership]),
        (Operation::Membership, Some(price)) => {
            let (share, rest) = price.split(transaction.amount, transaction.frequency)?;
            let magazine = Contribution {
                amount: share,
                membership_option: magazine_option(transaction, form, catalogue),
                ..whole(&types.magazine, Some(&catalogue.membership_types.magazine))
            };
            Some(vec![magazine, Contribution { amount: rest, ..membership }])
        }
    }
}

/// Returns what a donation is for, or `None` if the payer leaves that open. A membership is for nothing else.
fn purpose<'a>(transaction: &Transaction, catalogue: &'a DistantCatalogue) -> Option<&'a PurposeKind> {
    let mut keys = transaction.subscriptions.iter().filter_map(|chosen| chosen.split_once('.'));
    let (_, key) = keys.find(|(question, _)| *question == Question::PURPOSE)?;
    let purpose = catalogue.purposes.iter().find(|purpose| purpose.key == key)?;
    (transaction.operation == Operation::Donation).then_some(&purpose.kind)
}

/// Returns the answer to "as a file rather than on paper", or `None` if the form does not ask; if it asks twice, the
/// last counts.
fn magazine_option(transaction: &Transaction, form: &Form, catalogue: &DistantCatalogue) -> Option<(String, bool)> {
    let asked = form.subscriptions.iter().rev().find_map(|subscription| {
        let option = catalogue.subscriptions.iter().find(|option| option.key == subscription.key)?;
        match &option.kind {
            SubscriptionKind::MagazinePdf(field) => Some((field, &option.key)),
            _ => None,
        }
    });
    asked.map(|(field, key)| (field.clone(), transaction.subscriptions.contains(key)))
}

fn optional_subscriptions(transaction: &Transaction, catalogue: &DistantCatalogue) -> Vec<OptionalSubscription> {
    let sent = |key: &String| {
        let option = catalogue.subscriptions.iter().find(|option| option.key == *key)?;
        match &option.kind {
            SubscriptionKind::Remote { kind, key } => Some(OptionalSubscription {
                name: option.key.clone(),
                kind: kind.clone(),
                key: key.clone(),
                when: option.when,
            }),
            SubscriptionKind::MagazinePdf(_) | SubscriptionKind::Local => None,
        }
    };
    transaction.subscriptions.iter().filter_map(sent).collect()
}

/// Fills a source label: `{campaign_id}` and `{campaign_title}` are replaced, once, by the campaign's, and `{from}` by the
/// word that says whence the person comes. A template without that place has the word at its end; without a word,
/// nothing of it is left, nor a mark before it. Returns `None` if there is neither a template nor a word.
///
/// # Examples
///
/// ```
/// use campagnodon::form::{CampaignLabel, source_label};
///
/// let campaign = CampaignLabel { id: 42, title: "Winter" };
/// let label = |template, from| source_label(Some(template), campaign, from).unwrap();
/// assert_eq!(label("Online #{campaign_id} {campaign_title}", None), "Online #42 Winter");
/// assert_eq!(label("Online, {campaign_title}", Some("letter-12")), "Online, Winter, letter-12");
/// ```
pub fn source_label(template: Option<&str>, campaign: CampaignLabel<'_>, from: Option<&str>) -> Option<String> {
    const FROM: &str = "{from}";
    let mut rest = template.or(from.map(|_| FROM))?;
    let has_place = rest.contains(FROM);
    let mut label = String::new();
    while let Some(at) = rest.find('{') {
        label.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{campaign_id}") {
            label.push_str(&campaign.id.to_string());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{campaign_title}") {
            label.push_str(campaign.title);
            rest = after;
        } else if let Some(after) = rest.strip_prefix(FROM) {
            match from {
                Some(word) => label.push_str(word),
                None => label.truncate(label.trim_end_matches([' ', ',', ':', ';', '/', '-', '–']).len()),
            }
            rest = after;
        } else {
            label.push('{');
            rest = &rest[1..];
        }
    }
    label.push_str(rest);
    if let Some(word) = from.filter(|_| !has_place) {
        label.push_str(if label.is_empty() { "" } else { ", " });
        label.push_str(word);
    }
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{FinancialTypes, MembershipTypes, Purpose};

    #[test]
    fn source_labels() {
        let campaign = CampaignLabel { id: 42, title: "a\\1 $2 {campaign_id}" };
        for (template, expected) in [
            ("Via #{campaign_id} {campaign_title}", "Via #42 a\\1 $2 {campaign_id}"),
            ("{{campaign_id}}", "{42}"),
            ("fixed", "fixed"),
            ("", ""),
            ("{other} {", "{other} {"),
        ] {
            assert_eq!(source_label(Some(template), campaign, None).as_deref(), Some(expected));
        }
        let campaign = CampaignLabel { id: 42, title: "{from}" };
        for (template, without, with) in [
            (None, None, Some("poster")),
            (Some(""), Some(""), Some("poster")),
            (Some("Site"), Some("Site"), Some("Site, poster")),
            (Some("Site, {from}"), Some("Site"), Some("Site, poster")),
            (Some("{from} – #{campaign_id}"), Some(" – #42"), Some("poster – #42")),
            (Some("{campaign_title}: {from}"), Some("{from}"), Some("{from}: poster")),
        ] {
            assert_eq!(source_label(template, campaign, None).as_deref(), without);
            assert_eq!(source_label(template, campaign, Some("poster")).as_deref(), with);
        }
    }

    #[test]
    fn purposes() {
        let text = str::to_owned;
        let purpose = |key: &str, kind| Purpose { key: text(key), kind };
        let catalogue = DistantCatalogue {
            titles: Vec::new(),
            financial_types: FinancialTypes {
                donation: text("gift"),
                monthly_donation: text("monthly"),
                yearly_donation: text("yearly"),
                membership: text("dues"),
                magazine: text("magazine"),
            },
            membership_types: MembershipTypes { membership: text("1"), magazine: text("2") },
            subscriptions: Vec::new(),
            purposes: vec![
                purpose("hedges", PurposeKind::Campaign(12)),
                purpose("river", PurposeKind::FinancialType(text("rivers"))),
            ],
            magazine_price: None,
            source: Some(text("#{campaign_id}")),
        };
        let form = Form::decode("o donation once - 3000;o donation monthly - 3000;o membership once - 3000").unwrap();
        let opening = Opening {
            idx: "site/1",
            campaign_id: 7,
            campaign: CampaignLabel { id: 7, title: "Winter" },
            from: None,
            payment_url: "https://example.org/1",
            transaction_url: "https://example.org/1",
        };
        for (paid, chosen, campaign, financial_type) in [
            (r#""donation","frequency":"once""#, "[]", 7, "gift"),
            (r#""donation","frequency":"once""#, r#"["purpose.hedges"]"#, 12, "gift"),
            (r#""donation","frequency":"once""#, r#"["news","topic.river","purpose.river"]"#, 7, "rivers"),
            (r#""donation","frequency":"monthly""#, r#"["purpose.hedges"]"#, 12, "monthly"),
            (r#""donation","frequency":"monthly""#, r#"["purpose.river"]"#, 7, "rivers"),
            (r#""donation","frequency":"once""#, r#"["purpose.roads"]"#, 7, "gift"),
            (r#""membership","frequency":"once""#, r#"["purpose.hedges"]"#, 7, "dues"),
            (r#""membership","frequency":"once""#, r#"["purpose.river"]"#, 7, "dues"),
        ] {
            let json = format!(
                r#"{{"operation":{paid},"amount":3000,"email":"a@example.org","tax_receipt":true,"first_name":"A",
                "last_name":"B","street_address":"C","postal_code":"75001","city":"D","country":"FR",
                "subscriptions":{chosen}}}"#
            );
            let start = Start::of(&serde_json::from_str(&json).unwrap(), &form, &catalogue, &opening).unwrap();
            let contributions: Vec<_> = start.contributions.iter().map(|each| each.financial_type.as_str()).collect();
            assert_eq!((start.campaign_id, contributions), (campaign, vec![financial_type]), "{paid} {chosen}");
            assert_eq!(start.source.as_deref(), Some("#7"));
            assert!(start.optional_subscriptions.is_empty());
        }
    }
}
