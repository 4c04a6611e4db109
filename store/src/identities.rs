//! Other ways to sign in: people as providers know them (R2.5).

use chrono::{DateTime, Utc};
use domain::{
    Arrival, Claims, EmailAddress, Holder, IdentityKey, Letter, PersonId, PersonName, TokenKey,
    Vouching, arrive,
};
use surrealdb::types::SurrealValue;

use crate::{
    Errand, NewSession, NewSignUp, Opened, Quota, Result, Store, StoreError, image,
    new_account::{NewAccount, first_session, make_account},
    people::address,
    reserve::digest,
    row::{
        access::{IdentityRow, SpentAttemptRow},
        id_of,
        people::{AddressRow, PersonRow, SignUpRow},
        record,
        reservation::GiverRow,
    },
    share::NOBODY,
    sign_up::begin_sign_up,
    tx::transact,
    work::Work,
};

const ARRIVAL: &str = include_str!("../query/arrival.surql");
const JOINING: &str = include_str!("../query/joining.surql");
const IDENTITY: &str = include_str!("../query/identity.surql");
const WAYS_IN: &str = include_str!("../query/ways_in.surql");

/// Somebody as a provider knows them.
#[derive(Clone)]
pub struct NewIdentity {
    /// A digest of issuer and subject.
    pub key: IdentityKey,
    /// The provider's word in the settings.
    pub provider: String,
    /// Who says so.
    pub issuer: String,
    /// Whom they mean.
    pub subject: String,
    /// The address that was told, verified or not.
    pub email: Option<EmailAddress>,
}

/// Somebody who comes back from a provider.
#[derive(Clone)]
pub struct Arriving {
    /// Who they are there.
    pub identity: NewIdentity,
    /// What is said of their address.
    pub claims: Claims,
    /// How far that goes.
    pub vouching: Vouching,
    /// What they are called there, or something like it.
    pub name: PersonName,
    /// The sign-in at the provider that this completes. None is completed twice (R2.6).
    pub attempt: TokenKey,
    /// Until when the attempt is good.
    pub attempt_until: DateTime<Utc>,
    /// The session that is opened, if they get in at once.
    pub session: NewSession,
    /// The language in which they are written to, such as `de`.
    pub language: String,
    /// How often a code is mailed to one mailbox, where one has to be (R2.11).
    pub quota: Quota,
}

/// What became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// They are in, or owe the second step.
    Entered(Opened),
    /// A code was mailed, and is awaited in this browser.
    CodeMailed,
    /// They have to name their address first.
    AddressWanted,
}

/// What became of joining an identity to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// It is joined, now or already.
    Yes,
    /// It is joined to another account.
    Elsewhere,
}

/// What became of taking a way in away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlinked {
    /// It is gone.
    Yes,
    /// It is the last way in, and stays (R2.8).
    Last,
}

/// A provider's account that is joined to one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedIdentity {
    /// A digest of issuer and subject.
    pub key: IdentityKey,
    /// The provider's word in the settings.
    pub provider: String,
    /// The address that was told when it was joined.
    pub email: Option<String>,
}

/// How a person can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysIn {
    /// Whether by a password.
    pub password: bool,
    /// The words of the providers, oldest first.
    pub providers: Vec<String>,
    /// The accounts there.
    pub identities: Vec<JoinedIdentity>,
}

#[derive(SurrealValue)]
struct ArrivalRead {
    spent: Option<SpentAttemptRow>,
    identity: Option<IdentityRow>,
    joined_to: Option<PersonRow>,
    address: Option<AddressRow>,
    /// Who has that address, or had it.
    holder: Option<PersonRow>,
    givers: Vec<GiverRow>,
    earlier: Vec<SignUpRow>,
}

#[derive(SurrealValue)]
struct JoiningRead {
    person: PersonRow,
    spent: Option<SpentAttemptRow>,
    identity: Option<IdentityRow>,
}

#[derive(SurrealValue)]
struct WaysRead {
    person: PersonRow,
    identities: Vec<IdentityRow>,
}

/// The digest by which an identity is known: of issuer and subject, and nothing else (R2.5).
pub fn identity_key(issuer: &str, subject: &str) -> IdentityKey {
    IdentityKey::new(digest(&["identity", issuer, subject]))
}

impl IdentityRow {
    pub(crate) fn new(new: &NewIdentity, person: PersonId, now: DateTime<Utc>) -> Self {
        Self {
            id: record("identity", new.key.as_str()),
            version: 0,
            person: record("person", person),
            provider: new.provider.clone(),
            issuer: new.issuer.clone(),
            subject: new.subject.clone(),
            email: new.email.as_ref().map(|email| email.as_str().to_owned()),
            made_at: now,
        }
    }
}

impl Store {
    /// Lets somebody in who comes back from a provider: into the account that the identity is
    /// joined to, or as [`domain::arrive`] says. By an address that an account has given up nobody
    /// gets into it, though it is kept from others for a while: it only looks like a code is mailed
    /// (R2.4, R2.8).
    ///
    /// # Errors
    /// Refused as not found for an attempt that was completed before; [`StoreError::TooOften`] where
    /// a code would have to be mailed.
    pub async fn arrive(
        &self,
        errand: Errand<'_>,
        arriving: Arriving,
        code_minutes: i64,
    ) -> Result<Arrived> {
        transact!(self, errand, |work| {
            let read = self.arrival(&arriving).await?;
            spend(work, read.spent, &arriving.attempt, arriving.attempt_until)?;
            if read.identity.is_some() {
                let person = read.joined_to.ok_or_else(StoreError::not_found)?;
                return self.enter(work, person, &arriving.session).await.map(Arrived::Entered);
            }
            let held = read.address.as_ref().is_some_and(|row| row.holder(work.now()).is_some());
            let holder = read.holder.filter(|_| held);
            let key = arriving.claims.email.as_ref().map(EmailAddress::key);
            let (held, holder, gave_up) = match holder {
                Some(holder) if holder.has(key.as_ref()) => (Holder::Account, Some(holder), None),
                Some(holder) => (Holder::GaveUp, None, Some(holder.id)),
                None => (Holder::Nobody, None, None),
            };
            match (arrive(arriving.vouching, &arriving.claims, held), holder) {
                (Arrival::Link, Some(holder)) => {
                    self.join(work, id_of(&holder.id)?, &arriving.identity)?;
                    self.enter(work, holder, &arriving.session).await.map(Arrived::Entered)
                }
                (Arrival::Create, None) => {
                    let email = arriving.claims.email.clone().ok_or_else(StoreError::not_found)?;
                    let account = NewAccount {
                        name: arriving.name.clone(),
                        email,
                        language: arriving.language.clone(),
                        password_hash: None,
                    };
                    let person = make_account(work, account, read.address, read.givers)?;
                    work.create(IdentityRow::new(&arriving.identity, person, work.now()))?;
                    first_session(work, person, &arriving.session)?;
                    Ok(Arrived::Entered(Opened { person, complete: true }))
                }
                (arrival, _) => {
                    if let Some(email) = &arriving.claims.email {
                        let mailbox = email.key().mailbox();
                        self.tally_in(work, arriving.quota, &mailbox).await?;
                    }
                    begin_sign_up(work, &arriving.sign_up(), read.earlier, gave_up, code_minutes)?;
                    Ok(match arrival {
                        Arrival::AskAddress => Arrived::AddressWanted,
                        _ => Arrived::CodeMailed,
                    })
                }
            }
        })
    }

    /// Joins an identity to the account of somebody who is signed in.
    ///
    /// # Errors
    /// Refused as not found for an unknown person, and for an attempt that was completed before.
    pub async fn join_identity(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        arriving: &Arriving,
    ) -> Result<Joined> {
        transact!(self, errand, |work| {
            let ask = self.ask(JOINING).with("person", record("person", person));
            let ask = ask.with("spent", record("spent_attempt", arriving.attempt.as_str()));
            let identity = record("identity", arriving.identity.key.as_str());
            let read: JoiningRead = ask.with("identity", identity).one().await?;
            spend(work, read.spent, &arriving.attempt, arriving.attempt_until)?;
            match read.identity {
                Some(known) if known.person == read.person.id => Ok(Joined::Yes),
                Some(_) => Ok(Joined::Elsewhere),
                None => {
                    // Collides with whatever takes ways in away, or the account.
                    work.replace(read.person)?;
                    self.join(work, person, &arriving.identity)?;
                    Ok(Joined::Yes)
                }
            }
        })
    }

    /// Who an identity is joined to, for somebody who shows once more who they are.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn person_by_identity(&self, key: &IdentityKey) -> Result<Option<PersonId>> {
        let ask = self.ask(IDENTITY).with("identity", record("identity", key.as_str()));
        let row = ask.maybe::<IdentityRow>().await?;
        row.map(|row| id_of(&row.person)).transpose()
    }

    /// How a person can sign in.
    ///
    /// # Errors
    /// Refused as not found for an unknown person.
    pub async fn ways_in(&self, person: PersonId) -> Result<WaysIn> {
        self.ways(person).await?.try_into()
    }

    /// Takes a way in away, unless it is the last.
    ///
    /// # Errors
    /// Refused as not found for what is not joined to this person.
    pub async fn unlink(
        &self,
        errand: Errand<'_>,
        person: PersonId,
        key: &IdentityKey,
    ) -> Result<Unlinked> {
        transact!(self, errand, |work| {
            let read = self.ways(person).await?;
            let id = record("identity", key.as_str());
            let (gone, rest): (Vec<_>, Vec<_>) =
                read.identities.into_iter().partition(|identity| identity.id == id);
            let gone = gone.into_iter().next().ok_or_else(StoreError::not_found)?;
            if rest.is_empty() && read.person.password_hash.is_none() {
                return Ok(Unlinked::Last);
            }
            // Two ways taken away at once collide on the person.
            work.replace(read.person)?;
            work.delete(gone)?;
            work.post([Letter::WayInRemoved { person }])?;
            Ok(Unlinked::Yes)
        })
    }

    /// Forgets what a provider's account is joined to, since it is gone there. Where it was the
    /// only way in, a reset link still is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_identity(&self, errand: Errand<'_>, key: &IdentityKey) -> Result<()> {
        transact!(self, errand, |work| {
            let ask = self.ask(IDENTITY).with("identity", record("identity", key.as_str()));
            let Some(row) = ask.maybe::<IdentityRow>().await? else { return Ok(()) };
            let person = id_of(&row.person)?;
            work.delete(row)?;
            work.post([Letter::WayInRemoved { person }])
        })
    }

    pub(crate) fn join(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        identity: &NewIdentity,
    ) -> Result<()> {
        work.create(IdentityRow::new(identity, person, work.now()))?;
        work.post([Letter::WayInAdded { person }])
    }

    async fn arrival(&self, arriving: &Arriving) -> Result<ArrivalRead> {
        let key = arriving.claims.email.as_ref().map(EmailAddress::key);
        let ask = self.ask(ARRIVAL);
        let ask = ask.with("spent", record("spent_attempt", arriving.attempt.as_str()));
        let ask = ask.with("identity", record("identity", arriving.identity.key.as_str()));
        let ask = match &key {
            Some(key) => ask.with("address", address(key)).with("key", key.as_str()),
            None => ask.with("address", record("address", NOBODY)).with("key", NOBODY),
        };
        ask.with("browser", arriving.session.browser.as_str()).one().await
    }

    async fn ways(&self, person: PersonId) -> Result<WaysRead> {
        self.ask(WAYS_IN).with("person", record("person", person)).one().await
    }
}

impl Arriving {
    fn sign_up(&self) -> NewSignUp {
        NewSignUp {
            name: self.name.clone(),
            email: self.claims.email.clone(),
            password_hash: None,
            browser: self.session.browser.clone(),
            language: self.language.clone(),
            identity: Some(self.identity.clone()),
        }
    }
}

/// Notes that an attempt was completed.
fn spend(
    work: &mut Work<'_>,
    spent: Option<SpentAttemptRow>,
    attempt: &TokenKey,
    until: DateTime<Utc>,
) -> Result<()> {
    if spent.is_some() {
        return Err(StoreError::not_found());
    }
    let id = record("spent_attempt", attempt.as_str());
    work.create(SpentAttemptRow { id, version: 0, until })
}

impl TryFrom<WaysRead> for WaysIn {
    type Error = StoreError;

    fn try_from(read: WaysRead) -> Result<Self> {
        let joined = |row: IdentityRow| {
            let key = image::key(&row.id).map(IdentityKey::new);
            let key = key.ok_or_else(|| StoreError::spoilt("identity", &row.id))?;
            Ok(JoinedIdentity { key, provider: row.provider, email: row.email })
        };
        let identities: Vec<_> = read.identities.into_iter().map(joined).collect::<Result<_>>()?;
        let mut providers: Vec<_> =
            identities.iter().map(|identity| identity.provider.clone()).collect();
        providers.dedup();
        Ok(Self { password: read.person.password_hash.is_some(), providers, identities })
    }
}
