//! Pages with an empty form, compressed once and not for each visitor.
//!
//! Such a page is the same for everyone but for its key and the time at which it was shown. All else is compressed
//! once; the deflate stream is at a whole byte before and after each of these, which are stored in it as they are (RFC
//! 1951, 3.2.4). Nothing else refers to their bytes, so the stream is right whatever they are, and as long. The whole
//! is one gzip member like any other (RFC 1952).
//!
//! A page is looked for by its address and compared with what was compressed, so that one that has changed in any way
//! is compressed anew.

use super::recent::Recent;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{self, Write};
use std::sync::Arc;

/// What comes before a value that is each visitor's own.
const OWN: [&str; 2] = ["name=\"idempotency_key\" value=\"", "name=\"shown\" value=\""];
/// The longest such value, in bytes: a stored block has room for a thousand times as much.
const LONGEST_OWN: usize = 64;
/// What a value that is each visitor's own is while the rest is compressed: in no text in UTF-8, so that nothing refers
/// to it.
const NOBODYS: u8 = 0xff;

/// The pages that were compressed most recently.
#[derive(Default)]
pub struct CompressedPages(Recent<Page>);

/// A page that was compressed.
struct Page(Vec<Part>);

/// What is between two values that are a visitor's own.
struct Part {
    text: String,
    /// As deflate blocks that end on a whole byte.
    blocks: Vec<u8>,
    crc: Crc,
    /// How long the value behind it is; none behind the last part.
    own: Option<usize>,
}

impl CompressedPages {
    /// Returns the page at this address as gzip.
    ///
    /// # Errors
    /// If the encoder fails, which it does not while it writes into memory.
    pub fn gzip(&self, address: &str, html: &str) -> io::Result<Vec<u8>> {
        let known = self.0.find(address).and_then(|page| Some(page.gzip(&page.own(html)?)));
        if let Some(gzip) = known {
            return Ok(gzip);
        }
        let pieces = pieces(html);
        let page = Arc::new(Page::new(&pieces)?);
        self.0.keep(address, html.len(), Arc::clone(&page));
        let own: Vec<_> = pieces.iter().filter_map(|(_, own)| own.map(str::as_bytes)).collect();
        Ok(page.gzip(&own))
    }
}

impl Page {
    /// Compresses the pieces of a page.
    fn new(pieces: &[(&str, Option<&str>)]) -> io::Result<Self> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let mut parts = Vec::new();
        let mut done = 0;
        for (text, own) in pieces {
            encoder.write_all(text.as_bytes())?;
            match own {
                Some(_) => encoder.flush()?,
                None => encoder.try_finish()?,
            }
            let blocks = encoder.get_ref()[done..].to_vec();
            if let Some(own) = own {
                encoder.write_all(&vec![NOBODYS; own.len()])?;
                encoder.flush()?;
            }
            done = encoder.get_ref().len();
            let mut crc = Crc::new();
            crc.update(text.as_bytes());
            parts.push(Part { text: (*text).to_owned(), blocks, crc, own: own.map(str::len) });
        }
        Ok(Self(parts))
    }

    /// Returns the visitor's own values, in order, of a page that differs from this one in nothing else, or `None` if
    /// it does.
    fn own<'a>(&self, html: &'a str) -> Option<Vec<&'a [u8]>> {
        let mut rest = html.as_bytes();
        let mut values = Vec::new();
        for part in &self.0 {
            rest = rest.strip_prefix(part.text.as_bytes())?;
            if let Some(length) = part.own {
                let (value, behind) = rest.split_at_checked(length)?;
                values.push(value);
                rest = behind;
            }
        }
        rest.is_empty().then_some(values)
    }

    /// Returns the whole page as gzip, with these values.
    fn gzip(&self, own: &[&[u8]]) -> Vec<u8> {
        let room = |part: &Part| part.blocks.len() + 5 + part.own.unwrap_or_default();
        let mut gzip = Vec::with_capacity(18 + self.0.iter().map(room).sum::<usize>());
        // Deflate; no name, no time, as small as can be, of no system.
        gzip.extend([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
        let mut crc = Crc::new();
        let mut own = own.iter();
        for part in &self.0 {
            gzip.extend(&part.blocks);
            crc.combine(&part.crc);
            if let Some(value) = part.own.and_then(|_| own.next()) {
                // A stored block that is not the last one; the mask keeps what `LONGEST_OWN` made sure of.
                let length = (value.len() & 0xffff) as u16;
                gzip.push(0);
                gzip.extend(length.to_le_bytes());
                gzip.extend((!length).to_le_bytes());
                gzip.extend(*value);
                let mut stored = Crc::new();
                stored.update(value);
                crc.combine(&stored);
            }
        }
        gzip.extend(crc.sum().to_le_bytes());
        gzip.extend(crc.amount().to_le_bytes());
        gzip
    }
}

/// Cuts a page into what is everybody's, and behind each piece but the last a value that is a visitor's own.
fn pieces(html: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some((everybodys, own, behind)) = first_own(rest) {
        pieces.push((everybodys, Some(own)));
        rest = behind;
    }
    pieces.push((rest, None));
    pieces
}

fn first_own(html: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = html[from..].find("name=\"").map(|at| from + at) {
        if let Some(before) = OWN.iter().find(|before| html[at..].starts_with(**before)) {
            let (everybodys, value) = html.split_at(at + before.len());
            if let Some(length) = value.find('"').filter(|length| *length <= LONGEST_OWN) {
                return Some((everybodys, &value[..length], &value[length..]));
            }
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;
    use std::io::Read;

    fn decoded(gzip: &[u8]) -> String {
        let (mut decoder, mut text) = (GzDecoder::new(gzip), String::new());
        decoder.read_to_string(&mut text).unwrap();
        assert_eq!(decoder.into_inner(), b"", "one member and nothing behind");
        text
    }

    fn page(around: &str, key: &str, shown: &str) -> String {
        let [before_key, before_shown] = OWN;
        [around, "<input ", before_key, key, "\"><input ", before_shown, shown, "\">", around, key, around].concat()
    }

    #[test]
    fn a_page_is_compressed_once_for_all_keys_and_anew_when_it_changes() {
        let pages = CompressedPages::default();
        let compressed = |html: &str| {
            assert_eq!(decoded(&pages.gzip("/forms/don", html).unwrap()), html);
            pages.0.find("/forms/don").map(|page| Arc::as_ptr(&page)).unwrap()
        };
        let one = |key: &str| {
            let [before, _] = OWN;
            format!("<form><input {before}{key}\"> … </form>")
        };
        let first = compressed(&one("0123456789abcdef"));
        assert_eq!(compressed(&one("fedcba9876543210")), first);
        assert_ne!(compressed(&one("fedcba9876543210").replace('…', "another")), first);
    }

    #[test]
    fn what_is_no_value_of_ours_does_no_harm() {
        let [before, _] = OWN;
        let long = "x".repeat(100_000);
        for html in ["", "é", before, &format!("{before}\""), &format!("{before}{long}\""), &[before; 50].concat()] {
            assert_eq!(decoded(&CompressedPages::default().gzip("", html).unwrap()), html);
        }
    }

    proptest! {
        #[test]
        fn what_comes_out_is_what_went_in(
            around in "(<p name=\"|value=\"|[a-zé<>\"= ]){0,200}",
            keys in prop::collection::vec(("[a-z0-9]{32}", "\\PC{0,40}"), 1..4),
        ) {
            let pages = CompressedPages::default();
            for (key, shown) in &keys {
                let html = page(&around, key, shown);
                prop_assert_eq!(decoded(&pages.gzip("", &html).unwrap()), html);
            }
        }
    }
}
