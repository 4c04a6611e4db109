//! Signing up: the way to an account (R2.1).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{BrowserKey, EmailAddress, EmailKey, Letter, PersonName, SignUpId};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, NewIdentity, NewSession, Opened, Result, Store, StoreError,
    identities::identity_key,
    new_account::{NewAccount, first_session, make_account},
    people::address,
    row::{
        access::IdentityRow,
        count, id_of,
        people::{AddressRow, PersonRow, SignUpRow},
        record,
        reservation::GiverRow,
    },
    share::NOBODY,
    tx::transact,
    work::Work,
};

const SIGN_UP: &str = include_str!("../query/sign_up.surql");
const SIGN_UP_START: &str = include_str!("../query/sign_up_start.surql");
const SIGN_UP_FINISH: &str = include_str!("../query/sign_up_finish.surql");
const SIGN_UP_PENDING: &str = include_str!("../query/sign_up_pending.surql");

/// How often a mailed code may be tried.
pub const MOST_ATTEMPTS: u32 = 5;

/// For how many hours a sign-up can be resumed, with a new code where the last has expired.
const RESUME_HOURS: i64 = 24;

/// Somebody who asks for an account.
#[derive(Clone)]
pub struct NewSignUp {
    /// What they call themselves.
    pub name: PersonName,
    /// Where the code goes; none where a provider did not tell it, and it has still to be named.
    pub email: Option<EmailAddress>,
    /// The hash of the password they chose; none for those who come from a provider.
    pub password_hash: Option<String>,
    /// The browser in which the code has to be entered.
    pub browser: BrowserKey,
    /// The language in which they are written to, such as `de`.
    pub language: String,
    /// Who they are at the provider that they come from.
    pub identity: Option<NewIdentity>,
}

/// Somebody who has not entered the mailed code yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignUp {
    /// Its id.
    pub id: SignUpId,
    /// What they call themselves.
    pub name: PersonName,
    /// Where the code went; none while it has to be named.
    pub email: Option<EmailAddress>,
    /// The provider that they come from, as its word in the settings.
    pub provider: Option<String>,
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
    address: Option<AddressRow>,
    /// Who has that address, or had it.
    holder: Option<PersonRow>,
}

#[derive(SurrealValue)]
struct Finish {
    sign_up: SignUpRow,
    givers: Vec<GiverRow>,
    address: Option<AddressRow>,
    /// Who has that address, or had it.
    holder: Option<PersonRow>,
    identity: Option<IdentityRow>,
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
            let key = new.email.as_ref().map(EmailAddress::key);
            let found = self.start(&new.browser, key.as_ref()).await?;
            let holder = found.address.and_then(|row| row.holder(work.now()).cloned());
            begin_sign_up(work, &new, found.earlier, holder, code_minutes)
        })
    }

    /// Names the address that a provider did not tell, and mails a code to it. For one that an
    /// account has given up, and that is kept from others, it only looks like that.
    ///
    /// # Errors
    /// Refused as not found for what this browser did not begin, or where the address is known.
    pub async fn name_address(
        &self,
        errand: Errand<'_>,
        id: SignUpId,
        browser: &BrowserKey,
        email: &EmailAddress,
        code_minutes: i64,
    ) -> Result<()> {
        transact!(self, errand, |work| {
            let row = self.own_sign_up(work, id, browser).await?;
            if row.provider.is_none() {
                return Err(StoreError::not_found());
            }
            let key = email.key();
            let found = self.start(browser, Some(&key)).await?;
            let held = found.address.is_some_and(|row| row.holder(work.now()).is_some());
            let gave_up = found.holder.filter(|holder| held && !holder.has(Some(&key)));
            let row = SignUpRow {
                email: email.as_str().to_owned(),
                email_key: key.as_str().to_owned(),
                generation: row.generation + 1,
                attempts: 0,
                expires_at: work.now() + TimeDelta::minutes(code_minutes),
                decoy: gave_up.map(|holder| holder.id),
                ..row
            };
            work.post(letter(&row)?)?;
            work.replace(row)
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
            work.post(letter(&row)?)?;
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

    /// Makes the account, once the right code was entered, and signs in; somebody who comes from a
    /// provider, and has an account with that address, gets into it, and the provider is joined to
    /// it. What this address promised as a giver belongs to the account from now on.
    ///
    /// # Errors
    /// Refused as a wrong code for a decoy, an expired code, one of another `generation` than is the
    /// good one by now, or an address that got an account meanwhile; as not found for what this
    /// browser did not begin.
    pub async fn finish_sign_up(
        &self,
        errand: Errand<'_>,
        id: SignUpId,
        generation: u32,
        browser: &BrowserKey,
        session: NewSession,
    ) -> Result<Opened> {
        transact!(self, errand, |work| {
            let row = self.own_sign_up(work, id, browser).await?;
            let key = EmailKey::from_stored(row.email_key.clone());
            let identity = row.identity()?;
            let ask = self.ask(SIGN_UP_FINISH).with("sign_up", row.id.clone());
            let joined = identity.as_ref().map_or(NOBODY, |identity| identity.key.as_str());
            let ask = ask.with("identity", record("identity", joined));
            let found: Finish = ask.with("address", address(&key)).one().await?;
            let (sign_up, now) = (found.sign_up, work.now());
            let held = found.address.as_ref().is_some_and(|row| row.holder(now).is_some());
            let holder = found.holder.filter(|holder| held && holder.has(Some(&key)));
            let joins = identity.is_some() && holder.is_some();
            let taken = held && !joins || found.identity.is_some();
            // Since the code was compared, another address may have been named, or another code may
            // have been mailed.
            let compared = count(sign_up.generation)? == generation;
            if !compared || sign_up.decoy.is_some() || taken || sign_up.expires_at <= now {
                return Err(StoreError::wrong_code());
            }
            work.delete(sign_up.clone())?;
            if let (Some(identity), Some(holder)) = (&identity, holder) {
                self.join(work, id_of(&holder.id)?, identity)?;
                return self.enter(work, holder, &session).await;
            }
            let account = NewAccount {
                name: crate::row::people::name(&sign_up.name)?,
                email: crate::row::people::email(&sign_up.email)?,
                language: sign_up.language,
                password_hash: sign_up.password_hash,
            };
            let person = make_account(work, account, found.address, found.givers)?;
            if let Some(identity) = &identity {
                work.create(IdentityRow::new(identity, person, now))?;
            }
            first_session(work, person, &session)?;
            Ok(Opened { person, complete: true })
        })
    }

    /// What a browser began before, and who holds an address.
    async fn start(&self, browser: &BrowserKey, key: Option<&EmailKey>) -> Result<Start> {
        let ask = self.ask(SIGN_UP_START).with("browser", browser.as_str());
        let address = key.map_or_else(|| record("address", NOBODY), address);
        ask.with("address", address).one().await
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

/// Begins a sign-up instead of earlier ones; with a `decoy`, whose account keeps the address from
/// others, no code completes it. By a provider it is none where they have the address: its code joins.
pub(crate) fn begin_sign_up(
    work: &mut Work<'_>,
    new: &NewSignUp,
    earlier: Vec<SignUpRow>,
    decoy: Option<RecordId>,
    code_minutes: i64,
) -> Result<SignUpId> {
    for earlier in earlier {
        work.delete(earlier)?;
    }
    let id = SignUpId::new(work.id());
    let now = work.now();
    let email = new.email.as_ref();
    let identity = new.identity.as_ref();
    let row = SignUpRow {
        id: record("sign_up", id),
        version: 0,
        browser: new.browser.as_str().to_owned(),
        name: new.name.to_string(),
        email: email.map_or_else(String::new, |email| email.as_str().to_owned()),
        email_key: email.map_or_else(String::new, |email| email.key().as_str().to_owned()),
        language: new.language.clone(),
        password_hash: new.password_hash.clone().filter(|_| decoy.is_none()),
        generation: 1,
        attempts: 0,
        expires_at: now + TimeDelta::minutes(code_minutes),
        made_at: now,
        decoy,
        provider: identity.map(|identity| identity.provider.clone()),
        issuer: identity.map(|identity| identity.issuer.clone()),
        subject: identity.map(|identity| identity.subject.clone()),
    };
    work.post(letter(&row)?)?;
    work.create(row)?;
    Ok(id)
}

impl SignUpRow {
    /// Who they are at the provider that they come from.
    fn identity(&self) -> Result<Option<NewIdentity>> {
        let (Some(provider), Some(issuer), Some(subject)) =
            (&self.provider, &self.issuer, &self.subject)
        else {
            return Ok(None);
        };
        let email = (!self.email.is_empty()).then(|| crate::row::people::email(&self.email));
        Ok(Some(NewIdentity {
            key: identity_key(issuer, subject),
            provider: provider.clone(),
            issuer: issuer.clone(),
            subject: subject.clone(),
            email: email.transpose()?,
        }))
    }
}

/// The mail that a sign-up causes; none while its address has to be named.
fn letter(row: &SignUpRow) -> Result<Option<Letter>> {
    Ok(match &row.decoy {
        Some(person) => Some(Letter::ExistingAccount { person: id_of(person)? }),
        None if row.email.is_empty() => None,
        None => {
            let (sign_up, generation) = (id_of(&row.id)?, count(row.generation)?);
            Some(Letter::ConfirmCode { sign_up, generation })
        }
    })
}
