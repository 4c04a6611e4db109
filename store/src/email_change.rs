//! An account gets another address: a code to the new one, an undo to the old one (R2.8).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{EmailAddress, EmailKey, EmailUndoId, Letter, PersonId};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, MOST_ATTEMPTS, NewSession, Result, Store, StoreError, chance,
    invitations::take_back,
    people::address,
    row::{
        access::{EmailChangeRow, EmailUndoRow, FirstStepRow, IdentityRow, SecondStepRow},
        count, id_of,
        member::InvitationRow,
        people::{AddressRow, PersonRow, SessionRow, SubjectKeyRow, email},
        record,
        reservation::GiverRow,
        token::{ApiTokenRow, ApiTokenUseRow},
        webhook::WebhookRow,
    },
    tx::transact,
    work::Work,
};

const EMAIL_CHANGE: &str = include_str!("../query/email_change.surql");
const EMAIL_CHANGE_ONE: &str = include_str!("../query/email_change_one.surql");
const EMAIL_UNDO: &str = include_str!("../query/email_undo.surql");
const EMAIL_UNDO_ONE: &str = include_str!("../query/email_undo_one.surql");
const EMAIL_UNDOS_OF: &str = include_str!("../query/email_undos_of.surql");

/// For how many days a change of address can be undone.
pub const UNDO_DAYS: i64 = 7;

/// An address that waits for its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChange {
    /// The address that shall be the new one.
    pub email: EmailAddress,
    /// Which code is the good one.
    pub generation: u32,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether the address has another account, so that no code completes this. The page must not
    /// show the difference (R2.4).
    pub decoy: bool,
}

/// An address that was given up and can be brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailUndo {
    /// Its id.
    pub id: EmailUndoId,
    /// Whose it was.
    pub person: PersonId,
    /// The address.
    pub old_email: EmailAddress,
    /// Until when.
    pub until: DateTime<Utc>,
}

#[derive(SurrealValue)]
struct Change {
    person: PersonRow,
    change: Option<EmailChangeRow>,
    address: Option<AddressRow>,
    sessions: Vec<SessionRow>,
    /// Those who the person is where they promised something under the address that they have, and
    /// where its guests did who confirmed it.
    givers: Vec<GiverRow>,
}

#[derive(SurrealValue)]
struct Undo {
    undo: EmailUndoRow,
    person: PersonRow,
    old: Option<AddressRow>,
    now: Option<AddressRow>,
    change: Option<EmailChangeRow>,
    second: Option<SecondStepRow>,
    identities: Vec<IdentityRow>,
    undos: Vec<EmailUndoRow>,
    sessions: Vec<SessionRow>,
    /// Those who the person is where they promised something under the address that they have.
    givers: Vec<GiverRow>,
    first_steps: Vec<FirstStepRow>,
    /// Those that were made since, and when they were used.
    tokens: Vec<ApiTokenRow>,
    token_uses: Vec<ApiTokenUseRow>,
    /// Those that were made since.
    webhooks: Vec<WebhookRow>,
    /// Those that were made since, to look after any list, and that wait.
    invitations: Vec<InvitationRow>,
    invitation_keys: Vec<SubjectKeyRow>,
}

impl Store {
    /// Mails a code to the address that shall be the new one. Where it has another account, it only
    /// looks like that: the person behind it gets a mail that says so (R2.4).
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn start_email_change(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        new: &EmailAddress,
        code_minutes: i64,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.change(person, &new.key()).await?;
            let holder = read.address.as_ref().and_then(|row| row.holder(work.now()));
            let decoy = holder.filter(|holder| **holder != read.person.id).cloned();
            let before = read.change;
            // Where nothing is remembered of the one before, its code must still not be this one's:
            // it went to another address.
            let begin = || i64::from(u32::from_be_bytes(chance::bytes()) >> 1);
            let generation = before.as_ref().map_or_else(begin, |row| row.generation) + 1;
            let letter = match &decoy {
                Some(holder) => Letter::ExistingAccount { person: id_of(holder)? },
                None => Letter::EmailChangeCode { person, generation: count(generation)? },
            };
            work.post([letter])?;
            work.put(EmailChangeRow {
                id: record("email_change", person),
                version: before.map_or(0, |row| row.version),
                person: record("person", person),
                email: new.as_str().to_owned(),
                email_key: new.key().as_str().to_owned(),
                generation,
                attempts: 0,
                expires_at: work.now() + TimeDelta::minutes(code_minutes),
                decoy,
            })
        })
    }

    /// The address that waits for its code.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn email_change(&self, person: PersonId) -> Result<Option<EmailChange>> {
        let row = self.change_row(person).await?;
        row.map(EmailChange::try_from).transpose()
    }

    /// Counts a try of the code. Committed before anything is compared.
    ///
    /// # Errors
    /// Refused as a wrong code once it was tried too often or has expired, and where none waits.
    pub async fn count_email_attempt(
        &self,
        errand: Errand<'_>,
        person: PersonId,
    ) -> Result<EmailChange> {
        transact!(self, errand, |work| {
            let row = self.change_row(person).await?.ok_or_else(StoreError::wrong_code)?;
            if count(row.attempts)? >= MOST_ATTEMPTS || row.expires_at <= work.now() {
                return Err(StoreError::wrong_code());
            }
            let row = EmailChangeRow { attempts: row.attempts + 1, ..row };
            work.replace(row.clone())?;
            row.try_into()
        })
    }

    /// Changes the address, once the right code was entered: ends every session but the one that is
    /// opened, and mails the old address a link that undoes it. What the account promised goes along, and
    /// what guests did who confirmed the address before it was the account's: it is written to at the new
    /// address, and whoever has the old one some day knows nothing of it.
    ///
    /// # Errors
    /// Refused as a wrong code where another change was begun, or the address got an account
    /// meanwhile.
    pub async fn finish_email_change(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        wanted: &EmailChange,
        session: NewSession,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let read = self.change(person, &wanted.email.key()).await?;
            let (row, now) = (read.person, work.now());
            let change = read.change.ok_or_else(StoreError::wrong_code)?;
            let holder = read.address.as_ref().and_then(|row| row.holder(now));
            let taken = holder.is_some_and(|holder| *holder != row.id);
            if taken || count(change.generation)? != wanted.generation || change.expires_at <= now {
                return Err(StoreError::wrong_code());
            }
            work.delete(change)?;
            for old in read.sessions {
                work.delete(old)?;
            }
            let (new_key, old_key) =
                (wanted.email.key(), EmailKey::from_stored(row.email_key.clone()));
            if new_key != old_key {
                for giver in read.givers {
                    let moved = giver.readdressed(wanted.email.as_str(), new_key.as_str());
                    work.replace(GiverRow { person: Some(row.id.clone()), ..moved })?;
                }
                let until = now + TimeDelta::days(UNDO_DAYS);
                self.give_up(work, &row, &old_key, until).await?;
                work.put(AddressRow {
                    id: address(&new_key),
                    version: read.address.map_or(0, |row| row.version),
                    person: row.id.clone(),
                    held_until: None,
                })?;
            }
            let row = PersonRow {
                email: wanted.email.as_str().to_owned(),
                email_key: new_key.as_str().to_owned(),
                reset_until: None,
                ..row
            };
            self.let_in(work, row, &session).await
        })
    }

    /// Forgets the address that waits for its code.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn drop_email_change(&self, errand: Errand<'_>, person: PersonId) -> Result<()> {
        transact!(self, errand, |work| match self.change_row(person).await? {
            Some(row) => work.delete(row),
            None => Ok(()),
        })
    }

    /// An address that was given up; none once it was brought back.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn email_undo(&self, id: EmailUndoId) -> Result<Option<EmailUndo>> {
        let ask = self.ask(EMAIL_UNDO_ONE).with("undo", record("email_undo", id));
        let row = ask.maybe::<EmailUndoRow>().await?;
        row.map(EmailUndo::try_from).transpose()
    }

    /// The addresses that a person gave up and could have back, the first to go first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn email_undos_of(
        &self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<EmailUndo>> {
        let ask = self.ask(EMAIL_UNDOS_OF).with("person", record("person", person));
        let rows: Vec<EmailUndoRow> = ask.with("now", now).one().await?;
        rows.into_iter().map(EmailUndo::try_from).collect()
    }

    /// Brings the address back, for what the account promised too: ends all sessions and whatever else
    /// was begun, takes away the password, and the ways in, the second step, recovery codes, tokens,
    /// webhooks and waiting invitations that came after the change, and mails a reset link to the address.
    ///
    /// # Errors
    /// Refused as not found where it is too late, or was done before.
    pub async fn undo_email_change(
        &self,
        errand: Errand<'_>,
        undo: &EmailUndo,
        reset_minutes: i64,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let person = self.person(undo.person).await?.ok_or_else(StoreError::not_found)?;
            let ask = self.ask(EMAIL_UNDO).with("undo", record("email_undo", undo.id));
            let ask = ask.with("old", address(&undo.old_email.key()));
            let ask = ask.with("now_address", address(&person.email.key()));
            let read: Undo = ask.one().await?;
            read.bring_back(work, reset_minutes)
        })
    }

    /// Keeps an address that is given up from others for a while, and mails it the undo.
    async fn give_up(
        &self,
        work: &mut Work<'_>,
        row: &PersonRow,
        key: &EmailKey,
        until: DateTime<Utc>,
    ) -> Result<()> {
        let person = id_of(&row.id)?;
        let held = self.change(person, key).await?.address;
        let held = held.ok_or_else(|| StoreError::spoilt("address", "of a person"))?;
        work.replace(AddressRow { held_until: Some(until), ..held })?;
        let undo = EmailUndoId::new(work.id());
        work.create(EmailUndoRow {
            id: record("email_undo", undo),
            version: 0,
            person: row.id.clone(),
            email: row.email.clone(),
            email_key: row.email_key.clone(),
            until,
            made_at: work.now(),
        })?;
        work.post([Letter::EmailChanged { undo }])
    }

    async fn change(&self, person: PersonId, key: &EmailKey) -> Result<Change> {
        let ask = self.ask(EMAIL_CHANGE).with("person", record("person", person));
        let ask = ask.with("change", record("email_change", person));
        ask.with("address", address(key)).one().await
    }

    async fn change_row(&self, person: PersonId) -> Result<Option<EmailChangeRow>> {
        self.ask(EMAIL_CHANGE_ONE).with("change", record("email_change", person)).maybe().await
    }
}

impl Undo {
    fn bring_back(self, work: &mut Work<'_>, reset_minutes: i64) -> Result<()> {
        let (now, since) = (work.now(), self.undo.made_at);
        if self.undo.until <= now {
            return Err(StoreError::not_found());
        }
        let person: PersonId = id_of(&self.person.id)?;
        let old = self.old.ok_or_else(StoreError::not_found)?;
        if let Some(given) = self.now.filter(|given| given.id != old.id) {
            work.delete(given)?;
        }
        work.replace(AddressRow { held_until: None, ..old })?;
        for session in self.sessions {
            work.delete(session)?;
        }
        for giver in self.givers {
            work.replace(giver.readdressed(&self.undo.email, &self.undo.email_key))?;
        }
        for first in self.first_steps {
            work.delete(first)?;
        }
        for undo in self.undos {
            work.delete(undo)?;
        }
        self.token_uses.into_iter().try_for_each(|row| work.delete(row))?;
        self.tokens.into_iter().try_for_each(|row| work.delete(row))?;
        self.webhooks.into_iter().try_for_each(|row| work.delete(row))?;
        take_back(work, self.invitations, self.invitation_keys)?;
        for identity in self.identities.into_iter().filter(|identity| identity.made_at >= since) {
            work.delete(identity)?;
        }
        let none_yet = || Some(SecondStepRow::none_yet(person, now));
        let second = self.second.map_or_else(none_yet, |second| second.before(since));
        second.map_or(Ok(()), |second| work.put(second))?;
        if let Some(change) = self.change {
            work.delete(change)?;
        }
        let generation = self.person.reset_generation + 1;
        work.post([Letter::Reset { person, generation: count(generation)? }])?;
        work.replace(PersonRow {
            email: self.undo.email,
            email_key: self.undo.email_key,
            password_hash: None,
            reset_generation: generation,
            reset_until: Some(now + TimeDelta::minutes(reset_minutes)),
            ..self.person
        })
    }
}

impl TryFrom<EmailChangeRow> for EmailChange {
    type Error = StoreError;

    fn try_from(row: EmailChangeRow) -> Result<Self> {
        Ok(Self {
            email: email(&row.email)?,
            generation: count(row.generation)?,
            expires_at: row.expires_at,
            attempts: count(row.attempts)?,
            decoy: row.decoy.is_some(),
        })
    }
}

impl TryFrom<EmailUndoRow> for EmailUndo {
    type Error = StoreError;

    fn try_from(row: EmailUndoRow) -> Result<Self> {
        Ok(Self {
            id: id_of(&row.id)?,
            person: id_of(&row.person)?,
            old_email: email(&row.email)?,
            until: row.until,
        })
    }
}
