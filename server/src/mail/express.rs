//! Mails that do not wait in the outbox: while the database does not answer there is none, and whether
//! alarms arrive can be tried without a site.

use chrono::{DateTime, Utc};
use domain::{Alarm, AlarmState, EmailAddress, OutboxId};
use thiserror::Error;

use super::{
    MailError,
    addresses::Addresses,
    letterhead,
    message::Letterhead,
    render::Renderer,
    sheet::Sheet,
    tongue::Tongue,
    transport::Post,
    watch::{self, Keeper},
    worker::PATIENCE,
};
use crate::{secrets::Secrets, settings::Settings, watch::Queue};

/// Why a mail did not leave.
#[derive(Debug, Error)]
pub enum ExpressError {
    /// It could not be made.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The mail server did not take it.
    #[error("{0}")]
    NotTaken(&'static str),
}

/// Sends mails past the outbox, once each.
pub struct Express {
    post: Post,
    letterhead: Letterhead,
    renderer: Renderer,
    addresses: Addresses,
}

/// What such a mail is, and when.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// What it is about.
    pub alarm: Alarm,
    /// How it is.
    pub state: AlarmState,
    /// Whether it only shows that alarms arrive.
    pub test: bool,
    /// From which its Message-ID is made.
    pub id: OutboxId,
    /// When it is sent.
    pub at: DateTime<Utc>,
}

impl Express {
    /// The way to the mail server of the settings.
    ///
    /// # Errors
    /// [`MailError`].
    pub fn new(settings: &Settings) -> Result<Self, MailError> {
        let mail = &settings.mail;
        // The links in these mails lead to pages, and hold no token that a key would be needed for.
        let keyless = Secrets::new([0; 32]);
        Ok(Self {
            post: Post::new(mail.smtp_url.expose(), &mail.hello, PATIENCE)?,
            letterhead: letterhead(settings)?,
            renderer: Renderer::new()?,
            addresses: Addresses::new(&settings.site.origin(), keyless),
        })
    }

    /// Sends a notice to somebody, in the nearest of our languages.
    ///
    /// # Errors
    /// [`ExpressError`].
    pub async fn send(
        &self,
        to: &EmailAddress,
        language: &str,
        notice: Notice,
    ) -> Result<(), ExpressError> {
        let write = if notice.test { watch::test_alarm } else { watch::alarm };
        let sheet = write(self.keeper(language), notice.alarm, &notice.state);
        self.hand_over(to, &sheet, notice.id, notice.at).await
    }

    /// Sends a test of the mail that tells of products that wait.
    ///
    /// # Errors
    /// [`ExpressError`].
    pub async fn send_queue_test(
        &self,
        to: &EmailAddress,
        language: &str,
        id: OutboxId,
        at: DateTime<Utc>,
    ) -> Result<(), ExpressError> {
        let queue = Queue { waiting: 1, oldest: Some(at) };
        let sheet = watch::test_queue(self.keeper(language), &queue);
        self.hand_over(to, &sheet, id, at).await
    }

    fn keeper(&self, language: &str) -> Keeper<'_> {
        Keeper { tongue: Tongue::nearest(language), addresses: &self.addresses }
    }

    async fn hand_over(
        &self,
        to: &EmailAddress,
        sheet: &Sheet,
        id: OutboxId,
        at: DateTime<Utc>,
    ) -> Result<(), ExpressError> {
        let mail = self.renderer.render(sheet)?;
        let message = self.letterhead.message(id, to, mail, at)?;
        let sent = self.post.send(message).await;
        sent.map_err(|failure| ExpressError::NotTaken(failure.reason()))
    }
}
