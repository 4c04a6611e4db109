//! On the way to an account (R2.1).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{BrowserKey, EmailAddress, Letter, PersonId, PersonName, SignUpId};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, NewSession, Result, Store, StoreError,
    people::address,
    row::{
        count, id_of,
        people::{AddressRow, PersonRow, SessionRow, SignUpRow},
        record,
        reservation::GiverRow,
    },
    tx::transact,
    work::Work,
};

const SIGN_UP: &str = include_str!("../query/sign_up.surql");
const SIGN_UP_START: &str = include_str!("../query/sign_up_start.surql");
const SIGN_UP_FINISH: &str = include_str!("../query/sign_up_finish.surql");
const SIGN_UP_PENDING: &str = include_str!("../query/sign_up_pending.surql");

/// A mailed code may be tried so often.
pub const MOST_ATTEMPTS: u32 = 5;

/// A sign-up can be resumed for so long, with a new code where the last has expired.
const RESUME_HOURS: i64 = 24;

/// Somebody who asks for an account.
#[derive(Clone)]
pub struct NewSignUp {
    /// What they call themselves.
    pub name: PersonName,
    /// Where the code goes.
    pub email: EmailAddress,
    /// The hash of the password they chose.
    pub password_hash: String,
    /// The browser in which the code has to be entered.
    pub browser: BrowserKey,
    /// The language in which they are written to, such as `de`.
    pub language: String,
}

/// Somebody who has not entered the mailed code yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignUp {
    /// Its id.
    pub id: SignUpId,
    /// What they call themselves.
    pub name: PersonName,
    /// Where the code went.
    pub email: EmailAddress,
    /// The language in which they are written to, such as `de`.
    pub language: String,
    /// Which code is the good one; sending another raises it.
    pub generation: u32,
    /// Until when the code is good.
    pub expires_at: DateTime<Utc>,
    /// How often a code was tried since the last was sent.
    pub attempts: u32,
    /// Whether the address has an account already, so that no code completes this. The page must
    /// not show the difference (R2.4).
    pub decoy: bool,
}

#[derive(SurrealValue)]
struct Start {
    earlier: Vec<SignUpRow>,
    holder: Option<RecordId>,
}

#[derive(SurrealValue)]
struct Finish {
    sign_up: SignUpRow,
    givers: Vec<GiverRow>,
    holder: Option<RecordId>,
}

impl Store {
    /// Begins a sign-up, instead of what this browser began before, and mails a code that is good
    /// for so long. For an address that has an account it only looks like that: its person gets a
    /// mail that says so (R2.4).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn start_sign_up(
        &self,
        errand: Errand<'_>,
        new: NewSignUp,
        code_minutes: i64,
    ) -> Result<SignUpId> {
        transact!(self, errand, |work| {
            let key = new.email.key();
            let ask = self.ask(SIGN_UP_START).with("browser", new.browser.as_str());
            let found: Start = ask.with("address", address(&key)).one().await?;
            for earlier in found.earlier {
                work.delete(earlier)?;
            }
            let id = SignUpId::new(work.id());
            let now = work.now();
            let row = SignUpRow {
                id: record("sign_up", id),
                version: 0,
                browser: new.browser.as_str().to_owned(),
                name: new.name.to_string(),
                email: new.email.as_str().to_owned(),
                email_key: key.as_str().to_owned(),
                language: new.language.clone(),
                password_hash: found.holder.is_none().then(|| new.password_hash.clone()),
                generation: 1,
                attempts: 0,
                expires_at: now + TimeDelta::minutes(code_minutes),
                made_at: now,
                decoy: found.holder,
            };
            work.post([letter(&row)?])?;
            work.create(row)?;
            Ok(id)
        })
    }

    /// What this browser began and did not finish, though its code may have expired.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pending_sign_up(
        &self,
        browser: &BrowserKey,
        now: DateTime<Utc>,
    ) -> Result<Option<PendingSignUp>> {
        let ask = self.ask(SIGN_UP_PENDING).with("browser", browser.as_str());
        let ask = ask.with("since", now - TimeDelta::hours(RESUME_HOURS));
        ask.maybe::<SignUpRow>().await?.map(PendingSignUp::try_from).transpose()
    }

    /// The sign-up with this id, for the mail about it; none once it is finished or replaced.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn sign_up(&self, id: SignUpId) -> Result<Option<PendingSignUp>> {
        let row = self.ask(SIGN_UP).with("sign_up", record("sign_up", id)).maybe::<SignUpRow>();
        row.await?.map(PendingSignUp::try_from).transpose()
    }

    /// Mails another code; the one before is no longer good.
    ///
    /// # Errors
    /// Refused as not found for what this browser did not begin, or began too long ago.
    pub async fn resend_code(
        &self,
        errand: Errand<'_>,
        id: SignUpId,
        browser: &BrowserKey,
        code_minutes: i64,
    ) -> Result<PendingSignUp> {
        transact!(self, errand, |work| {
            let row = self.own_sign_up(work, id, browser).await?;
            let row = SignUpRow {
                generation: row.generation + 1,
                attempts: 0,
                expires_at: work.now() + TimeDelta::minutes(code_minutes),
                ..row
            };
            work.post([letter(&row)?])?;
            work.replace(row.clone())?;
            row.try_into()
        })
    }

    /// Counts a try of the code. Committed before anything is compared, so that trying many at
    /// once wins nothing.
    ///
    /// # Errors
    /// Refused as a wrong code once it was tried too often or has expired; as not found for what
    /// this browser did not begin.
    pub async fn count_attempt(
        &self,
        errand: Errand<'_>,
        id: SignUpId,
        browser: &BrowserKey,
    ) -> Result<PendingSignUp> {
        transact!(self, errand, |work| {
            let row = self.own_sign_up(work, id, browser).await?;
            if count(row.attempts)? >= MOST_ATTEMPTS || row.expires_at <= work.now() {
                return Err(StoreError::wrong_code());
            }
            let row = SignUpRow { attempts: row.attempts + 1, ..row };
            work.replace(row.clone())?;
            row.try_into()
        })
    }

    /// Makes the account, once the right code was entered, and signs in. What this address
    /// promised as a giver belongs to the account from now on.
    ///
    /// # Errors
    /// Refused as a wrong code for a decoy, an expired code, or an address that got an account
    /// meanwhile; as not found for what this browser did not begin.
    pub async fn finish_sign_up(
        &self,
        errand: Errand<'_>,
        id: SignUpId,
        browser: &BrowserKey,
        session: NewSession,
    ) -> Result<PersonId> {
        transact!(self, errand, |work| {
            let row = self.own_sign_up(work, id, browser).await?;
            let key = domain::EmailKey::from_stored(row.email_key.clone());
            let ask = self.ask(SIGN_UP_FINISH).with("sign_up", row.id.clone());
            let found: Finish = ask.with("address", address(&key)).one().await?;
            let sign_up = found.sign_up;
            let expired = sign_up.expires_at <= work.now();
            if sign_up.decoy.is_some() || found.holder.is_some() || expired {
                return Err(StoreError::wrong_code());
            }
            let person = PersonId::new(work.id());
            let person_record = record("person", person);
            work.create(person_row(&sign_up, person, work.now()))?;
            work.create(AddressRow {
                id: address(&key),
                version: 0,
                person: person_record.clone(),
            })?;
            for giver in found.givers {
                work.replace(GiverRow { person: Some(person_record.clone()), ..giver })?;
            }
            self.remember_device(work, person, &session).await?;
            work.create(SessionRow::new(person, &session, work.now()))?;
            work.delete(sign_up)?;
            work.post([Letter::Welcome { person }])?;
            Ok(person)
        })
    }

    async fn own_sign_up(
        &self,
        work: &Work<'_>,
        id: SignUpId,
        browser: &BrowserKey,
    ) -> Result<SignUpRow> {
        let ask = self.ask(SIGN_UP).with("sign_up", record("sign_up", id));
        let row: SignUpRow = ask.one().await?;
        let fresh = work.now() - row.made_at < TimeDelta::hours(RESUME_HOURS);
        if row.browser != browser.as_str() || !fresh {
            return Err(StoreError::not_found());
        }
        Ok(row)
    }
}

fn letter(row: &SignUpRow) -> Result<Letter> {
    Ok(match &row.decoy {
        Some(person) => Letter::ExistingAccount { person: id_of(person)? },
        None => {
            let (sign_up, generation) = (id_of(&row.id)?, count(row.generation)?);
            Letter::ConfirmCode { sign_up, generation }
        }
    })
}

fn person_row(sign_up: &SignUpRow, person: PersonId, now: DateTime<Utc>) -> PersonRow {
    PersonRow {
        id: record("person", person),
        version: 0,
        name: sign_up.name.clone(),
        email: sign_up.email.clone(),
        email_key: sign_up.email_key.clone(),
        language: sign_up.language.clone(),
        password_hash: sign_up.password_hash.clone(),
        reset_generation: 0,
        reset_until: None,
        made_at: now,
    }
}
