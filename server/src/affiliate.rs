//! Where a link to a shop leads when somebody follows it (R6.5).

use domain::Link;
use url::{
    Url,
    form_urlencoded::{self, Serializer, byte_serialize},
};

use crate::settings::AffiliateSettings;

/// The address to go to: the gift's own, with the tag of its shop where one is set. Subdomains of a
/// shop are the shop.
pub fn tagged(link: &Link, rows: &[AffiliateSettings]) -> Option<Url> {
    let url = Url::parse(link.as_str()).ok()?;
    match row_of(link, rows) {
        None => Some(url),
        Some(row) if row.template.is_empty() => Some(with_parameter(url, row)),
        Some(row) => {
            let whole: String = byte_serialize(url.as_str().as_bytes()).collect();
            Url::parse(&row.template.replace("{link}", &whole)).ok()
        }
    }
}

/// The row of the shop that a link leads to, if it has one.
pub fn row_of<'a>(link: &Link, rows: &'a [AffiliateSettings]) -> Option<&'a AffiliateSettings> {
    let host = link.host();
    rows.iter().find(|row| {
        host.strip_suffix(&row.shop).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// The tag goes in place of one that came along with the link. The rest stays as the shop spells
/// it, which may read it otherwise.
fn with_parameter(mut url: Url, row: &AffiliateSettings) -> Url {
    let pieces = url.query().into_iter().flat_map(|query| query.split('&'));
    let kept = pieces.filter(|piece| !piece.is_empty() && !is_named(piece, &row.parameter));
    let tag = Serializer::new(String::new()).append_pair(&row.parameter, &row.value).finish();
    let query = kept.chain([tag.as_str()]).collect::<Vec<_>>().join("&");
    url.set_query(Some(&query));
    url
}

/// Whether a piece of a query, which may be in code, is a parameter of that name.
fn is_named(piece: &str, parameter: &str) -> bool {
    form_urlencoded::parse(piece.as_bytes()).next().is_some_and(|(name, _)| name == parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(link: &str) -> String {
        let rows = [
            AffiliateSettings {
                shop: "shop.example".to_owned(),
                parameter: "tag".to_owned(),
                value: "we-21".to_owned(),
                ..AffiliateSettings::default()
            },
            AffiliateSettings {
                shop: "toys.example".to_owned(),
                template: "https://network.example/go?id=7&to={link}".to_owned(),
                ..AffiliateSettings::default()
            },
        ];
        tagged(&Link::parse(link).unwrap(), &rows).unwrap().into()
    }

    // R6.5: affiliate tags are added, from the settings.
    #[test]
    fn a_shops_own_tag_is_added_and_anothers_is_not_kept() {
        assert_eq!(led("https://shop.example/x?size=2"), "https://shop.example/x?size=2&tag=we-21");
        assert_eq!(
            led("https://www.shop.example/x?tag=theirs&size=2"),
            "https://www.shop.example/x?size=2&tag=we-21"
        );
        assert_eq!(led("https://m.shop.example/x"), "https://m.shop.example/x?tag=we-21");
    }

    #[test]
    fn the_rest_of_an_address_stays_as_the_shop_spells_it() {
        for query in [
            "q=red%20kettle",
            "q=red+kettle",
            "flag",
            "flag=",
            "name=M%FCnchen",
            "a=%26&b=1%2B1",
            "x[]=1&x[]=2&odd=a=b",
            "path=/a;b,c",
            "tagged=theirs",
        ] {
            let tagged = format!("https://shop.example/x?{query}&tag=we-21");
            assert_eq!(led(&format!("https://shop.example/x?{query}")), tagged);
            assert_eq!(led(&tagged), tagged, "twice is once");
        }
        assert_eq!(
            led("https://shop.example/x?t%61g=theirs&size=2&tag#/reviews"),
            "https://shop.example/x?size=2&tag=we-21#/reviews"
        );
    }

    #[test]
    fn a_template_leads_through_a_network() {
        assert_eq!(
            led("https://toys.example/a?b=c&d=e"),
            "https://network.example/go?id=7&to=https%3A%2F%2Ftoys.example%2Fa%3Fb%3Dc%26d%3De"
        );
    }

    #[test]
    fn other_shops_are_reached_as_they_are() {
        for link in ["https://other.example/x?tag=theirs", "https://notshop.example/x"] {
            assert_eq!(led(link), link);
        }
    }
}
