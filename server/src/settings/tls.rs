//! TLS of our own, where no proxy in front has it, and which addresses lead to the main one.

use std::{net::SocketAddr, path::PathBuf};

use url::Host;

use super::{ServerSettings, Settings, SiteSettings, mask::masked, section::section};

section! {
    /// TLS of our own, from version 1.2 on, if no proxy in front does it. `server.listen` then speaks
    /// TLS and nothing else.
    TlsSettings, "tls", "snake_case" {
        /// The file with the certificate, and behind it those of who signed it, in PEM, such as
        /// "/etc/letsencrypt/live/ewelists.example/fullchain.pem". Read again each minute, and when
        /// the program receives SIGHUP; if the new one cannot be used, the old one stays. Empty: no
        /// TLS of our own.
        certificate_file: PathBuf = PathBuf::new(),
        /// The file with the certificate's key, in PEM.
        key_file: PathBuf = PathBuf::new(),
    }
}

impl TlsSettings {
    /// Whether TLS is ours.
    pub fn is_on(&self) -> bool {
        !self.certificate_file.as_os_str().is_empty()
    }
}

impl ServerSettings {
    /// Where whoever comes without TLS is sent on, if anywhere.
    pub fn redirect_address(&self) -> Option<SocketAddr> {
        self.redirect_listen.trim().parse().ok()
    }
}

impl SiteSettings {
    /// The other hosts of the site, as browsers send them.
    pub fn other_hosts(&self) -> impl Iterator<Item = String> {
        self.other_hosts.iter().filter_map(|host| bare_host(host))
    }
}

/// A host without anything around it, as browsers send it.
fn bare_host(host: &str) -> Option<String> {
    Host::parse(host.trim()).ok().map(|host| host.to_string())
}

impl Settings {
    /// What of TLS and of the site's other addresses can be read and does not work, a sentence for
    /// each.
    pub(super) fn wrong_addresses(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let tls = &self.tls;
        if tls.is_on() == tls.key_file.as_os_str().is_empty() {
            wrong.push(
                "tls.certificate_file and tls.key_file belong together: set both or none."
                    .to_owned(),
            );
        }
        let url = &self.site.public_url;
        if tls.is_on() && !url.is_https() {
            wrong.push(format!(
                "site.public_url is {}: with a certificate it begins with https://.",
                url.origin()
            ));
        }
        if !self.server.redirect_listen.trim().is_empty() {
            if self.server.redirect_address().is_none() {
                wrong.push("server.redirect_listen is not an address and a port.".to_owned());
            }
            if !tls.is_on() {
                wrong.push(
                    "server.redirect_listen leads to TLS of ours: set tls.certificate_file, or let \
                     the proxy in front do both."
                        .to_owned(),
                );
            }
        }
        for host in &self.site.other_hosts {
            match bare_host(host) {
                None => wrong.push(format!(
                    "site.other_hosts has {}: a host reads like www.ewelists.example, without \
                     https:// and without a port.",
                    masked(host)
                )),
                Some(host) if url.host().is_some_and(|main| main == host) => wrong.push(format!(
                    "site.other_hosts has {host}, which is that of site.public_url."
                )),
                Some(_) => {}
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::PublicUrl;

    fn wrong(change: impl FnOnce(&mut Settings)) -> Vec<String> {
        let mut settings = Settings::default();
        settings.site.public_url =
            PublicUrl::try_from("https://ewelists.example".to_owned()).unwrap();
        change(&mut settings);
        settings.wrong_addresses()
    }

    fn certified(settings: &mut Settings) {
        settings.tls.certificate_file = "/etc/ewelists/chain.pem".into();
        settings.tls.key_file = "/etc/ewelists/key.pem".into();
    }

    #[test]
    fn certificate_and_key_belong_together_and_to_https() {
        assert!(wrong(|_| {}).is_empty());
        assert!(wrong(certified).is_empty());
        let half = wrong(|settings| settings.tls.key_file = "/etc/ewelists/key.pem".into());
        assert!(half[0].contains("belong together"), "{half:?}");
        let plain = wrong(|settings| {
            certified(settings);
            settings.site.public_url = PublicUrl::this_machine();
        });
        assert!(plain[0].contains("begins with https://"), "{plain:?}");
    }

    #[test]
    fn who_comes_without_tls_is_sent_on_only_to_tls_of_ours() {
        let listens = |address: &str| {
            let address = address.to_owned();
            wrong(|settings| {
                certified(settings);
                settings.server.redirect_listen = address;
            })
        };
        assert!(listens("0.0.0.0:80").is_empty() && listens(" [::]:80 ").is_empty());
        assert!(listens("80")[0].contains("not an address"));
        let alone = wrong(|settings| settings.server.redirect_listen = "0.0.0.0:80".to_owned());
        assert!(alone[0].contains("tls.certificate_file"), "{alone:?}");
    }

    #[test]
    fn other_hosts_are_hosts_and_not_the_main_one() {
        let hosts = |hosts: &[&str]| {
            let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
            wrong(|settings| settings.site.other_hosts = hosts)
        };
        assert!(hosts(&["www.ewelists.example", "wünsche.example", "192.0.2.7"]).is_empty());
        for host in ["https://www.ewelists.example", "www.ewelists.example:443", "a/b", ""] {
            assert!(hosts(&[host])[0].contains("a host reads like"), "{host}");
        }
        assert!(hosts(&["EWELISTS.example"])[0].contains("that of site.public_url"));
        let other_hosts = vec!["WWW.Ewelists.example".to_owned(), "wünsche.example".to_owned()];
        let settings = SiteSettings { other_hosts, ..SiteSettings::default() };
        let sent: Vec<_> = settings.other_hosts().collect();
        assert_eq!(sent, ["www.ewelists.example", "xn--wnsche-3ya.example"]);
    }
}
