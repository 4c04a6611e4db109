//! Mails: what waits in the outbox is put into words, given a form, and sent (R7).
//!
//! ```text
//! outbox row -> letters -> accounts, security, givers, owners, team -> render -> message -> transport
//!  kind, ids    facts      words in a language                         HTML, text  MIME     SMTP
//! ```
//!
//! Links and codes are made at the moment of sending: neither the outbox nor a log ever holds one.

use std::sync::atomic::AtomicU32;

use thiserror::Error;
use tokio::task::JoinHandle;

use crate::{jobs::keep, settings::Settings, site::Site};

mod accounts;
mod addresses;
mod express;
mod givers;
mod greeting;
mod letters;
pub mod mailroom;
mod members;
mod message;
mod outbox;
mod owners;
mod plain;
mod render;
mod security;
mod sheet;
mod suspension;
mod team;
mod tongue;
mod transport;
mod watch;
mod webhooks;
mod worker;

#[cfg(test)]
mod tests;

pub use express::{Express, ExpressError, Notice};
pub use greeting::{Greeting, greet};
use message::Letterhead;
use outbox::SiteOutbox;
use render::Renderer;
use transport::Post;
use worker::{PATIENCE, Worker};

/// Why mails can not be sent at all, or one mail can not be made.
#[derive(Debug, Error)]
pub enum MailError {
    /// The mail server's address. It may hold a password, so it is not repeated.
    #[error("mail.smtp_url is not the address of a mail server")]
    SmtpUrl,
    /// The address that mails come from.
    #[error("mail.from_address `{0}` is not an address")]
    Sender(String),
    /// The site's own address.
    #[error("site.public_url `{0}` names no host")]
    PublicUrl(String),
    /// A mail's form is broken.
    #[error("a template is broken: {0}")]
    Template(String),
    /// The reader's address can not be written on an envelope.
    #[error("the address can not be written to")]
    Address,
    /// The parts do not make a mail.
    #[error("the mail can not be put together: {0}")]
    Message(String),
}

impl MailError {
    fn template(error: impl std::fmt::Display) -> Self {
        Self::Template(error.to_string())
    }

    fn message(error: impl std::fmt::Display) -> Self {
        Self::Message(error.to_string())
    }
}

/// Whether mails can be sent with these settings, as far as can be told without a mail server.
///
/// # Errors
/// [`MailError`].
pub fn check(settings: &Settings) -> Result<(), MailError> {
    transport::check(settings.mail.smtp_url.expose())?;
    letterhead(settings)?;
    Renderer::new()?;
    Ok(())
}

/// Whether this is the address of a mail server, as far as it tells by itself.
pub fn is_server(url: &str) -> bool {
    transport::check(url).is_ok()
}

/// Starts sending what waits, now and whenever `site.mail` wakes the worker, until the site
/// closes. With settings that [`check`] refuses it stops the site.
pub fn spawn(site: Site) -> JoinHandle<()> {
    keep(site, "mail", work)
}

async fn work(site: Site) {
    match worker(&site) {
        Ok(worker) => worker.run(&site.mail).await,
        Err(error) => {
            tracing::error!(error.cause = %error, "no mail can be sent; stopping");
            site.fail();
        }
    }
}

/// Sends everything that is due now and comes back when nothing is: for tests and the command
/// line. A mail that fails is not due again for a while.
///
/// # Errors
/// [`MailError`] as [`check`].
pub async fn drain(site: &Site) -> Result<(), MailError> {
    worker(site)?.drain().await;
    Ok(())
}

fn worker(site: &Site) -> Result<Worker<SiteOutbox>, MailError> {
    let mail = &site.settings.mail;
    Ok(Worker {
        post: Post::new(mail.smtp_url.expose(), &mail.hello, PATIENCE)?,
        letterhead: letterhead(&site.settings)?,
        renderer: Renderer::new()?,
        closing: site.closing.clone(),
        in_a_row: AtomicU32::new(0),
        outbox: SiteOutbox::new(site.clone()),
    })
}

fn letterhead(settings: &Settings) -> Result<Letterhead, MailError> {
    let (mail, mark) = (&settings.mail, settings.site.mark());
    Letterhead::new(&mail.from_name, &mail.from_address, &settings.site.origin(), mark)
}
