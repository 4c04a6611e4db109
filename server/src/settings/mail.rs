//! How mails leave.

use super::{
    section::section,
    value::{Seconds, Secret},
};

section! {
    /// How mails leave.
    MailSettings, "mail", "snake_case" {
        /// The server that takes our mails: smtp://HOST:PORT, smtps://USER:PASSWORD@HOST, or
        /// smtp://USER:PASSWORD@HOST:587?tls=required.
        smtp_url: Secret = Secret::new("smtp://127.0.0.1:1025"),
        /// The address that mails come from.
        from_address: String = "hello@ewelists.localhost".to_owned(),
        /// The name that mails come from.
        from_name: String = "Ewelists".to_owned(),
        /// What this machine calls itself to the mail server. Empty is its host name.
        hello: String = String::new(),
        /// Where it goes what people write on the contact page. Empty is the address that mails
        /// come from.
        team: String = String::new(),
        /// Givers hear what their gift has become after so many seconds: several changes within
        /// them are one mail, and what is undone within them is none. After a quarter of an hour
        /// a mail that waits counts as one that can not leave.
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
