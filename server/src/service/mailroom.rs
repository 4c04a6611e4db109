//! Mails that wait or were given up, for admins (R2.12, R7).

use app::{
    backend::{MailPage, MailRow, MailroomView, MailsFrom, MailsToday, Outbox},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use chrono::NaiveTime;
use domain::{ListId, OutboxId};
use store::{MailsShown, QueuedMail};

use super::{
    admin::{admin, reason},
    person,
};
use crate::{
    mail::mailroom::{recipient, why_not},
    site::Site,
};

/// How many mails of each kind are on a page.
const MOST_SHOWN: usize = 50;

/// Fulfils [`Outbox`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn row(&self, mail: QueuedMail) -> Result<MailRow, AppError> {
        let to = self.0.answer(recipient(&self.0, mail.letter).await)?;
        Ok(MailRow {
            id: mail.id,
            kind: mail.letter.kind(),
            to: to.map(|to| to.masked()),
            made_at: mail.made_at,
            at: mail.at,
            attempts: mail.attempts,
            why: mail.reason.as_deref().map(why_not),
        })
    }

    async fn page(
        &self,
        shown: MailsShown,
        unseen: &[ListId],
        after: Option<OutboxId>,
    ) -> Result<MailPage, AppError> {
        // One more than is shown says whether there are more.
        let most = u32::try_from(MOST_SHOWN).unwrap_or(u32::MAX).saturating_add(1);
        let mails = self.0.answer(self.0.store.mails(shown, unseen, after, most).await)?;
        let more = mails.len() > MOST_SHOWN;
        let mut rows = Vec::with_capacity(mails.len());
        for mail in mails.into_iter().take(MOST_SHOWN) {
            rows.push(self.row(mail).await?);
        }
        let next = rows.last().map(|last| last.id).filter(|_| more);
        Ok(MailPage { rows, later: after.is_some(), next })
    }
}

/// How many mails there are, as far as whoever asks may know: those about lists of their own that keep
/// a surprise are left out (R3.6).
///
/// # Errors
/// As the store.
pub(super) async fn mails_today(
    site: &Site,
    visit: &Visit,
) -> Result<(MailsToday, Vec<ListId>), AppError> {
    let now = site.clock.now();
    let unseen = site.answer(site.store.surprises_of(person(visit)?, now).await)?;
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let counts = site.answer(site.store.mail_counts(midnight, &unseen).await)?;
    let today = MailsToday {
        waiting: counts.waiting,
        oldest: counts.oldest,
        sent: counts.sent,
        dead: counts.dead,
    };
    Ok((today, unseen))
}

#[async_trait]
impl Outbox for Service {
    async fn mails(&self, visit: &Visit, from: MailsFrom) -> Result<MailroomView, AppError> {
        admin(visit)?;
        let (today, unseen) = mails_today(&self.0, visit).await?;
        Ok(MailroomView {
            today,
            dead: self.page(MailsShown::Dead, &unseen, from.dead).await?,
            waiting: self.page(MailsShown::Waiting, &unseen, from.waiting).await?,
        })
    }

    async fn retry(&self, visit: &Visit, mail: OutboxId) -> Result<(), AppError> {
        admin(visit)?;
        self.0.answer(self.0.store.retry_mail(self.0.errand(visit), mail).await)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn retry_all(&self, visit: &Visit) -> Result<(), AppError> {
        admin(visit)?;
        self.0.answer(self.0.store.retry_mails(self.0.errand(visit)).await)?;
        self.0.mail.notify_one();
        Ok(())
    }

    async fn drop_mail(&self, visit: &Visit, mail: OutboxId, why: &str) -> Result<(), AppError> {
        admin(visit)?;
        let why = reason(why)?;
        self.0.answer(self.0.store.drop_mail(self.0.errand(visit), mail, &why).await)
    }
}
