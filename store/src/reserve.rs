//! Reserving a gift (R5.2, R5.3).

use domain::{
    Actor, BrowserKey, DomainError, Event, FormKey, Gift, GiftId, Giver, GiverId, Letter, List,
    Reservation, ReservationId, ReserveWish, ShareKey, letters,
};
use sha2::{Digest, Sha256};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    Errand, Held, Quota, Result, Store, StoreError,
    row::{
        gift::GiftRead,
        id_of,
        list::{ListRead, ListRow},
        record,
        reservation::{FormRow, GiverRow, GuestRow, ReservedRow},
    },
    share::person_or_nobody,
    tx::transact,
    work::Work,
};

const RESERVE: &str = include_str!("../query/reserve.surql");

/// What a giver asks for.
#[derive(Clone)]
pub struct Reserving {
    /// Which gift.
    pub gift: GiftId,
    /// Who, and how many.
    pub wish: ReserveWish,
    /// The form that was sent: sent again, it answers the same (R5.2).
    pub form: FormKey,
    /// The language in which the giver is written to, such as `de`.
    pub language: String,
    /// How often an address that nobody has confirmed may be promised under: each time writes to
    /// its mailbox.
    pub quota: Quota,
}

/// Everything that reserving depends on, of one moment.
#[derive(SurrealValue)]
struct Facts {
    form: Option<FormRow>,
    list: Option<ListRow>,
    owners: Vec<RecordId>,
    editors: Vec<RecordId>,
    /// Those of them who were signed in in this browser once.
    here_before: Vec<RecordId>,
    gift: Option<GiftRead>,
    /// Whether the address is that of the account that is signed in.
    account: bool,
    /// Whether the address was confirmed in this browser.
    proved: bool,
    /// The giver who typed this address in this browser, and did not confirm it.
    paired: Vec<GiverRow>,
    /// All givers with this address that confirmed it; only where `account` or `proved`.
    known: Vec<GiverRow>,
    /// Their reservations of the gift that are in state reserved.
    live: Vec<ReservedRow>,
    /// How many live reservations the unconfirmed givers of this browser hold on the list.
    unverified: i64,
    guest: Option<GuestRow>,
}

/// Who reserves, in which words.
struct Asking<'a> {
    actor: &'a Actor,
    browser: &'a BrowserKey,
    asked: &'a Reserving,
}

impl Store {
    /// Reserves a gift on the list behind a share link, in one transaction with the mails about
    /// it. The same form sent again answers the reservation that it made.
    ///
    /// # Errors
    /// As [`domain::reserve`]; refused as not found for an unknown link or gift and for an actor
    /// without a browser; as in need of a passcode (R3.7); as form reused for a form that was sent
    /// with other contents; [`StoreError::TooOften`].
    pub async fn reserve(
        &self,
        errand: Errand<'_>,
        share: &ShareKey,
        asked: Reserving,
    ) -> Result<Held> {
        let browser = errand.actor.browser.as_ref().ok_or_else(StoreError::not_found)?;
        let asking = Asking { actor: errand.actor, browser, asked: &asked };
        transact!(self, errand, |work| {
            let facts = self.facts(share, &asking).await?;
            if let Some(form) = facts.form {
                return self.sent_before(&form, &asking).await;
            }
            let (held, events) = asking.make(work, facts)?;
            self.tell_of_promise(work, &events, &held).await?;
            if held.giver.verified_at.is_none() {
                let mailbox = asked.wish.email.key().mailbox();
                self.tally_in(work, asked.quota, &mailbox).await?;
            }
            Ok(held)
        })
    }

    async fn facts(&self, share: &ShareKey, asking: &Asking<'_>) -> Result<Facts> {
        let asked = asking.asked;
        let ask = self.ask(RESERVE).with("share", share.as_str());
        let ask = ask.with("form", record("form", asked.form.as_str()));
        let ask = ask.with("gift", record("wants", asked.gift));
        let ask = ask.with("key", asked.wish.email.key().as_str());
        let ask = ask.with("browser", asking.browser.as_str());
        let ask = ask.with("person", person_or_nobody(asking.actor.person));
        ask.with("pair", asking.pair("browser")).one().await
    }

    async fn sent_before(&self, form: &FormRow, asking: &Asking<'_>) -> Result<Held> {
        if form.contents != asking.contents() {
            return Err(DomainError::FormReused.into());
        }
        let held = self.held(id_of(&form.reservation)?).await?;
        held.ok_or_else(StoreError::not_found)
    }
}

impl Asking<'_> {
    /// The reservation, and what happened.
    fn make(&self, work: &mut Work<'_>, facts: Facts) -> Result<(Held, Vec<Event>)> {
        let giver_row = self.giver(work, &facts);
        let list_row = facts.list.ok_or_else(StoreError::not_found)?;
        let list_id = list_row.id.clone();
        let read = ListRead {
            list: list_row,
            owners: facts.owners,
            editors: facts.editors,
            gifts: vec![],
        };
        let role = read.role_here(self.actor, &facts.here_before)?;
        let owners = read.everybody()?;
        let list = List::try_from(read.list)?;
        list.require_passed(role, self.actor)?;
        let gift_read = facts.gift.filter(|read| read.wants.list == list_id);
        let gift_read = gift_read.ok_or_else(StoreError::not_found)?;
        let giver = Giver::try_from(giver_row.clone())?;
        let own = facts.live.first().cloned().map(Reservation::try_from).transpose()?;
        let asked = domain::ReservingFacts {
            role,
            giver: &giver,
            own: own.as_ref(),
            unverified_on_list: usize::try_from(facts.unverified).unwrap_or(usize::MAX),
            quantity: self.asked.wish.quantity,
        };
        let id = ReservationId::new(work.id());
        let (gift, reservation, events) =
            domain::reserve(&list, Gift::try_from(gift_read.clone())?, asked, id, work.now())?;
        if giver.verified_at.is_none() {
            work.put(self.guest(facts.guest, &list))?;
        }
        let form = FormRow {
            id: record("form", self.asked.form.as_str()),
            version: 0,
            reservation: record("reserved", id),
            giver: giver_row.id.clone(),
            contents: self.contents(),
        };
        work.put(giver_row)?;
        work.replace(gift_read.wants.holding(&gift))?;
        work.create(ReservedRow::new(&reservation)?)?;
        work.create(form)?;
        let surprise = list.keeps_surprise(work.now());
        let told = events.iter().flat_map(|event| letters(event, &owners, &[], surprise));
        // The giver has to confirm their address by this one, where the list asks for that (R5.4).
        let confirms = |letter: &Letter| {
            reservation.confirm_by.is_some() && matches!(letter, Letter::ReservationMade { .. })
        };
        let (awaited, others): (Vec<_>, Vec<_>) = told.partition(confirms);
        work.post_first(awaited)?;
        work.post(others)?;
        Ok((Held { list, gift, reservation, giver, owners }, events))
    }

    /// Who promises. An address that this account or this browser has confirmed acts as what is
    /// known of it; any other only as a pair with this browser (R5.3, R5.5).
    fn giver(&self, work: &Work<'_>, facts: &Facts) -> GiverRow {
        let proved = facts.account || facts.proved;
        let (found, kind) = match proved {
            true => (facts.known.iter().find(|row| self.stands_under(row)), "confirmed"),
            false => (facts.paired.first(), "browser"),
        };
        let wish = &self.asked.wish;
        let person = self.actor.person.filter(|_| facts.account).map(|p| record("person", p));
        let holder = || facts.known.first().and_then(|row| row.person.clone());
        let row = found.cloned().unwrap_or_else(|| GiverRow {
            id: record("giver", GiverId::new(work.id())),
            version: 0,
            browser: Some(self.browser.as_str().to_owned()),
            person: person.or_else(holder),
            email: Some(wish.email.as_str().to_owned()),
            email_key: Some(wish.email.key().as_str().to_owned()),
            name: None,
            language: String::new(),
            verified_at: proved.then(|| work.now()),
            verified_by: None,
            pair: Some(self.pair(kind)),
            unreminded: unreminded(&facts.known),
            made_at: work.now(),
            readdressed: None,
        });
        // Their latest words: what they are called, and how they are written to.
        let language = self.asked.language.clone();
        GiverRow { name: Some(wish.name.to_string()), language, ..row }
    }

    /// Whether what is promised here may stand under what is known of a giver. Their browser knows it
    /// by that: so it is this one, or one in which the address was confirmed. Where somebody only
    /// typed the address nothing else of it is known, whoever confirmed it later (R5.5).
    fn stands_under(&self, known: &GiverRow) -> bool {
        known.browser.as_deref().is_none_or(|browser| {
            browser == self.browser.as_str() || known.verified_by.as_deref() == Some(browser)
        })
    }

    fn guest(&self, found: Option<GuestRow>, list: &List) -> GuestRow {
        let browser = self.browser.as_str();
        found.unwrap_or_else(|| GuestRow {
            id: record("guest", format_args!("{}_{browser}", list.id)),
            version: 0,
            list: record("list", list.id),
            browser: browser.to_owned(),
        })
    }

    /// This browser and the address, by which no two givers of a kind are made at once.
    fn pair(&self, kind: &str) -> String {
        digest(&[kind, self.browser.as_str(), self.asked.wish.email.key().as_str()])
    }

    /// What was sent in the form, as a digest.
    fn contents(&self) -> String {
        let Reserving { gift, wish, form, language: _, quota: _ } = self.asked;
        digest(&[
            "form",
            form.as_str(),
            self.browser.as_str(),
            &gift.to_string(),
            &wish.quantity.get().to_string(),
            wish.email.as_str(),
            wish.name.as_str(),
        ])
    }
}

/// Whoever wants no reminder under an address, by all that is known of it, wants none of what they
/// promise now.
fn unreminded(known: &[GiverRow]) -> Option<bool> {
    let stopped = known.iter().all(|row| row.unreminded == Some(true));
    (stopped && !known.is_empty()).then_some(true)
}

/// A digest of several texts, none of which can run into the next.
pub(crate) fn digest(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    format!("{:x}", digest.finalize())
}
