//! Shops that are known to turn away programs that read their pages (R6.5).

use std::sync::LazyLock;

use domain::Link;

/// Domains and names, `shop.*` for every country's.
static REFUSING: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("refusing.txt").lines().filter(|line| !line.starts_with('#'));
    let words = lines.filter_map(|line| line.split_once(char::is_whitespace));
    words.map(|(domain, name)| (domain, name.trim())).collect()
});

/// The name of the shop that a link leads to, if it is known to refuse fetching.
pub fn refuses(link: &Link) -> Option<&'static str> {
    let host = link.host();
    let domain = psl::domain_str(&host)?;
    let label = domain.strip_suffix(psl::suffix_str(&host)?)?;
    let (_, name) = REFUSING.iter().find(|(known, _)| {
        *known == domain || known.strip_suffix('*').is_some_and(|known| known == label)
    })?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    // R6.5
    #[test_case("https://www.amazon.de/dp/B00X4WHP5E", Some("Amazon"))]
    #[test_case("https://smile.amazon.co.uk/dp/B00X4WHP5E", Some("Amazon"))]
    #[test_case("https://amazon.com.au/dp/B00X4WHP5E", Some("Amazon"))]
    #[test_case("https://www.argos.co.uk/product/1", Some("Argos"))]
    #[test_case("https://argos.example/product/1", None; "somebody elses Argos")]
    #[test_case("https://amazon.shop.example/1", None; "a part of a host")]
    #[test_case("https://myamazon.de/1", None; "a part of a name")]
    #[test_case("https://shop.example/amazon.de", None; "a part of a path")]
    fn shops_that_refuse_are_known_by_name(link: &str, expected: Option<&str>) {
        assert_eq!(refuses(&Link::parse(link).unwrap()), expected);
    }
}
