//! From bytes to text, whatever encoding a shop uses.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// So far into a page its charset may be named (WHATWG HTML, 13.2.3.2).
const PRESCAN: usize = 1024;

/// The text of a page: by its byte order mark, else by the charset that the header names, else by
/// the one that the page names; else it is UTF-8 where it can be, and Windows-1252 where not.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    let named = content_type.and_then(charset).or_else(|| {
        let start = &bytes[..bytes.len().min(PRESCAN)];
        let start = String::from_utf8_lossy(start).to_ascii_lowercase();
        let mut metas = start.split("<meta").skip(1).filter_map(|meta| meta.split('>').next());
        metas.find_map(charset)
    });
    let encoding = named.unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    });
    encoding.decode_without_bom_handling(bytes).0
}

/// The charset that a text names: `charset=` and then its name, in quotes or not. A page that can
/// be read so far is not UTF-16, whatever it says.
fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/');
    let label = after.split(end).next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding.output_encoding() == encoding { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_the_alphabet_that_it_is_written_in() {
        let latin = b"<meta charset=\"iso-8859-1\">Gr\xF6\xDFe";
        assert!(decode(latin, None).ends_with("Größe"));
        assert_eq!(decode(b"Gr\xF6\xDFe", Some("text/html; charset=ISO-8859-1")), "Größe");
        assert_eq!(decode(b"Gr\xF6\xDFe", None), "Größe");
        assert_eq!(decode("Größe".as_bytes(), None), "Größe");
        assert_eq!(decode(b"\xFF\xFEG\0\xF6\0", Some("text/html")), "Gö");
        assert_eq!(decode(b"\x83\x8D", Some("text/html; charset='Shift_JIS'")), "ロ");
        let twice = b"<script charset=utf-8></script><meta charset=iso-8859-1>\xF6";
        assert!(decode(twice, None).ends_with('ö'));
        assert_eq!(decode("<meta charset=utf-16>é".as_bytes(), None), "<meta charset=utf-16>é");
    }
}
