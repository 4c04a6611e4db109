//! What is secret within a setting that is shown: passwords in addresses, tokens behind them, and
//! private keys that were put in the wrong place. A setting that is a secret as a whole is a
//! [`Secret`](super::Secret).

/// What stands in the place of a secret.
const MASK: &str = "***";

/// What parts the parameters of an address.
const SEPARATORS: [char; 4] = ['?', '#', '&', ';'];

/// What the name of a parameter that holds a secret has in it.
const SECRET: [&str; 11] =
    ["key", "token", "secret", "pass", "pwd", "auth", "sig", "cred", "code", "session", "jwt"];

/// What a private key of age begins with.
const PRIVATE_KEY: &str = "AGE-SECRET-KEY-";

/// The value of a setting without the secrets in it. Where it can not be told what is one, more is
/// hidden rather than less.
pub fn masked(value: &str) -> String {
    let value = without_private_keys(value);
    let shown = match value.split_once("://") {
        Some((scheme, _)) if !scheme.contains(':') => without_names(&value),
        _ => without_bare_names(&value),
    };
    without_parameters(&shown)
}

/// Without who asks, and their password: `scheme://***@host`.
fn without_names(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, behind) = rest.split_at(end);
    // A password that was not escaped may have a slash in it. Only where a page is named for sure
    // can an @ be part of its path.
    let web = scheme.to_ascii_lowercase();
    let web = web.ends_with("http") || web.ends_with("https");
    let host = web && !authority.is_empty() && !authority.contains(['@', ':']);
    match rest.rfind('@') {
        Some(at) if !host => format!("{scheme}://{MASK}{}", &rest[at..]),
        _ => format!("{scheme}://{authority}{}", without_names(behind)),
    }
}

/// The same where the scheme is missing: `user:password@host`.
fn without_bare_names(text: &str) -> String {
    match text.rfind('@') {
        Some(at) if text[..at].contains(':') => format!("{MASK}{}", &text[at..]),
        _ => text.to_owned(),
    }
}

/// Without the values of parameters whose names say that they are secret.
fn without_parameters(text: &str) -> String {
    let (before, parameters) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let mut shown = before.to_owned();
    for parameter in parameters.split_inclusive(SEPARATORS) {
        let plain = parameter.trim_end_matches(SEPARATORS);
        match plain.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret(name) => {
                shown += &format!("{name}={MASK}");
            }
            _ => shown += plain,
        }
        shown += &parameter[plain.len()..];
    }
    shown
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

/// Without private keys where public ones belong.
fn without_private_keys(text: &str) -> String {
    match text.to_ascii_uppercase().find(PRIVATE_KEY) {
        Some(at) => format!("{}{PRIVATE_KEY}{MASK}", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use config::{Config, File, FileFormat};
    use proptest::prelude::*;

    use super::*;
    use crate::settings::{
        AffiliateSettings, OidcSettings, PeerSettings, Row, Section as _, Settings, section::quoted,
    };

    #[test]
    fn what_is_secret_in_an_address_is_hidden_and_the_rest_is_not() {
        for (value, shown) in [
            ("", ""),
            ("info,server=debug", "info,server=debug"),
            ("team@ewelists.example", "team@ewelists.example"),
            ("https://a.example/x@y", "https://a.example/x@y"),
            ("https://a.example:8443/x", "https://a.example:8443/x"),
            ("https://canary@a.example/x", "https://***@a.example/x"),
            ("ws://me:canary@a.example:8000", "ws://***@a.example:8000"),
            ("ws://me:can/ar?y@a.example:8000", "ws://***@a.example:8000"),
            ("ws://me:c@n/ary@a.example", "ws://***@a.example"),
            ("me:canary@a.example", "***@a.example"),
            ("me:can://ary@a.example", "***@a.example"),
            ("me://can/ary@a.example", "me://***@a.example"),
            ("rocksdb://data/db?sync=every", "rocksdb://data/db?sync=every"),
            (
                "https://a.example/?to=https://me:canary@b.example",
                "https://a.example/?to=https://***@b.example",
            ),
            ("http://a.example/t?api_key=canary&x=1", "http://a.example/t?api_key=***&x=1"),
            (
                "http://a.example/t?X=1;Token=canary#sig=canary",
                "http://a.example/t?X=1;Token=***#sig=***",
            ),
            ("https://n.example/go?id=7&to={link}", "https://n.example/go?id=7&to={link}"),
            ("age-secret-key-1canary", "AGE-SECRET-KEY-***"),
        ] {
            assert_eq!(masked(value), shown);
        }
    }

    /// The settings with this text wherever a text can stand. What takes only words of its own, or
    /// addresses and networks alone, keeps them.
    fn everywhere(text: &str) -> Settings {
        let of = |heading: &str, table: &str, rows: Vec<Row>| {
            let lines = rows.into_iter().map(|row| {
                let value = match format!("{table}.{}", row.key).as_str() {
                    "site.environment"
                    | "site.public_url"
                    | "server.listen"
                    | "server.trusted_proxies"
                    | "log.format" => row.toml,
                    _ if row.toml.starts_with('"') => quoted(text),
                    _ if row.toml.starts_with('[') => format!("[{}]", quoted(text)),
                    _ => row.toml,
                };
                format!("{} = {value}\n", row.key)
            });
            format!("{heading}\n{}", lines.collect::<String>())
        };
        let sections = Settings::default()
            .sections()
            .map(|section| of(&format!("[{}]", section.table), section.table, section.rows));
        let rows = [
            of("[[oidc]]", "oidc", OidcSettings::default().rows()),
            of("[[affiliate]]", "affiliate", AffiliateSettings::default().rows()),
            of("[[peers]]", "peers", PeerSettings::default().rows()),
        ];
        let toml = sections.concat() + &rows.concat();
        let file = File::from_str(&toml, FileFormat::Toml);
        let all = Config::builder().add_source(file).build().unwrap();
        all.try_deserialize().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_secret_of_any_setting_is_shown(
            (before, after) in ("[ -~]{0,6}", "[ -~]{0,6}"),
            (first, last) in ("[A-Za-z0-9._~%+-]{0,6}", "[A-Za-z0-9._~%+-]{0,6}"),
        ) {
            let (password, token) =
                (format!("{before}canary{after}"), format!("{first}canary{last}"));
            for address in [
                format!("wss://me:{password}@db.example:8000/x?a=b&api_key={token}#auth={token}"),
                format!("https://{token}@proxy.example/?to=http://me:{password}@db.example"),
                format!("me:{password}@db.example:8000"),
                format!("AGE-SECRET-KEY-1{password}"),
            ] {
                let settings = everywhere(&address);
                let (shown, told) = (settings.shown(), format!("{settings:?}"));
                prop_assert!(!shown.contains("canary"), "{shown}");
                prop_assert!(!told.contains("canary"), "{told}");
                prop_assert_eq!(shown.contains("db.example"), address.contains("db.example"));
            }
        }
    }
}
