//! The original's options of one distant as our profile.

use super::php;
use campagnodon::form::{
    Audience, DistantCatalogue, FinancialTypes, MagazinePrice, MembershipTypes, SubscriptionKind, SubscriptionOption,
    Title,
};
use campagnodon::protocol::{Amount, Operation, When};
use serde_json::Value;

/// Returns the profile of a mode.
pub fn profile(mode: &Value) -> DistantCatalogue {
    let financial = |word: &str| named(&mode["type_contribution"], word);
    let membership = |word: &str| named(&mode["adhesion_type"], word);
    DistantCatalogue {
        titles: titles(&mode["liste_civilites"]),
        financial_types: FinancialTypes {
            donation: financial("don"),
            monthly_donation: financial("don_mensuel"),
            yearly_donation: financial("don_annuel"),
            membership: financial("adhesion"),
            magazine: financial("adhesion_magazine"),
        },
        membership_types: MembershipTypes { membership: membership("adhesion"), magazine: membership("magazine") },
        subscriptions: php::entries(&mode["souscriptions_optionnelles"])
            .into_iter()
            .filter_map(|(key, option)| subscription(key, option))
            .collect(),
        purposes: Vec::new(),
        magazine_price: u64::try_from(php::intval(&mode["adhesion_magazine_prix"]))
            .ok()
            .and_then(Amount::from_euros)
            .map(MagazinePrice),
        source: php::text(&mode["libelle_source"]).map(|template| {
            template.replace("{ID_CAMPAGNE}", "{campaign_id}").replace("{TITRE_CAMPAGNE}", "{campaign_title}")
        }),
    }
}

/// Returns the distant's name of something; without one, the original sends its own word.
fn named(names: &Value, word: &str) -> String {
    php::text(&names[word]).unwrap_or_else(|| word.to_owned())
}

/// Returns the titles. The option maps labels to values; a form maps values to labels, and the last label of a value
/// stays.
fn titles(given: &Value) -> Vec<Title> {
    if !php::is_array(given) {
        return ["M", "Mme", "Mx"].map(|value| Title { value: value.to_owned(), label: format!("{value}.") }).to_vec();
    }
    let mut titles: Vec<Title> = Vec::new();
    for (label, value) in php::entries(given) {
        let value = php::text(value).unwrap_or_default();
        match titles.iter_mut().find(|title| title.value == value) {
            Some(title) => title.label = label,
            None => titles.push(Title { value, label }),
        }
    }
    titles
}

/// Returns a subscription, or `None` for what the original offers to nobody: its audience is no array, or holds no word
/// that it knows.
fn subscription(key: String, option: &Value) -> Option<SubscriptionOption> {
    let audience: Vec<_> =
        php::entries(&option["pour"]).into_iter().filter_map(|(_, word)| audience(word.as_str()?)).collect();
    if audience.is_empty() && !php::is_empty(&option["pour"]) {
        return None;
    }
    let remote_key = php::text(&option["cle_distante"]).filter(|key| !key.is_empty());
    let kind = match php::text(&option["type"]).unwrap_or_default() {
        kind if kind == "special:magazine_pdf" => SubscriptionKind::MagazinePdf(remote_key.unwrap_or_default()),
        kind if kind.starts_with("special:") => SubscriptionKind::Local,
        kind => SubscriptionKind::Remote { kind, key: remote_key },
    };
    Some(SubscriptionOption {
        key,
        label: php::text(&option["label"]).unwrap_or_default(),
        kind,
        when: if option["when"].as_str() == Some("completed") { When::Completed } else { When::Init },
        audience,
        needs_address: !php::is_empty(&option["besoin_adresse"]),
    })
}

fn audience(word: &str) -> Option<Audience> {
    let (operation, on_request) = match word {
        "don" => (Operation::Donation, false),
        "don?" => (Operation::Donation, true),
        "adhesion" => (Operation::Membership, false),
        "adhesion?" => (Operation::Membership, true),
        _ => return None,
    };
    Some(Audience { operation, on_request })
}
