//! Whether mails can leave.

use url::Url;

use super::{Findings, PATIENCE};
use crate::{
    mail::{self, Greeting},
    settings::Settings,
};

/// Greets the mail server.
pub(super) async fn look(settings: &Settings, found: &mut Findings) {
    if let Err(error) = mail::check(settings) {
        found.wrong(&format!("Mail can not be sent: {error}."));
        return;
    }
    let Some(place) = place(settings.mail.smtp_url.expose()) else {
        found.wrong("mail.smtp_url names no host.");
        return;
    };
    match mail::greet(settings, PATIENCE).await {
        Ok(Greeting::Well) => found.well(&format!("The mail server {place} takes our mails.")),
        Ok(otherwise) => found.wrong(&advice(&otherwise, &place)),
        Err(error) => found.wrong(&format!("Mail can not be sent: {error}.")),
    }
}

/// Host and port, without the password that may stand beside them.
fn place(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let usual = match url.scheme() {
        "smtps" => 465,
        _ if url.query_pairs().any(|(name, _)| name == "tls") => 587,
        _ => 25,
    };
    let port = url.port().unwrap_or(usual);
    Some(format!("{}:{port}", url.host_str()?))
}

fn advice(greeting: &Greeting, place: &str) -> String {
    match greeting {
        Greeting::Well => format!("The mail server {place} takes our mails."),
        Greeting::Away => format!(
            "Nobody answers at {place}. Mails wait until somebody does. Is mail.smtp_url right, and \
             is the way there open?"
        ),
        Greeting::Silent => format!(
            "At {place} somebody listens and says nothing. Mails wait. Is it the right port (587 and \
             25 begin without TLS, 465 with it: smtps://), or is the server overloaded?"
        ),
        Greeting::Strange => format!(
            "What answers at {place} is no mail server, or one that hangs up. Is mail.smtp_url right?"
        ),
        Greeting::NoTls => format!(
            "No TLS could be agreed on with {place}. Port 465 wants smtps://, port 587 \
             smtp://...?tls=required, and its certificate must be for this very host."
        ),
        Greeting::NotLetIn(code) => format!(
            "The mail server {place} does not let us sign in ({code}). Are user and password in \
             mail.smtp_url right, with special characters as %40?"
        ),
        Greeting::Refused(code) => format!(
            "The mail server {place} turns us away ({code}). Does it know this machine, and the name \
             that mail.hello greets it by?"
        ),
        Greeting::Unfit(why) => {
            format!("The mail server {place} can not do what mail.smtp_url asks for: {why}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_named_without_its_password() {
        assert_eq!(place("smtps://me:canary@mail.gifts.org").unwrap(), "mail.gifts.org:465");
        assert_eq!(place("smtp://[::1]:1025").unwrap(), "[::1]:1025");
        assert_eq!(place("smtp://mail.gifts.org").unwrap(), "mail.gifts.org:25");
        assert_eq!(place("smtp://mail.gifts.org?tls=required").unwrap(), "mail.gifts.org:587");
        assert_eq!(place("smtp:nowhere"), None);
    }

    #[test]
    fn each_greeting_has_an_advice_that_names_the_server() {
        let all = [
            Greeting::Well,
            Greeting::Away,
            Greeting::Silent,
            Greeting::Strange,
            Greeting::NoTls,
            Greeting::NotLetIn(535),
            Greeting::Refused(554),
            Greeting::Unfit("no way".to_owned()),
        ];
        for greeting in all {
            assert!(advice(&greeting, "mail.gifts.org:25").contains("mail.gifts.org:25"));
        }
    }
}
