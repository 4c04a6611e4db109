//! Mails to somebody about their account: how it is entered, and what admins did about it.

use chrono::{DateTime, Utc};
use domain::{EmailAddress, EmailUndoId, PersonId, ProductId, SignUpId, Standing};
use store::StoreError;

use super::{Desk, Result};
use crate::mail::{
    accounts::{self, Reader},
    security,
    sheet::Sheet,
    suspension,
    tongue::Tongue,
    worker::Composed,
};

impl Desk<'_> {
    pub(super) async fn welcome(&self, person: PersonId) -> Result<Composed> {
        self.account(person, |reader, _| Some(accounts::welcome(reader))).await
    }

    pub(super) async fn existing_account(&self, person: PersonId) -> Result<Composed> {
        self.account(person, |reader, person| {
            Some(accounts::existing_account(reader, &person.email))
        })
        .await
    }

    /// Says what was changed in how an account is entered, and when.
    pub(super) async fn changed(
        &self,
        person: PersonId,
        at: DateTime<Utc>,
        write: fn(Reader<'_>, DateTime<Utc>) -> Sheet,
    ) -> Result<Composed> {
        self.account(person, |reader, _| Some(write(reader, at))).await
    }

    pub(super) async fn suspended(&self, person: PersonId) -> Result<Composed> {
        self.account(person, |reader, person| {
            person.suspended_at.map(|at| suspension::suspended(reader, at))
        })
        .await
    }

    pub(super) async fn restored(&self, person: PersonId) -> Result<Composed> {
        self.account(person, |reader, person| {
            person.suspended_at.is_none().then(|| suspension::restored(reader))
        })
        .await
    }

    pub(super) async fn code(&self, id: SignUpId, generation: u32) -> Result<Composed> {
        let Some(sign_up) = self.site.store.sign_up(id).await? else {
            return Ok(Composed::Moot("the sign-up is over"));
        };
        // A code that came late or was followed by another would only puzzle its reader.
        if sign_up.decoy
            || sign_up.generation != generation
            || sign_up.expires_at <= self.site.clock.now()
        {
            return Ok(Composed::Moot("the code is not good any more"));
        }
        let Some(to) = sign_up.email else {
            return Ok(Composed::Moot("no address is named yet"));
        };
        let code = self.site.secrets.code(id, generation);
        let reader = Reader {
            tongue: Tongue::nearest(&sign_up.language),
            name: sign_up.name.as_str(),
            addresses: self.addresses,
        };
        let label = |id: &String| self.site.settings.provider_label(id);
        let provider = sign_up.provider.as_ref().map(label);
        let sheet = accounts::confirm_code(reader, &code, provider.as_deref());
        Ok(Composed::Mail { to, sheet: Box::new(sheet) })
    }

    pub(super) async fn reset(&self, person: PersonId, generation: u32) -> Result<Composed> {
        let now = self.site.clock.now();
        self.account(person, |reader, person| {
            let (current, until) = person.reset?;
            let href = self.addresses.reset(person.id, generation);
            (current == generation && now < until).then(|| accounts::reset(reader, href))
        })
        .await
    }

    pub(super) async fn way_in(
        &self,
        person: PersonId,
        at: DateTime<Utc>,
        write: fn(Reader<'_>, DateTime<Utc>, &[String]) -> Sheet,
    ) -> Result<Composed> {
        if self.site.store.person(person).await?.is_none() {
            return Ok(Composed::Moot("the account is gone"));
        }
        let ways = self.site.store.ways_in(person).await?;
        let label = |id: &String| self.site.settings.provider_label(id);
        let labels: Vec<String> = ways.providers.iter().map(label).collect();
        self.account(person, |reader, _| {
            Some(write(reader, at, &security::ways_in(reader.tongue, ways.password, labels)))
        })
        .await
    }

    pub(super) async fn declined(&self, person: PersonId, product: ProductId) -> Result<Composed> {
        let waiting = match self.site.store.waiting(product).await {
            Ok(waiting) => waiting,
            Err(StoreError::Refused(_)) => return Ok(Composed::Moot("it is in the catalogue now")),
            Err(error) => return Err(error),
        };
        let Standing::Declined(note) = &waiting.product.standing else {
            return Ok(Composed::Moot("it waits once more"));
        };
        let (name, list) = (&waiting.product.details.name, waiting.list.map(|(list, _)| list));
        self.account(person, |reader, _| {
            Some(accounts::product_declined(reader, name.as_str(), note.as_str(), list))
        })
        .await
    }

    /// To the address that shall be the new one.
    pub(super) async fn email_change(&self, person: PersonId, generation: u32) -> Result<Composed> {
        let now = self.site.clock.now();
        let change = self.site.store.email_change(person).await?;
        let good = change.filter(|it| it.generation == generation && now < it.expires_at);
        let Some(change) = good else {
            return Ok(Composed::Moot("the code is not good any more"));
        };
        let code = self.site.secrets.email_code(person, generation);
        let mail =
            self.account(person, |reader, _| Some(security::email_change_code(reader, &code)));
        Ok(readdressed(mail.await?, change.email))
    }

    /// To the address that was the account's before.
    pub(super) async fn email_changed(
        &self,
        id: EmailUndoId,
        at: DateTime<Utc>,
    ) -> Result<Composed> {
        let now = self.site.clock.now();
        let undo = self.site.store.email_undo(id).await?;
        let Some(undo) = undo.filter(|undo| now < undo.until) else {
            return Ok(Composed::Moot("the change can not be undone any more"));
        };
        let href = self.addresses.email_undo(id);
        let mail = self.account(undo.person, |reader, person| {
            // Nobody is told of another address at the one that the account has again.
            let other = person.email.key() != undo.old_email.key();
            other.then(|| security::email_changed(reader, at, person.email.as_str(), href))
        });
        Ok(readdressed(mail.await?, undo.old_email))
    }
}

/// The same mail, to another address of its reader.
fn readdressed(mail: Composed, to: EmailAddress) -> Composed {
    match mail {
        Composed::Mail { sheet, .. } => Composed::Mail { to, sheet },
        moot @ Composed::Moot(_) => moot,
    }
}
