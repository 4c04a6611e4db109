//! Whether our certificate is good, and for the site's hosts.

use std::{fs, os::unix::fs::PermissionsExt as _};

use chrono::{DateTime, Utc};

use super::Findings;
use crate::{
    http::tls::{Certificate, Certificates},
    settings::Settings,
};

/// Looks at the certificate, where there is one.
pub(super) fn look(settings: &Settings, now: DateTime<Utc>, found: &mut Findings) {
    let certificate = match Certificates::load(&settings.tls) {
        Ok(None) => return,
        Ok(Some(certificates)) => certificates.certificate(),
        Err(error) => {
            found.wrong(&format!(
                "The site can not start with this certificate: {error}. Both files must be readable \
                 for the user that runs the site, and belong together."
            ));
            return;
        }
    };
    if settings.server.redirect_address().is_none() {
        found.note(
            "Nothing listens for those who type the address without https://. Set \
             server.redirect_listen to port 80, or let somebody else answer there.",
        );
    }
    let key = settings.tls.key_file.display();
    if fs::metadata(&settings.tls.key_file).is_ok_and(|file| file.permissions().mode() & 0o007 != 0)
    {
        found.wrong(&format!("Everybody on this machine can read {key}. Run: chmod o= {key}"));
    }
    let wrong = amiss(settings, &certificate, now);
    if wrong.is_empty() {
        let end = certificate.ends_at.format("%Y-%m-%d");
        found.well(&format!("The certificate is good until {end}."));
    }
    wrong.iter().for_each(|sentence| found.wrong(sentence));
}

fn amiss(settings: &Settings, certificate: &Certificate, now: DateTime<Utc>) -> Vec<String> {
    let mut wrong = Vec::new();
    let main = settings.site.public_url.host();
    for host in main.into_iter().chain(settings.site.other_hosts()) {
        if !certificate.is_for(&host) {
            wrong.push(format!(
                "The certificate is not for {host}: browsers will warn everybody who comes by it. \
                 Ask for one with all hosts of site.public_url and site.other_hosts."
            ));
        }
    }
    let (begin, end) = (certificate.begins_at, certificate.ends_at);
    let left = (end - now).num_days();
    if now < begin {
        wrong.push(format!(
            "The certificate is good from {begin} on, and here it is {now}. Is the clock right?"
        ));
    } else if now >= end {
        wrong.push(format!(
            "The certificate ended at {end}: browsers let nobody in. Renew it; the site reads the \
             new files within a minute."
        ));
    } else if left < i64::from(settings.watch.certificate_days) {
        wrong.push(format!(
            "The certificate ends in {left} days. Renew it, and see why that did not happen by \
             itself; the site reads the new files within a minute."
        ));
    }
    wrong
}
