//! From a rendered mail to what goes over the wire.

use std::time::{Duration, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use domain::{EmailAddress, OutboxId};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use url::Url;

use super::{MailError, plain::one_line, render::Rendered};

/// From whom mails come, and how this site marks them.
pub(super) struct Letterhead {
    from: Mailbox,
    /// The right half of every Message-ID.
    host: String,
    /// What subjects end with, such as ` (staging)`; nothing in production.
    mark: String,
}

/// Says that no person wrote this, so that no absence notice answers it (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Letterhead {
    /// Takes the sender's name and address, the site's own address, and what subjects end with.
    ///
    /// # Errors
    /// [`MailError::Sender`], [`MailError::PublicUrl`].
    pub fn new(
        name: &str,
        address: &str,
        public_url: &str,
        mark: String,
    ) -> Result<Self, MailError> {
        // Not every server takes a domain that is not written in ASCII.
        let parsed = EmailAddress::parse(address).ok();
        let parsed: Option<Address> = parsed.and_then(|address| address.ascii().parse().ok());
        let address = parsed.ok_or_else(|| MailError::Sender(address.to_owned()))?;
        // A line break in a display name makes lettre panic.
        let name = Some(one_line(name)).filter(|name| !name.is_empty());
        let url = Url::parse(public_url).ok();
        let host = url.as_ref().and_then(Url::host_str);
        let host = host.ok_or_else(|| MailError::PublicUrl(public_url.to_owned()))?.to_owned();
        Ok(Self { from: Mailbox::new(name, address), host, mark })
    }

    /// Puts a mail together. It has the same Message-ID however often it is sent, and the reader's
    /// name stands nowhere in its head.
    ///
    /// # Errors
    /// [`MailError::Address`], [`MailError::Message`].
    pub fn message(
        &self,
        id: OutboxId,
        to: &EmailAddress,
        mail: Rendered,
        made_at: DateTime<Utc>,
    ) -> Result<Message, MailError> {
        let to: Address = to.ascii().parse().map_err(|_| MailError::Address)?;
        let seconds = u64::try_from(made_at.timestamp()).unwrap_or_default();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&format!("{}{}", mail.subject, self.mark)))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .header(AutoSubmitted);
        if let Some(writer) = &mail.reply_to {
            let writer: Address = writer.ascii().parse().map_err(|_| MailError::Address)?;
            message = message.reply_to(Mailbox::new(None, writer));
        }
        if let Some(stop) = mail.stop {
            // Mail programs then offer to stop these mails, by one POST to the link (RFC 8058).
            let field =
                |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
            message =
                message.raw_header(field("List-Unsubscribe", format!("<{stop}>"))).raw_header(
                    field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
                );
        }
        message
            .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
            .map_err(MailError::message)
    }
}
