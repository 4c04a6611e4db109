//! Whether the site can listen where it should, or does already.

use std::{io, net::SocketAddr};

use app::i18n::Locale;
use domain::{Alarm, HowBad};
use serde_json::Value;
use tokio::net::TcpListener;

use super::Findings;
use crate::{
    cli::healthcheck,
    settings::Settings,
    watch::{Said, said},
};

/// Tries each address. Answers whether the site runs.
pub(super) async fn look(settings: &Settings, found: &mut Findings) -> bool {
    let main = settings.server.listen;
    let mut runs = false;
    match TcpListener::bind(main).await {
        Ok(_) => found.well(&format!("The site can listen on {main}, and does not run there now.")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            runs = running(settings, found).await;
        }
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
    runs
}

/// Asks whoever listens there. Answers whether that is the site.
async fn running(settings: &Settings, found: &mut Findings) -> bool {
    let address = settings.server.listen;
    let health = healthcheck::ask(settings, "/healthz").await;
    if !health.is_ok_and(|answer| answer.status == 200 && answer.body == "ok") {
        found.wrong(&format!(
            "Somebody else listens on {address}, or the site runs there and hangs. See who it is \
             (ss -ltnp), or set server.listen to another address."
        ));
        return false;
    }
    match healthcheck::ask(settings, "/readyz").await {
        Ok(answer) if answer.status == 200 => {
            found.well(&format!("The site runs on {address}, and is ready."));
            alarms(&answer.body, found);
        }
        Ok(answer) => {
            found.wrong(&format!("The site runs on {address}, and is not ready."));
            told(&answer.body, "wrong").into_iter().for_each(|why| found.note(&in_words(why)));
            alarms(&answer.body, found);
        }
        Err(error) => found.wrong(&format!(
            "The site runs on {address}, and does not say whether it is ready: {error}."
        )),
    }
    true
}

/// What it finds wrong with itself that does not keep requests away. That mails were given up is looked
/// at by people, and may be as it should be.
fn alarms(body: &str, found: &mut Findings) {
    for alarm in told(body, "alarms") {
        match alarm {
            Alarm::DeadMail => found.note(&in_words(alarm)),
            _ => found.wrong(&in_words(alarm)),
        }
    }
}

/// What it says under one of its names.
fn told(body: &str, name: &str) -> Vec<Alarm> {
    let said: Value = serde_json::from_str(body).unwrap_or_default();
    let codes = said[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    codes.filter_map(Alarm::parse).collect()
}

fn in_words(alarm: Alarm) -> String {
    let Said { heading, advice, .. } = said(Locale::en, alarm, true, HowBad::Figure(0));
    format!("{heading}. {advice}")
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
    fn what_is_wrong_with_it_is_told_in_words() {
        let body = r#"{"ready":false,"wrong":["mail","disk","strange"],
            "alarms":["backup_failed","change_log","dead_mail"]}"#;
        assert_eq!(told(body, "wrong"), [Alarm::Mail, Alarm::Disk]);
        assert!(in_words(Alarm::Mail).starts_with("Emails aren’t going out. "));
        let mut found = Findings::default();
        alarms(body, &mut found);
        assert_eq!(found.wrong, 2, "mails that were given up are no fault of the site");
        for nothing in ["", "{}", "[]", r#"{"wrong":1}"#] {
            assert!(told(nothing, "wrong").is_empty(), "{nothing}");
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
