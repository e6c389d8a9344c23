//! The common slips in the domain of an e-mail address, and what was probably meant.

use crate::form::rules::country;

/// The domains that most of those who give in France write from.
const USUAL: &str = "gmail.com orange.fr wanadoo.fr free.fr laposte.net hotmail.fr hotmail.com outlook.fr outlook.com \
yahoo.fr yahoo.com live.fr sfr.fr icloud.com protonmail.com proton.me gmx.fr bbox.fr neuf.fr riseup.net \
club-internet.fr numericable.fr aliceadsl.fr hotmail.be skynet.be bluewin.ch";

/// Domains that are one letter from these, and take mail.
const REAL: &str = "ymail.com mail.com email.com gmx.de gmx.net gmx.com live.com me.com mac.com aol.com box.fr";

/// Endings that no domain has, and the one that was meant.
const ENDINGS: &[(&str, &str)] = &[
    ("com", "con cmo ocm vom xom cim cpm comm coom"),
    ("fr", "fre frr ffr rf ft fe"),
    ("net", "nte ner nett"),
    ("org", "ogr orgg"),
];

/// Domains that take no mail, and the ones that people mean by them.
const ALIASES: &[(&str, &str)] = &[("gmail.fr", "gmail.com"), ("laposte.fr", "laposte.net")];

/// The domain that was probably meant by one that looks like a slip of the fingers; `None` where nothing tells.
pub(super) fn meant(domain: &str) -> Option<String> {
    let typed = domain.to_ascii_lowercase();
    let (name, ending) = typed.rsplit_once('.').unwrap_or((&typed, ""));
    let right = ENDINGS.iter().find(|(_, wrong)| has(wrong, ending)).map_or(ending, |(right, _)| right);
    let fixed = if ending.is_empty() { typed.clone() } else { [name, ".", right].concat() };
    if has(USUAL, &fixed) || has(REAL, &fixed) {
        return (fixed != typed).then_some(fixed);
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == fixed).map(|(_, usual)| *usual);
    match alias.or_else(|| USUAL.split(' ').find(|usual| is_slip(&fixed, usual))) {
        Some(usual) => Some(usual.to_owned()),
        None => (fixed != typed).then_some(fixed),
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Whether one slip made `typed` of `usual`: a letter too many or too few, another letter, or two letters swapped.
///
/// A short name is one letter from many other names, so there only swapped and doubled letters count.
fn is_slip(typed: &str, usual: &str) -> bool {
    let (mut a, mut b) = (typed.as_bytes(), usual.as_bytes());
    let mut before = None;
    let mut same = 0;
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b)
        && x == y
    {
        (a, b, before, same) = (rest_a, rest_b, Some(x), same + 1);
    }
    while let ([rest_a @ .., x], [rest_b @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    let name = usual.find('.').unwrap_or_default();
    let is_long = name > 4;
    let is_one = match (a, b) {
        ([letter], []) | ([], [letter]) => is_long || before == Some(letter),
        ([_], [_]) => is_long,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    };
    is_one && !(same > name && is_of_country(typed) && is_of_country(usual))
}

/// Whether the ending is a country's: whoever writes `hotmail.gr` for `hotmail.fr` lives in Greece.
fn is_of_country(domain: &str) -> bool {
    domain.rsplit('.').next().is_some_and(|ending| country::is_code(&ending.to_ascii_uppercase()))
}
