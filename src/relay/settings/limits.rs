//! What a CiviCRM can keep of what the settings say, in characters: it refuses the rest when somebody gives, or worse,
//! when the money is there.

use crate::settings::SettingsError;

/// Of a membership's source.
pub const SOURCE: usize = 128;
/// Of an opt-in's name, and of a membership's option: the field, a colon and a digit.
pub const OPTION: usize = 25;
/// Of an optional subscription's name.
pub const SUBSCRIPTION_NAME: usize = 64;
/// Of a payment page's address, and of a transaction's name.
pub const ADDRESS: usize = 255;
/// Of a host's name, as DNS has it.
const HOST: usize = 253;
/// Of each of its parts.
const LABEL: usize = 63;

/// Says why something is too long.
pub fn reason(what: &str, length: usize, limit: usize) -> String {
    format!("{what} has {length} characters; the distant keeps {limit}")
}

/// Returns the characters that a text takes there: the marks of HTML are kept as `&lt;` and `&gt;`.
pub fn stored_length(text: &str) -> usize {
    text.chars().map(|mark| if matches!(mark, '<' | '>') { 4 } else { 1 }).sum()
}

/// Checks that a CiviCRM takes addresses under this one, which was written so in the settings; `beyond` is how much
/// longer they are.
///
/// # Errors
/// If it has other characters than ASCII, a host that is no name of DNS, or too many characters.
pub fn check_address(key: &str, written: &str, url: &reqwest::Url, beyond: usize) -> Result<(), SettingsError> {
    let refuse = |reason: String| Err(SettingsError::unusable(key, reason));
    let ascii = url.as_str().trim_end_matches('/');
    if !written.is_ascii() {
        return refuse(format!("{written:?} is not in ASCII, and a CiviCRM takes no other address: write {ascii:?}"));
    }
    if ascii.len() + beyond > ADDRESS {
        return refuse(reason("it", ascii.len(), ADDRESS - beyond));
    }
    let is_label = |label: &str| {
        (1..=LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    match url.domain() {
        Some(name) if name.len() > HOST || !name.trim_end_matches('.').split('.').all(is_label) => refuse(format!(
            "{name:?} cannot be a host's name: parts of 1 to {LABEL} letters, digits and -, {HOST} in all"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let long = format!("https://{}.example.org", "a".repeat(64));
        let longest = format!("https://example.org/{}", "a".repeat(235));
        for (written, expected) in [
            ("https://example.org", None),
            ("http://127.0.0.1:8080", None),
            ("http://[::1]:8080", None),
            ("https://example.org./don", None),
            ("https://xn--exmple-cua.org/caf%C3%A9", None),
            (&longest[..255], None),
            (&format!("{longest}a"), Some("255")),
            ("https://exämple.org/café", Some("https://xn--exmple-cua.org/caf%C3%A9")),
            ("https://my_host.example.org", Some("my_host.example.org")),
            ("https://-a.example.org", Some("-a.example.org")),
            (&long, Some("63")),
        ] {
            let url = reqwest::Url::parse(written).unwrap();
            let refusal = check_address("public_url", written, &url, 0).err().map(|error| error.to_string());
            match (&refusal, expected) {
                (None, None) => {}
                (Some(reason), Some(part)) => assert!(reason.contains(part), "{written}: {reason}"),
                _ => panic!("{written}: {refusal:?}"),
            }
        }
    }

    #[test]
    fn marks_of_html_take_four() {
        assert_eq!(stored_length("a<b>é"), 11);
    }
}
