//! How mails are sent.

use domain::EmailAddress;

use super::{
    section::section,
    value::{Seconds, Secret},
};
use crate::mail::is_server;

section! {
    /// How mails are sent.
    MailSettings, "mail", "snake_case" {
        /// The server that accepts our mails: smtp://HOST:PORT, smtps://USER:PASSWORD@HOST, or
        /// smtp://USER:PASSWORD@HOST:587?tls=required.
        smtp_url: Secret = Secret::new("smtp://127.0.0.1:1025"),
        /// The address that mails come from.
        from_address: String = "hello@ewelists.localhost".to_owned(),
        /// The name that mails come from.
        from_name: String = "Ewelists".to_owned(),
        /// What this machine calls itself to the mail server. Empty is its host name.
        hello: String = String::new(),
        /// Where messages from the contact page go. Empty: to the address that mails come from.
        team: String = String::new(),
        /// After how many seconds givers hear that their gift was changed: several changes within
        /// them are one mail, and what is undone within them is none. After a quarter of an hour,
        /// a waiting mail counts as one that cannot be sent.
        gift_pause: Seconds = Seconds(300),
    }
}

impl MailSettings {
    /// Who reads what people write to the team.
    pub fn team_address(&self) -> &str {
        match self.team.trim() {
            "" => &self.from_address,
            team => team,
        }
    }

    /// What can be read and does not work, a sentence for each.
    pub(super) fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if EmailAddress::parse(&self.from_address).is_err() {
            wrong.push("mail.from_address is not an e-mail address.".to_owned());
        }
        let team = self.team.trim();
        if !team.is_empty() && EmailAddress::parse(team).is_err() {
            wrong.push("mail.team is not an e-mail address.".to_owned());
        }
        let smtp = self.smtp_url.expose();
        if !smtp.starts_with("smtp://") && !smtp.starts_with("smtps://") {
            wrong.push("mail.smtp_url begins with neither smtp:// nor smtps://.".to_owned());
        } else if !is_server(smtp) {
            // It may hold a password, so it is not repeated.
            wrong.push(
                "mail.smtp_url is not the address of a mail server, such as \
                 smtp://USER:PASSWORD@HOST:587?tls=required; special characters of a password are \
                 written like %40."
                    .to_owned(),
            );
        }
        wrong
    }
}
