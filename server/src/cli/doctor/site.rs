//! Whether the settings fit what the site is for.

use super::Findings;
use crate::settings::{Environment, Settings};

/// Looks at what is allowed, and is not what somebody would want.
pub(super) fn look(settings: &Settings, found: &mut Findings) {
    let wrong = amiss(settings);
    if wrong.is_empty() {
        found.well(&format!("They fit a site in {}.", settings.site.environment));
    }
    wrong.iter().for_each(|sentence| found.wrong(sentence));
}

fn amiss(settings: &Settings) -> Vec<String> {
    let mut wrong = Vec::new();
    let url = &settings.site.public_url;
    if settings.site.environment == Environment::Production {
        if url.is_this_machine() {
            wrong.push(format!(
                "This is production, and links in mails would begin with {}, which is each reader's \
                 own machine. Set site.public_url to what people type.",
                url.origin()
            ));
        }
        let from = &settings.mail.from_address;
        if [".localhost", ".example", ".invalid", ".test"].iter().any(|end| from.ends_with(end)) {
            wrong.push(format!(
                "This is production, and mails would come from {from}, which nobody can write to. \
                 Set mail.from_address."
            ));
        }
    } else if url.is_https() && settings.site.environment == Environment::Development {
        wrong.push(
            "site.environment is development, though the site is reached by https://: search \
             engines are sent away, and sample data can be made. Set it to test, staging or \
             production."
                .to_owned(),
        );
    }
    if url.is_https() && !settings.tls.is_on() && settings.server.trusted_proxies.is_empty() {
        wrong.push(
            "TLS is not ours, so a proxy is in front, and none is trusted: all visitors would share \
             the limits of its address. Set server.trusted_proxies to its network, or tls.* for TLS \
             of ours."
                .to_owned(),
        );
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::PublicUrl;

    fn said(change: impl FnOnce(&mut Settings)) -> String {
        let mut settings = Settings::default();
        settings.site.public_url =
            PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap();
        settings.site.environment = Environment::Production;
        settings.server.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
        settings.mail.from_address = "hello@gifts.org".to_owned();
        change(&mut settings);
        amiss(&settings).join("\n")
    }

    #[test]
    fn what_does_not_fit_the_site_is_said() {
        assert_eq!(said(|_| {}), "");
        assert_eq!(said(|settings| *settings = Settings::default()), "");
        let own = said(|settings| settings.site.public_url = PublicUrl::this_machine());
        assert!(own.contains("each reader's own machine"), "{own}");
        let nobody =
            said(|settings| settings.mail.from_address = "hello@ewelists.localhost".to_owned());
        assert!(nobody.contains("mail.from_address"), "{nobody}");
        let alone = said(|settings| settings.server.trusted_proxies.clear());
        assert!(alone.contains("server.trusted_proxies"), "{alone}");
        let development = said(|settings| settings.site.environment = Environment::Development);
        assert!(development.contains("site.environment"), "{development}");
    }
}
