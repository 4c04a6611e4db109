//! Shops that pay for visitors (R6.5).

use url::Url;

use super::{Settings, section::section};

section! {
    /// A shop that pays for visitors who come from here: one row, in double brackets, for each. The
    /// tag is added when somebody follows a link, and to nothing that is stored. Pages say that some
    /// links do this.
    AffiliateSettings, "affiliate", "snake_case" {
        /// The shop's host without www., such as amazon.de.
        shop: String = String::new(),
        /// The parameter that is added to its addresses, such as tag.
        parameter: String = String::new(),
        /// The value of that parameter.
        value: String = String::new(),
        /// Instead of these two: an address that people are led through, with {link} where the shop's
        /// own address goes, such as https://network.example/go?id=7&to={link}.
        template: String = String::new(),
    }
}

impl AffiliateSettings {
    /// What stands in `Leptos.toml` to begin with.
    pub(super) fn example() -> Self {
        Self {
            shop: "shop.example".to_owned(),
            parameter: "tag".to_owned(),
            value: "ewelists-21".to_owned(),
            ..Self::default()
        }
    }

    fn wrong(&self) -> Option<String> {
        let by_parameter = !self.parameter.is_empty() && !self.value.is_empty();
        let by_template = self.template.contains("{link}")
            && Url::parse(&self.template.replace("{link}", "x"))
                .is_ok_and(|url| url.scheme() == "https");
        if self.shop.is_empty() || self.shop.contains('/') || self.shop.starts_with("www.") {
            return Some(format!("affiliate: the shop `{}` is not a host without www.", self.shop));
        }
        (by_parameter == by_template).then(|| {
            format!(
                "affiliate {}: set parameter and value, or a template with https:// and {{link}}.",
                self.shop
            )
        })
    }
}

impl Settings {
    /// What of these rows can be read and does not work, a sentence for each.
    pub(super) fn wrong_affiliates(&self) -> Vec<String> {
        self.affiliate.iter().filter_map(AffiliateSettings::wrong).collect()
    }
}
