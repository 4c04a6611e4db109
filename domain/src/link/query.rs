//! Parameters of an address, spelled as they came.

use url::form_urlencoded;

/// The parameters as they are written, without the empty ones.
pub(super) fn pieces(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|piece| !piece.is_empty())
}

/// The name of a parameter, decoded, in lower case.
pub(super) fn name(piece: &str) -> String {
    let name = piece.split('=').next().unwrap_or(piece);
    decoded(name).to_lowercase()
}

/// The value of a parameter, decoded.
pub(super) fn value(piece: &str) -> String {
    decoded(piece.split_once('=').map_or("", |(_, value)| value))
}

/// A text with `%41` and `+` as the letter and the space that they stand for (URL Standard, 5.1).
pub(super) fn decoded(text: &str) -> String {
    // Neither sign would part it when they are in code.
    let text = text.replace('&', "%26").replace('=', "%3D");
    let pair = form_urlencoded::parse(text.as_bytes()).next();
    pair.map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        assert_eq!(name("Utm%5FSource=x=y"), "utm_source");
        assert_eq!(value("u=https%3A%2F%2Fa.example%2F%3Fb%3Dc+d=e"), "https://a.example/?b=c d=e");
        assert_eq!((name(""), value("x")), (String::new(), String::new()));
    }

    #[test]
    fn empty_parameters_are_none() {
        assert_eq!(pieces("&a=1&&b&").collect::<Vec<_>>(), ["a=1", "b"]);
    }
}
