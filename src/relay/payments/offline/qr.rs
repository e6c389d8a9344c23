//! A QR code (ISO/IEC 18004) as the path of a drawing.

use super::Payload;
use qrcodegen::{QrCodeEcc, QrSegment, Version};
use std::fmt::Write as _;

/// The largest version that the guidelines of the European Payments Council allow.
const MAX_VERSION: u8 = 13;

/// A code, in the units of its modules: a square without the white around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    size: u16,
    path: String,
}

impl QrCode {
    /// How wide the white around a code must be, in modules.
    pub const QUIET: u16 = 4;

    /// Returns the code of a payload, at error correction level M. `None` if it has no room, which no payload makes.
    pub fn of(payload: &Payload) -> Option<Self> {
        let segments = [QrSegment::make_bytes(payload.as_str().as_bytes())];
        // The level is the guidelines' M even where a higher one would fit.
        let code = qrcodegen::QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::MIN,
            Version::new(MAX_VERSION),
            None,
            false,
        );
        let code = code.ok()?;
        Some(Self { size: u16::try_from(code.size()).ok()?, path: path(&code) })
    }

    /// Returns how many modules it is wide and high.
    pub const fn size(&self) -> u16 {
        self.size
    }

    /// Returns the path of its dark modules, for a line one module thick: a stroke a run, through the middle of its row.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Returns the strokes of all rows.
fn path(code: &qrcodegen::QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                // A text takes all that is written.
                _ = write!(path, "M{x} {y}.5h{run}");
                x += i32::try_from(run).unwrap_or(code.size());
            } else {
                x += 1;
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::account;
    use super::super::{Line, Remittance, TransferReference};
    use super::*;
    use crate::protocol::Amount;
    use std::io::{ErrorKind, Write as _};
    use std::process::{Command, Stdio};

    const FRENCH: &str = "FR1420041010050500013M02606";
    const LONGEST: &str = "MT84MALT011000012345MTLCAST001S";

    /// Returns how wide a code is, and its dark modules, as the path draws them.
    fn drawn(code: &QrCode) -> (usize, Vec<bool>) {
        let size = usize::from(code.size());
        let mut dark = vec![false; size * size];
        for stroke in code.path().split('M').skip(1) {
            let (x, rest) = stroke.split_once(' ').unwrap();
            let (y, run) = rest.split_once(".5h").unwrap();
            let [x, y, run]: [usize; 3] = [x, y, run].map(|number| number.parse().unwrap());
            dark[y * size + x..][..run].fill(true);
        }
        (size, dark)
    }

    /// Returns the drawing as a picture that programs read (PGM), four dots a module, with the white around it.
    fn picture(code: &QrCode) -> Vec<u8> {
        const DOTS: usize = 4;
        let (size, dark) = drawn(code);
        let quiet = usize::from(QrCode::QUIET);
        let width = (size + 2 * quiet) * DOTS;
        let mut picture = format!("P5 {width} {width} 255\n").into_bytes();
        for dot in 0..width * width {
            let [x, y] = [dot % width, dot / width].map(|at| (at / DOTS).wrapping_sub(quiet));
            let is_dark = x < size && y < size && dark[y * size + x];
            picture.push(if is_dark { 0 } else { 255 });
        }
        picture
    }

    /// Returns what another author's program reads in a picture, or `None` where the program is not there.
    fn read(picture: &[u8]) -> Option<String> {
        // The bytes as they are: of seventy é alone it takes the UTF-8 for Big5.
        let arguments = ["--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-Sbinary", "-"];
        let zbar = Command::new("zbarimg").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut zbar = match zbar {
            Ok(zbar) => zbar,
            Err(error) if error.kind() == ErrorKind::NotFound => return None,
            Err(error) => panic!("{error}"),
        };
        zbar.stdin.take().unwrap().write_all(picture).unwrap();
        let told = zbar.wait_with_output().unwrap();
        Some(String::from_utf8(told.stdout).unwrap().trim_end_matches('\n').to_owned())
    }

    fn payload(holder: &str, iban: &str, bic: Option<&str>, text: Option<&str>) -> Payload {
        let (account, reference) = (account(holder, iban, bic), TransferReference::mint().unwrap());
        let text = text.map(|text| Line::parse(text).unwrap());
        let remittance = text.as_ref().map_or(Remittance::Reference(&reference), Remittance::Text);
        Payload::new(&account, Amount::from_cents(99_999_999_999).unwrap(), remittance).unwrap()
    }

    /// Of holders with accents, and the longest that there can be: 331 bytes.
    fn payloads() -> Vec<Payload> {
        vec![
            payload("Rive", FRENCH, None, None),
            payload("Œuvre de l’été à Saint-Étienne, Ærø & Łódź", FRENCH, Some("PSSTFRPPREN"), None),
            payload("Σύλλογος Ποταμός", FRENCH, None, None),
            payload(&"é".repeat(70), LONGEST, Some("MALTMTMT001"), None),
            payload(&"\u{6cb3}".repeat(70), LONGEST, Some("MALTMTMT001"), None),
            payload(&"é".repeat(60), LONGEST, Some("MALTMTMT001"), Some(&"a".repeat(134))),
        ]
    }

    #[test]
    fn another_authors_program_reads_what_was_said() {
        let payloads = payloads();
        assert_eq!(payloads.iter().map(|payload| payload.as_str().len()).max(), Some(331));
        for payload in payloads {
            let Some(read) = read(&picture(&QrCode::of(&payload).unwrap())) else {
                // The lines of a test that passes are kept back, unless they go round the macros.
                let mut loud = std::io::stderr().lock();
                writeln!(loud, "SKIPPED: no QR code was read: apt-get install zbar-tools").unwrap();
                assert!(std::env::var_os("CI").is_none(), "zbarimg must be there");
                return;
            };
            assert_eq!(read, payload.as_str());
        }
    }

    /// The guidelines: version 13 at most, level M.
    #[test]
    fn every_code_is_as_the_guidelines_want_it() {
        for payload in payloads() {
            let code = QrCode::of(&payload).unwrap();
            let (size, dark) = drawn(&code);
            assert!(size <= 17 + 4 * usize::from(MAX_VERSION) && (size - 17).is_multiple_of(4), "{size}");
            // The first bits of the format, beside the upper left corner, under their mask of 10.
            let level = [0, 1].map(|x| dark[8 * size + x]);
            assert_eq!([level[0] ^ true, level[1]], [false, false], "level M is 00");
        }
    }

    #[test]
    fn runs_are_one_stroke() {
        let code = QrCode::of(&payloads()[0]).unwrap();
        // The upper edge of the first corner's square.
        assert!(code.path().starts_with("M0 0.5h7M"), "{}", code.path());
        let (size, dark) = drawn(&code);
        let runs = dark.chunks(size).map(|row| row.chunk_by(|one, other| one == other).filter(|run| run[0]).count());
        assert_eq!(code.path().matches('M').count(), runs.sum::<usize>());
        assert!(code.path().len() < 4000, "{}", code.path().len());
    }
}
