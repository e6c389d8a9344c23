//! Names, streets, towns: free text of one line.

use crate::protocol::Code;

/// What the distant's columns hold, in characters.
pub mod max {
    /// `email`: of CiviCRM's `display_name`, which is the address where there is no name
    pub const EMAIL: usize = 128;
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

/// Cleans a text to one line, empty if nothing visible was typed.
///
/// Outer white space and what cannot be seen are dropped; tabs, ends of lines and runs of spaces become one space. The
/// length is as CiviCRM counts it, which keeps `<` as `&lt;`.
///
/// # Errors
/// [`Code::TooLong`]; [`Code::ForbiddenCharacters`] if it has characters that no name has.
///
/// # Examples
///
/// ```
/// use campagnodon::form::rules::text::{clean, max};
/// use campagnodon::protocol::Code;
///
/// assert_eq!(clean("  Anne\tMarie ", max::NAME).as_deref(), Ok("Anne Marie"));
/// assert_eq!(clean("Anne", 3), Err(Code::TooLong));
/// ```
pub fn clean(typed: &str, max: usize) -> Result<String, Code> {
    let text = one_line(typed, |c| c);
    let mut length = 0;
    for c in text.chars() {
        if is_forbidden(c) {
            return Err(Code::ForbiddenCharacters);
        }
        length += if matches!(c, '<' | '>') { 4 } else { 1 };
    }
    if length > max { Err(Code::TooLong) } else { Ok(text) }
}

/// Returns what is typed in digits and signs, such as an amount or a postal code, as one line of plain characters, see
/// [`fold`].
pub fn plain(typed: &str) -> String {
    one_line(typed, fold)
}

/// Returns a character as numbers and codes have it: one of full width in ASCII, any white space as a space, any dash
/// as `-`, and so the long vowel that Japanese keyboards have in its place, and the curved apostrophe as the straight
/// one.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from((c as u32 - 0xfee0) as u8),
        '\u{58a}'
        | '\u{5be}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{301c}'
        | '\u{30fc}'
        | '\u{fe58}'
        | '\u{fe63}'
        | '\u{ff70}' => '-',
        '\u{2019}' => '\'',
        c if is_space(c) => ' ',
        c => c,
    }
}

fn one_line(typed: &str, read: fn(char) -> char) -> String {
    let mut line = String::new();
    // Where the last character that is seen ends.
    let mut end = 0;
    let mut space = false;
    for c in typed.chars() {
        let c = read(c);
        if is_space(c) {
            space = true;
        } else if !(is_dropped(c) || line.is_empty() && (is_invisible(c) || is_selector(c))) {
            if space && end > 0 {
                line.push(' ');
            }
            space = false;
            line.push(c);
            if !is_invisible(c) {
                end = line.len();
            }
        }
    }
    line.truncate(end);
    line
}

/// Checks as `char::is_whitespace` does, without its table.
const fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Checks for what programs leave in a text that is copied or dictated, and no name needs: control characters, marks of
/// direction, the place of a picture, marks of where a line may break. Without those that turn the direction nothing
/// can pass for what it is not (Unicode TR 36, "bidirectional text spoofing").
const fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffc}')
}

/// Checks for other characters without a width or a shape of their own. Inside a word some are needed (Arabic and Indic
/// scripts join with them), so they are trimmed and not dropped.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200c}'
            | '\u{200d}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{ffa0}'
    )
}

/// Checks for what chooses the form of the character before it, as in an emoji or a Japanese name: useless where there
/// is none.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}')
}

/// Checks for what replaces a lost character, U+FFFD, or holds notes on others; and for what no script has:
/// noncharacters, private use, and the planes where nothing is assigned.
const fn is_forbidden(c: char) -> bool {
    let is_last_of_plane = c as u32 & 0xfffe == 0xfffe;
    is_last_of_plane
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffd}'
            | '\u{40000}'..='\u{dffff}' | '\u{e01f0}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces() {
        assert!(('\0'..=char::MAX).all(|c| is_space(c) == c.is_whitespace()));
    }

    #[test]
    fn clean_texts() {
        for (typed, expected) in [
            ("  Anne ", Ok("Anne")),
            ("\u{200b}\u{a0}", Ok("")),
            ("\n", Ok("")),
            ("\u{2800}\u{ad}\u{fe0f}", Ok("")),
            ("\u{202e}", Ok("")),
            ("Anne\u{202e}Durand", Ok("AnneDurand")),
            ("\u{2068}Anne\u{2069}", Ok("Anne")),
            ("\u{202b} Anne \u{202c}\u{200f}", Ok("Anne")),
            ("Anne\0\u{3}\u{9f}", Ok("Anne")),
            ("An\u{ad}ne\u{fffc}", Ok("Anne")),
            ("Anne\tDurand", Ok("Anne Durand")),
            ("Anne\u{2028}\u{2029}Durand", Ok("Anne Durand")),
            ("Anne\r\n\u{b} \u{85}\u{3000}Durand", Ok("Anne Durand")),
            ("Anne \u{200e} Durand", Ok("Anne Durand")),
            ("\u{200d} Anne \u{3164}", Ok("Anne")),
            ("Anne\u{fffd}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{e000}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{fdd0}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{1ffff}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{50000}", Err(Code::ForbiddenCharacters)),
            ("Anne\u{10ffff}", Err(Code::ForbiddenCharacters)),
            ("ééééé", Ok("ééééé")),
            ("e\u{301}", Ok("e\u{301}")),
            ("❤\u{fe0f}", Ok("❤\u{fe0f}")),
            ("👩\u{200d}🚀", Ok("👩\u{200d}🚀")),
            ("葛\u{e0100}", Ok("葛\u{e0100}")),
            ("می\u{200c}", Ok("می")),
            ("-", Ok("-")),
            ("a\t\t\tb", Ok("a b")),
            ("a<", Ok("a<")),
            ("<>", Err(Code::TooLong)),
            ("abcdef", Err(Code::TooLong)),
        ] {
            let max = if typed.contains("nne") { 64 } else { 5 };
            assert_eq!(clean(typed, max).as_deref().map_err(|code| *code), expected, "{typed:?}");
        }
    }

    #[test]
    fn plain_texts() {
        for (typed, expected) in [
            (" １００－０００１\u{200e}", "100-0001"),
            ("a\u{2009}\u{202f}\u{3000}b\tc", "a b c"),
            ("1\u{2011}2\u{2212}3\u{2014}4ー5", "1-2-3-4-5"),
            ("＋３３", "+33"),
            ("é€〒", "é€〒"),
        ] {
            assert_eq!(plain(typed), expected, "{typed:?}");
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
            ('-', "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{30fc}\u{fe58}\u{fe63}\u{ff0d}"),
            ('é', "é"),
            ('٠', "٠"),
        ] {
            assert!(typed.chars().all(|c| fold(c) == folded), "{folded:?}");
        }
    }
}
