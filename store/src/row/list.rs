//! Rows of lists and of who edits them.

use chrono::{DateTime, Utc};
use domain::{
    Actor, EventDate, GivingRules, List, ListDetails, ListId, ListState, Lock, Occasion,
    PasscodeHash, PersonId, Role, ShareKey, Surprise, Zone,
};
use surrealdb::types::{RecordId, SurrealValue};

use crate::{
    StoreError,
    row::{count, gift::GiftRead, id_of, record, rows},
};

rows! {
    "list" ListRow {
        title: String,
        occasion: String,
        welcome: String,
        day: Option<String>,
        zone: Option<String>,
        for_whom: String,
        delivery: String,
        cover: String,
        picture: Option<String>,
        state: String,
        surprise: String,
        revealed_at: Option<DateTime<Utc>>,
        confirm_first: Option<bool>,
        remind: Option<bool>,
        closed_at: Option<DateTime<Utc>>,
        share_generation: i64,
        share_key: Option<String>,
        passcode_hash: Option<String>,
        passcode_generation: Option<i64>,
        owner_revision: i64,
        made_at: DateTime<Utc>,
        /// When its words go, if it lies in the bin.
        erase_at: Option<DateTime<Utc>>,
        /// When they went.
        erased_at: Option<DateTime<Utc>>,
    }
    "owns" OwnsRow {
        #[surreal(rename = "in")]
        from: RecordId,
        out: RecordId,
        since: DateTime<Utc>,
    }
    "edits" EditsRow {
        #[surreal(rename = "in")]
        from: RecordId,
        out: RecordId,
        since: DateTime<Utc>,
    }
}

/// A list as queries answer it: with those who edit it and some or all of its gifts.
#[derive(Debug, Clone, SurrealValue)]
pub(crate) struct ListRead {
    pub(crate) list: ListRow,
    pub(crate) owners: Vec<RecordId>,
    pub(crate) editors: Vec<RecordId>,
    pub(crate) gifts: Vec<GiftRead>,
}

impl ListRead {
    /// What somebody is to the list. One in the bin is nobody's: only the bin knows whose it was.
    pub(crate) fn role(&self, person: Option<PersonId>) -> Role {
        if self.list.erase_at.is_some() {
            return Role::Guest;
        }
        self.role_before(person)
    }

    /// What somebody is to the list, or was before it was put into the bin.
    pub(crate) fn role_before(&self, person: Option<PersonId>) -> Role {
        let person = person.map(|person| record("person", person));
        let among = |people: &[RecordId]| person.as_ref().is_some_and(|id| people.contains(id));
        if among(&self.owners) {
            Role::Owner
        } else if among(&self.editors) {
            Role::CoOwner
        } else {
            Role::Guest
        }
    }

    /// What somebody is to the list who holds its share link. In a browser where nobody is signed
    /// in, and one of its owners once was, it is that owner who looks (R5.1).
    pub(crate) fn role_here(
        &self,
        actor: &Actor,
        here_before: &[RecordId],
    ) -> Result<Role, StoreError> {
        let before = here_before.first().map(id_of).transpose()?;
        Ok(self.role(actor.person.or(before)))
    }

    /// Everybody who edits the list.
    pub(crate) fn everybody(&self) -> Result<Vec<PersonId>, StoreError> {
        self.owners.iter().chain(&self.editors).map(id_of).collect()
    }

    /// What rises with everything that changes on the list.
    pub(crate) fn revision(&self) -> u64 {
        let versions = self.gifts.iter().map(|gift| gift.wants.version);
        u64::try_from(self.list.owner_revision + versions.sum::<i64>()).unwrap_or(0)
    }

    /// The gift with this id, if it is on the list.
    pub(crate) fn gift(&self, id: domain::GiftId) -> Option<&GiftRead> {
        let id = record("wants", id);
        self.gifts.iter().find(|gift| gift.wants.id == id)
    }
}

impl ListRow {
    /// The row of a new list.
    pub(crate) fn new(list: &List, now: DateTime<Utc>) -> Self {
        let blank = Self {
            id: record("list", list.id),
            version: 0,
            title: String::new(),
            occasion: String::new(),
            welcome: String::new(),
            day: None,
            zone: None,
            for_whom: String::new(),
            delivery: String::new(),
            cover: String::new(),
            picture: None,
            state: String::new(),
            surprise: String::new(),
            revealed_at: None,
            confirm_first: None,
            remind: None,
            closed_at: None,
            share_generation: 0,
            share_key: None,
            passcode_hash: None,
            passcode_generation: None,
            owner_revision: 0,
            made_at: now,
            erase_at: None,
            erased_at: None,
        };
        blank.holding(list, None)
    }

    /// The row, saying what `list` says. Its share link stays as it is.
    pub(crate) fn holding_all_but_link(self, list: &List) -> Self {
        let share = self.share_key.clone().map(ShareKey::new);
        self.holding(list, share)
    }

    /// The row, saying what `list` says.
    pub(crate) fn holding(self, list: &List, share: Option<ShareKey>) -> Self {
        let details = &list.details;
        Self {
            title: details.title.to_string(),
            occasion: details.occasion.code().to_owned(),
            welcome: details.welcome.to_string(),
            day: details.date.map(|date| date.day.to_string()),
            zone: details.date.map(|date| date.zone.name().to_owned()),
            for_whom: details.for_whom.to_string(),
            delivery: details.delivery.to_string(),
            cover: details.cover.code().to_owned(),
            picture: list.picture.as_ref().map(ToString::to_string),
            state: list.state.code().to_owned(),
            surprise: list.surprise.code().to_owned(),
            revealed_at: list.revealed_at,
            confirm_first: Some(list.giving.confirm_first),
            remind: Some(list.giving.remind),
            closed_at: list.closed_at,
            share_generation: i64::from(list.share_generation),
            share_key: share.map(|key| key.as_str().to_owned()),
            passcode_hash: list.lock.hash.as_ref().map(|hash| hash.as_str().to_owned()),
            passcode_generation: Some(i64::from(list.lock.generation)),
            owner_revision: i64::try_from(list.owner_revision).unwrap_or(i64::MAX),
            erase_at: list.erase_at,
            ..self
        }
    }

    fn date(&self) -> Result<Option<EventDate>, StoreError> {
        let (Some(day), Some(zone)) = (&self.day, &self.zone) else { return Ok(None) };
        let day = day.parse().map_err(|why| StoreError::spoilt("day", why))?;
        let zone = Zone::parse(zone).map_err(|why| StoreError::spoilt("zone", why))?;
        Ok(Some(EventDate { day, zone }))
    }
}

/// What was chosen; what nobody has chosen yet is as usual.
fn giving(confirm_first: Option<bool>, remind: Option<bool>) -> GivingRules {
    let usual = GivingRules::default();
    GivingRules {
        confirm_first: confirm_first.unwrap_or(usual.confirm_first),
        remind: remind.unwrap_or(usual.remind),
    }
}

impl TryFrom<ListRow> for List {
    type Error = StoreError;

    fn try_from(row: ListRow) -> Result<Self, StoreError> {
        let date = row.date()?;
        let spoilt = |why| StoreError::spoilt("list", why);
        let id: ListId = id_of(&row.id)?;
        let state = ListState::from_code(&row.state);
        let picture = row.picture.as_deref().map(str::parse).transpose();
        Ok(Self {
            id,
            picture: picture.map_err(|why| StoreError::spoilt("picture", why))?,
            details: ListDetails {
                title: domain::Title::parse(&row.title).map_err(spoilt)?,
                occasion: Occasion::parse(&row.occasion).map_err(spoilt)?,
                welcome: domain::Welcome::parse(&row.welcome).map_err(spoilt)?,
                date,
                for_whom: domain::ForWhom::parse(&row.for_whom).map_err(spoilt)?,
                delivery: domain::DeliveryMessage::parse(&row.delivery).map_err(spoilt)?,
                cover: Occasion::parse(&row.cover).map_err(spoilt)?,
            },
            state: state.ok_or_else(|| StoreError::spoilt("list", &row.state))?,
            surprise: Surprise::parse(&row.surprise).map_err(spoilt)?,
            revealed_at: row.revealed_at,
            giving: giving(row.confirm_first, row.remind),
            closed_at: row.closed_at,
            share_generation: count(row.share_generation)?,
            lock: Lock {
                hash: row.passcode_hash.map(PasscodeHash::new),
                generation: row.passcode_generation.map_or(Ok(0), count)?,
            },
            owner_revision: u64::try_from(row.owner_revision).unwrap_or(0),
            erase_at: row.erase_at,
        })
    }
}
