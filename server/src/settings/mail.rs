//! How mails are sent.

use super::{
    section::section,
    value::{Seconds, Secret},
};

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
}
