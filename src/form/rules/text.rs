//! Names, streets, towns: free text of one line.

use crate::protocol::Code;

/// What the distant's columns hold, in characters.
pub mod max {
    /// `email`
    pub const EMAIL: usize = 254;
    /// `first_name` and `last_name`
    pub const NAME: usize = 64;
    /// `street_address` and the supplemental lines
    pub const STREET: usize = 96;
    /// `postal_code`
    pub const POSTAL_CODE: usize = 64;
    /// `city`
    pub const CITY: usize = 64;
    /// `phone`
    pub const PHONE: usize = 32;
}

/// Trims a text, and refuses one that is too long or holds characters that no name has. `Ok("")` where nothing
/// visible was typed.
///
/// # Errors
/// [`Code::TooLong`], [`Code::ForbiddenCharacters`].
pub fn clean(typed: &str, max: usize) -> Result<&str, Code> {
    let text = trim(typed);
    let (mut characters, mut visible) = (0, false);
    for c in text.chars() {
        if is_forbidden(c) {
            return Err(Code::ForbiddenCharacters);
        }
        visible |= is_visible(c);
        characters += 1;
    }
    match visible {
        true if characters > max => Err(Code::TooLong),
        true => Ok(text),
        false => Ok(""),
    }
}

/// Without the white space and invisible characters around it.
pub fn trim(typed: &str) -> &str {
    let is_blank = |c: &char| c.is_whitespace() || is_invisible(*c);
    let mut rest = typed.chars();
    let mut inner = typed;
    while rest.next().as_ref().is_some_and(is_blank) {
        inner = rest.as_str();
    }
    rest = inner.chars();
    while rest.next_back().as_ref().is_some_and(is_blank) {
        inner = rest.as_str();
    }
    inner
}

/// A character as it stands in a number or a code: one of full width in ASCII, any white space as a space, any dash as `-`.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from((c as u32 - 0xfee0) as u8),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || is_invisible(c) || is_selector(c))
}

/// Format characters without a width of their own. Inside a word some are needed (Arabic and Indic scripts join with
/// them), so they are trimmed and not refused.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}')
}

/// What chooses the form of the character before it, as in an emoji or a Japanese name: not trimmed, since it belongs
/// to that.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// Control characters, line separators, and those that turn the direction of what follows (Unicode TR 36,
/// "bidirectional text spoofing"); what stands for a character that was lost, U+FFFD; and what no script has:
/// noncharacters, private use, and the planes where nothing is assigned.
const fn is_forbidden(c: char) -> bool {
    let is_last_of_plane = c as u32 & 0xfffe == 0xfffe;
    c.is_ascii_control()
        || is_last_of_plane
        || matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffd}' | '\u{40000}'..='\u{dffff}'
            | '\u{e01f0}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_texts() {
        for (typed, expected) in [
            ("  Anne ", Ok("Anne")),
            ("\u{200b}\u{a0}", Ok("")),
            ("\n", Ok("")),
            ("Anne\u{202e}Durand", Err(Code::ForbiddenCharacters)),
            ("\u{2800}\u{ad}\u{fe0f}", Ok("")),
            ("Anne\u{2028}Durand", Err(Code::ForbiddenCharacters)),
            ("Anne\u{fffd}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{e000}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{fdd0}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{1ffff}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{50000}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{10ffff}", Err(Code::ForbiddenCharacters)),
            ("\u{202e}", Err(Code::ForbiddenCharacters)),
            ("Anne\0", Err(Code::ForbiddenCharacters)),
            ("Anne\tDurand", Err(Code::ForbiddenCharacters)),
            ("ééééé", Ok("ééééé")),
            ("e\u{301}", Ok("e\u{301}")),
            ("❤\u{fe0f}", Ok("❤\u{fe0f}")),
            ("👩\u{200d}🚀", Ok("👩\u{200d}🚀")),
            ("葛\u{e0100}", Ok("葛\u{e0100}")),
            ("می\u{200c}", Ok("می")),
            ("-", Ok("-")),
            ("abcdef", Err(Code::TooLong)),
        ] {
            let max = if typed.contains("Anne") { 64 } else { 5 };
            assert_eq!(clean(typed, max), expected, "{typed:?}");
        }
    }

    #[test]
    fn folded_characters() {
        for (folded, typed) in [
            ('0', "0０"),
            ('9', "9９"),
            ('A', "AＡ"),
            ('+', "+＋"),
            ('.', ".．"),
            ('~', "~～"),
            (' ', " \t\n\u{a0}\u{2000}\u{2007}\u{2009}\u{202f}\u{3000}"),
            ('-', "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe58}\u{fe63}\u{ff0d}"),
            ('é', "é"),
            ('٠', "٠"),
        ] {
            assert!(typed.chars().all(|c| fold(c) == folded), "{folded:?}");
        }
    }
}
