//! Somebody who acts from the command line by the services of the pages.

use std::net::{IpAddr, Ipv4Addr};

use app::{i18n::Locale, session::Visit};
use domain::{Actor, Terms};

use crate::{secrets, site::Site};

/// A visitor with a browser of their own, and no account yet.
pub(super) fn visitor(site: &Site, browser: &str) -> Visit {
    let browser = secrets::browser_key(&format!("{browser} {}", site.clock.now()));
    Visit {
        actor: Actor { browser: Some(browser), ..Actor::default() },
        account: None,
        session: None,
        language: Locale::en,
        first_step: None,
        path: "/".to_owned(),
        asked: String::new(),
        device: "Sample".to_owned(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        terms: Terms::default(),
    }
}
