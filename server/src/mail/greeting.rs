//! Whether the mail server can be spoken to, found out without a mail.

use std::time::Duration;

use lettre::transport::smtp::Error;

use super::{MailError, transport};
use crate::settings::Settings;

/// What came of greeting the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Greeting {
    /// It answers, and takes us as who we say we are.
    Well,
    /// Nobody listens there, or nobody gets there.
    Away,
    /// Somebody listens, and did not say what a mail server says in time.
    Silent,
    /// Whoever answers is no mail server, or hangs up.
    Strange,
    /// No TLS could be agreed on.
    NoTls,
    /// It does not let us in as this user, by its code.
    NotLetIn(u16),
    /// It turns us away for another reason, by its code.
    Refused(u16),
    /// It can not do what the settings ask for.
    Unfit(String),
}

/// Greets the server of the settings, signs in where they say so, and says goodbye.
///
/// # Errors
/// [`MailError::SmtpUrl`].
pub async fn greet(settings: &Settings, patience: Duration) -> Result<Greeting, MailError> {
    let mail = &settings.mail;
    let way = transport::once(mail.smtp_url.expose(), &mail.hello, patience)?;
    Ok(match tokio::time::timeout(patience, way.test_connection()).await {
        Ok(Ok(true)) => Greeting::Well,
        Ok(Ok(false)) => Greeting::Strange,
        Ok(Err(error)) => meaning(&error),
        Err(_) => Greeting::Silent,
    })
}

fn meaning(error: &Error) -> Greeting {
    match error.status().map(u16::from) {
        Some(code @ (530 | 534 | 535 | 538)) => Greeting::NotLetIn(code),
        Some(code) => Greeting::Refused(code),
        None if error.is_timeout() => Greeting::Silent,
        None if error.is_tls() => Greeting::NoTls,
        None if error.is_response() => Greeting::Strange,
        // It names nothing but what one of the two can not do.
        None if error.is_client() => Greeting::Unfit(error.to_string()),
        None => Greeting::Away,
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;
    use crate::settings::Secret;

    /// One greeting takes all of it; the others are over long before.
    const PATIENCE: Duration = Duration::from_secs(4);

    async fn greeted(url: &str) -> Greeting {
        let mut settings = Settings::default();
        settings.mail.smtp_url = Secret::new(url);
        greet(&settings, PATIENCE).await.unwrap()
    }

    /// Greets somebody who says the first, and then the second to whatever they are told.
    async fn by(first: &'static str, second: &'static str) -> Greeting {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://me:canary@{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(first.as_bytes()).await.unwrap();
            let mut heard = [0; 1024];
            while stream.read(&mut heard).await.is_ok_and(|length| length > 0) {
                if stream.write_all(second.as_bytes()).await.is_err() {
                    return;
                }
            }
        });
        greeted(&url).await
    }

    #[tokio::test]
    async fn whatever_a_mail_server_does_is_told_apart() {
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", nobody.local_addr().unwrap());
        drop(nobody);
        assert_eq!(greeted(&url).await, Greeting::Away);
        assert_eq!(by("", "").await, Greeting::Silent);
        assert_eq!(by("554 go away\r\n", "221 bye\r\n").await, Greeting::Refused(554));
        assert_eq!(by("HTTP/1.1 400 Bad Request\r\n\r\n", "").await, Greeting::Strange);
        let well = "250-us\r\n250 AUTH PLAIN\r\n";
        assert_eq!(by("220 us\r\n", well).await, Greeting::Well);
        let Greeting::Unfit(why) = by("220 us\r\n", "250 us\r\n").await else {
            panic!("there is no way to sign in")
        };
        assert!(!why.contains("canary"), "{why}");
    }
}
