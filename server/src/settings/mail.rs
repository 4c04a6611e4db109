//! How mails leave.

use super::{section::section, value::Secret};

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
    }
}
