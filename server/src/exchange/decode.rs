//! From bytes to text, whatever program wrote them.

use std::borrow::Cow;

use app::backend::Unreadable;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::begins_as_json;

/// What files of spreadsheet programs begin with: those that are archives, and older ones.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];

/// How much of a file says how it is written.
const SAMPLE: usize = 1024;

/// The text of a file.
///
/// # Errors
/// [`Unreadable::Nothing`], [`Unreadable::Workbook`] or [`Unreadable::NotText`].
pub(super) fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(Unreadable::Workbook);
    }
    let (text, broken) = decoded(bytes);
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if broken || text.chars().any(strange) {
        return Err(Unreadable::NotText);
    }
    match text.trim().is_empty() {
        true => Err(Unreadable::Nothing),
        false => Ok(text.into_owned()),
    }
}

/// As its mark says; without one as UTF-16, where every other byte is nothing, as UTF-8, where it
/// is that, and else as what programs on Windows write in the west, which JSON never is. And whether
/// some of it is none of that.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]);
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_without_bom_handling(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => {
            let (text, broken) = WINDOWS_1252.decode_without_bom_handling(bytes);
            let broken = broken || begins_as_json(&text);
            (text, broken)
        }
    }
}

/// Which UTF-16 it is, if it is one: of most letters of the west one of the two bytes is nothing.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let nothing = |first: usize| {
        sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count() * 4 > sample.len()
    };
    match (nothing(0), nothing(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "name;größe\nZug „rot“;L";

    fn utf_16(bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{WORDS}").encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_is_read_however_it_was_written() {
        let windows = WINDOWS_1252.encode(WORDS).0.into_owned();
        assert_ne!(windows, WORDS.as_bytes());
        for bytes in [
            WORDS.as_bytes().to_vec(),
            format!("\u{feff}{WORDS}").into_bytes(),
            utf_16(u16::to_le_bytes, true),
            utf_16(u16::to_be_bytes, true),
            utf_16(u16::to_le_bytes, false),
            utf_16(u16::to_be_bytes, false),
            windows,
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok(WORDS), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_says_so() {
        for (bytes, why) in [
            (&b""[..], Unreadable::Nothing),
            (b" \r\n\t", Unreadable::Nothing),
            (b"PK\x03\x04\x14\x00", Unreadable::Workbook),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1more", Unreadable::Workbook),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", Unreadable::NotText),
            (b"name\x00\x01\x02\x03", Unreadable::NotText),
            (b"\xFF\xFEa", Unreadable::NotText),
            (b"%PDF-1.7\n%\x81\x00", Unreadable::NotText),
            (b"[{\"name\": \"Gr\xF6\xDFe\"}]", Unreadable::NotText),
            (b" {\"gifts\": [{\"name\": \"\xC3\x28\"}]}", Unreadable::NotText),
        ] {
            assert_eq!(text(bytes), Err(why), "{bytes:?}");
        }
    }
}
