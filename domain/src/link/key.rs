//! When two links lead to the same product (R4.3).

use super::{Link, query};

/// What all links to the same product in the same shop have in common: no scheme, no `www.`, no
/// slash at the end, parameters in the order of the alphabet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkKey(String);

impl LinkKey {
    /// The key of a cleaned link.
    pub(super) fn new(link: &Link) -> Self {
        let Some(url) = link.url() else { return Self(link.as_str().to_owned()) };
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        let mut key = host.strip_prefix("www.").unwrap_or(host).to_owned();
        if let Some(port) = url.port() {
            key.push(':');
            key.push_str(&port.to_string());
        }
        key.push_str(&unified(outside_collection(url.path().trim_end_matches('/')).as_str()));
        let query = url.query().unwrap_or_default().replace('+', "%20");
        let mut parameters: Vec<_> = query::pieces(&query).map(unified).collect();
        parameters.sort();
        for (index, parameter) in parameters.iter().enumerate() {
            key.push(if index == 0 { '?' } else { '&' });
            key.push_str(parameter);
        }
        if let Some(route) = url.fragment() {
            key.push('#');
            key.push_str(route.trim_end_matches('/'));
        }
        Self(key)
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a key that was stored.
    pub fn from_stored(key: String) -> Self {
        Self(key)
    }
}

/// Shops made with Shopify show a product by itself and in each of its collections:
/// `/collections/wood/products/train` is `/products/train`.
fn outside_collection(path: &str) -> String {
    let parts: Vec<_> = path.split('/').collect();
    let found =
        parts.windows(4).position(|parts| parts[0] == "collections" && parts[2] == "products");
    let Some(at) = found.filter(|at| at + 4 == parts.len()) else { return path.to_owned() };
    [&parts[..at], &parts[at + 2..]].concat().join("/")
}

/// One spelling for what can be written in code or plainly (RFC 3986, 6.2.2).
fn unified(text: &str) -> String {
    let mut unified = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        unified.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(1..3).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(code) = code else {
            unified.push('%');
            rest = &rest[1..];
            continue;
        };
        match u8::from_str_radix(code, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                unified.push(char::from(byte));
            }
            _ => {
                unified.push('%');
                unified.push_str(&code.to_ascii_uppercase());
            }
        }
        rest = &rest[3..];
    }
    unified.push_str(rest);
    unified
}
