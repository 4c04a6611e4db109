//! How programs are told what happens.

use domain::{WebhookEvent, WebhookForm};

use super::{
    Environment, Settings,
    section::section,
    value::{Addresses, Seconds, Secret},
};
use crate::webhooks::SigningKey;

section! {
    /// How programs are told what happens (Standard Webhooks). People choose what they want to be told
    /// on their account pages; what the site itself wants to be told is set here.
    WebhooksSettings, "webhooks", "snake_case" {
        /// The addresses of the site's own programs. They begin with https://.
        urls: Addresses = Addresses::default(),
        /// What these are told about: product.not_found, a product that waits for an admin, and
        /// figures.day, the figures of a day, told in the night after it.
        events: Vec<String> = vec!["product.not_found".to_owned()],
        /// What messages to them are signed with: whsec_ and 24 to 64 random bytes in Base64. People's
        /// own programs each have a secret of their own instead.
        secret: Secret = Secret::new(""),
        /// Within how many seconds a program must have answered a message. 0 counts as 1.
        timeout: Seconds = Seconds(10),
        /// Whether programs within this machine's own network may be told, and without TLS. Only for
        /// tests: in production this is refused.
        private: bool = false,
    }
}

impl WebhooksSettings {
    /// What the addresses are told, as one form each.
    pub fn forms(&self) -> impl Iterator<Item = WebhookForm> {
        let form = |url: &String| WebhookForm { url: url.clone(), events: self.events.clone() };
        self.urls.iter().map(form)
    }

    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for word in &self.events {
            if !WebhookEvent::parse(word).is_ok_and(WebhookEvent::is_for_admins) {
                wrong.push(format!("webhooks.events: the site is not told of `{word}`."));
            }
        }
        for form in self.forms() {
            if form.parse(true, self.private).is_err_and(|errors| errors.of("url").is_some()) {
                // It may hold a secret, so it is not repeated.
                let said = "webhooks.urls: one is no address that begins with https://.";
                wrong.push(said.to_owned());
            }
        }
        if !self.urls.is_empty() && SigningKey::parse(self.secret.expose()).is_none() {
            let said = "webhooks.secret must be whsec_ and 24 to 64 bytes in Base64.";
            wrong.push(said.to_owned());
        }
        wrong
    }
}

impl Settings {
    /// What of the webhooks can be read and does not work, a sentence for each.
    pub(super) fn wrong_webhooks(&self) -> Vec<String> {
        let mut wrong = self.webhooks.wrong();
        if self.webhooks.private && self.site.environment == Environment::Production {
            wrong.push("webhooks.private is for tests alone, not for production.".to_owned());
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(change: impl FnOnce(&mut Settings)) -> Vec<String> {
        let mut settings = Settings::default();
        settings.webhooks.urls = vec!["https://hooks.example/canary".to_owned()].into();
        settings.webhooks.secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        change(&mut settings);
        settings.wrong_webhooks()
    }

    #[test]
    fn of_an_address_only_the_host_is_shown() {
        let mut settings = Settings::default();
        let urls =
            ["https://hooks.example/canary?key=canary", "https://canary@b.example/", "canary"];
        settings.webhooks.urls = urls.map(str::to_owned).to_vec().into();
        let shown = settings.shown();
        let row = r#"urls = ["https://hooks.example/***", "https://b.example/***", "***"]"#;
        assert!(shown.contains(row), "{shown}");
        assert!(!shown.contains("canary") && !format!("{settings:?}").contains("canary"));
    }

    // R10.10
    #[test]
    fn what_the_site_is_told_is_signed_and_sent_by_tls() {
        assert!(wrong(|_| {}).is_empty());
        assert!(Settings::default().wrong_webhooks().is_empty());
        for said in [
            wrong(|settings| {
                settings.webhooks.urls = vec!["http://canary.example/".to_owned()].into()
            }),
            wrong(|settings| settings.webhooks.secret = Secret::new("whsec_canary")),
            wrong(|settings| settings.webhooks.events = vec!["gift.added".to_owned()]),
        ] {
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(!said[0].contains("canary"), "{said:?}");
        }
        let private = wrong(|settings| {
            settings.webhooks.private = true;
            settings.webhooks.urls = vec!["http://127.0.0.1:9/".to_owned()].into();
        });
        assert!(private.is_empty(), "{private:?}");
        let production = wrong(|settings| {
            settings.webhooks.private = true;
            settings.site.environment = Environment::Production;
        });
        assert!(production[0].contains("not for production"), "{production:?}");
    }
}
