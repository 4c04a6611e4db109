//! Whether the site can listen where it should, or does already.

use std::{io, net::SocketAddr};

use app::i18n::Locale;
use domain::Alarm;
use serde_json::Value;
use tokio::net::TcpListener;

use super::Findings;
use crate::{
    cli::healthcheck,
    settings::Settings,
    watch::{Said, said},
};

/// Tries each address.
pub(super) async fn look(settings: &Settings, found: &mut Findings) {
    let main = settings.server.listen;
    match TcpListener::bind(main).await {
        Ok(_) => found.well(&format!("The site can listen on {main}, and does not run there now.")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => running(settings, found).await,
        Err(error) => found.wrong(&advice(main, &error)),
    }
    // Whoever runs has taken the others as well.
    let others = [settings.server.redirect_address(), settings.metrics.address()];
    for address in others.into_iter().flatten() {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() != io::ErrorKind::AddrInUse => {
                found.wrong(&advice(address, &error));
            }
            _ => {}
        }
    }
}

/// Asks whoever listens there.
async fn running(settings: &Settings, found: &mut Findings) {
    let address = settings.server.listen;
    let health = healthcheck::ask(settings, "/healthz").await;
    if !health.is_ok_and(|answer| answer.status == 200 && answer.body == "ok") {
        found.wrong(&format!(
            "Somebody else listens on {address}, or the site runs there and hangs. See who it is \
             (ss -ltnp), or set server.listen to another address."
        ));
        return;
    }
    match healthcheck::ask(settings, "/readyz").await {
        Ok(answer) if answer.status == 200 => {
            found.well(&format!("The site runs on {address}, and is ready."));
        }
        Ok(answer) => {
            found.wrong(&format!("The site runs on {address}, and is not ready."));
            reasons(&answer.body).iter().for_each(|reason| found.note(reason));
        }
        Err(error) => found.wrong(&format!(
            "The site runs on {address}, and does not say whether it is ready: {error}."
        )),
    }
}

/// Why it is not ready, in words.
fn reasons(body: &str) -> Vec<String> {
    let told: Value = serde_json::from_str(body).unwrap_or_default();
    let codes = told["wrong"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let reasons = codes.filter_map(Alarm::parse).map(|alarm| {
        let Said { heading, advice, .. } = said(Locale::en, alarm, true, 0);
        format!("{heading}. {advice}")
    });
    reasons.collect()
}

fn advice(address: SocketAddr, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => format!(
            "This user may not listen on {address}. Ports below 1024 need the capability \
             CAP_NET_BIND_SERVICE (AmbientCapabilities in the systemd unit), or a proxy in front."
        ),
        io::ErrorKind::AddrNotAvailable => format!(
            "{address} is no address of this machine. Listen on 0.0.0.0 for all of them, or on \
             127.0.0.1 behind a proxy."
        ),
        _ => format!("The site can not listen on {address}: {error}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_it_is_not_ready_is_told_in_words() {
        let told = reasons(r#"{"ready":false,"wrong":["mail","disk","strange"]}"#);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("Mails do not leave. "), "{told:?}");
        for nothing in ["", "{}", "[]", r#"{"wrong":1}"#] {
            assert!(reasons(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn why_nobody_can_listen_there_is_told_apart() {
        let address: SocketAddr = "192.0.2.7:80".parse().unwrap();
        let said = |kind: io::ErrorKind| advice(address, &io::Error::from(kind));
        assert!(said(io::ErrorKind::PermissionDenied).contains("CAP_NET_BIND_SERVICE"));
        assert!(said(io::ErrorKind::AddrNotAvailable).contains("no address of this machine"));
        assert!(said(io::ErrorKind::OutOfMemory).contains("192.0.2.7:80"));
    }
}
