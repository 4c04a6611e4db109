//! A gift list, and who may know what about it (R3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DeliveryMessage, DomainError, Event, EventDate, FieldProblem, ForWhom, GivingRules, ListId,
    Lock, PictureId, Role, Title, Welcome,
};

mod occasion;

pub use self::occasion::{Cover, Occasion};

/// A list, without its gifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its id, which opens nothing by itself.
    pub id: ListId,
    /// What its owners wrote.
    pub details: ListDetails,
    /// The owners' own picture on top, instead of one of ours (R3.2).
    pub picture: Option<PictureId>,
    /// Whether givers can reserve.
    pub state: ListState,
    /// Whether owners see what givers do.
    pub surprise: Surprise,
    /// When the surprise ended, by hand, by closing, or by moving the date. Of one that ended with its
    /// day it is noted once another day is chosen.
    pub revealed_at: Option<DateTime<Utc>>,
    /// What it asks of its givers (R5.4, R5.8).
    pub giving: GivingRules,
    /// When it was closed, while it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// Which share link is the good one; rotating raises it (R3.7).
    pub share_generation: u32,
    /// Whether the share link alone opens it (R3.7).
    pub lock: Lock,
    /// Rises by what owners may see, and by nothing else (R3.6). Where a surprise begins it goes on
    /// above what they have read.
    pub owner_revision: u64,
    /// Until when it can be brought back, if it was deleted; then its words are erased (R3.10).
    pub erase_at: Option<DateTime<Utc>>,
}

/// What owners write on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDetails {
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub occasion: Occasion,
    /// A greeting to givers.
    pub welcome: Welcome,
    /// The day, where there is one.
    pub date: Option<EventDate>,
    /// For whom.
    pub for_whom: ForWhom,
    /// Where gifts shall go.
    pub delivery: DeliveryMessage,
    /// The picture on top.
    pub cover: Cover,
}

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListState {
    /// Never shared: no link works yet.
    Draft,
    /// Givers reserve.
    Open,
    /// Givers can only finish what they promised (R3.5).
    Closed,
}

/// Whether owners see who reserves what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surprise {
    /// They see it.
    Show,
    /// They see nothing of it until the date has passed, the list is closed, or they lift it.
    Keep,
}

impl ListState {
    /// The word that stands in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Closed].into_iter().find(|state| state.code() == code)
    }
}

impl Surprise {
    /// The word that stands in forms and the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Keep => "keep",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`FieldProblem::NotAChoice`].
    pub fn parse(raw: &str) -> Result<Self, FieldProblem> {
        [Self::Show, Self::Keep]
            .into_iter()
            .find(|surprise| surprise.code() == raw.trim())
            .ok_or(FieldProblem::NotAChoice)
    }
}

impl List {
    /// A list that is new: nobody was told of it, and nothing came of it yet.
    pub fn draft(id: ListId, details: ListDetails, surprise: Surprise) -> Self {
        Self {
            id,
            details,
            picture: None,
            state: ListState::Draft,
            surprise,
            revealed_at: None,
            giving: GivingRules::default(),
            closed_at: None,
            share_generation: 0,
            lock: Lock::default(),
            owner_revision: 0,
            erase_at: None,
        }
    }

    /// Whether owners are kept from seeing what givers do, now (R3.6).
    pub fn keeps_surprise(&self, now: DateTime<Utc>) -> bool {
        self.surprise == Surprise::Keep
            && self.revealed_at.is_none()
            && self.state != ListState::Closed
            && !self.details.date.is_some_and(|date| date.is_over(now))
    }

    /// Whether gifts may be added and changed (R3.5).
    ///
    /// # Errors
    /// [`DomainError::ListClosed`].
    pub fn require_editable(&self) -> Result<(), DomainError> {
        if self.state == ListState::Closed {
            return Err(DomainError::ListClosed);
        }
        Ok(())
    }

    /// Whether somebody may reserve here (R1, R3.1, R3.5).
    ///
    /// # Errors
    /// [`DomainError::OwnList`], [`DomainError::ListDraft`] or [`DomainError::ListClosed`].
    pub fn require_reservable(&self, role: Role) -> Result<(), DomainError> {
        match self.state {
            _ if role.may_edit() => Err(DomainError::OwnList),
            ListState::Draft => Err(DomainError::ListDraft),
            ListState::Closed => Err(DomainError::ListClosed),
            ListState::Open => Ok(()),
        }
    }

    /// Opens a draft to givers (R3.1). Sharing again changes nothing.
    ///
    /// # Errors
    /// [`DomainError::ListClosed`].
    pub fn share(mut self) -> Result<(Self, Vec<Event>), DomainError> {
        match self.state {
            ListState::Draft => {
                self.state = ListState::Open;
                let event = Event::ListShared { list: self.id };
                Ok((self.seen_by_owners(), vec![event]))
            }
            ListState::Open => Ok((self, vec![])),
            ListState::Closed => Err(DomainError::ListClosed),
        }
    }

    /// Gives the list a new share link; the old one stops working (R3.7).
    pub fn rotate_share(mut self) -> (Self, Vec<Event>) {
        self.share_generation += 1;
        let event = Event::ShareRotated { list: self.id };
        (self.seen_by_owners(), vec![event])
    }

    /// Closes the list. A surprise ends with it, for good (R3.5, R3.6).
    ///
    /// # Errors
    /// [`DomainError::ListClosed`], [`DomainError::ListDraft`].
    pub fn close(
        mut self,
        tell_givers: bool,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        match self.state {
            ListState::Closed => return Err(DomainError::ListClosed),
            ListState::Draft => return Err(DomainError::ListDraft),
            ListState::Open => {}
        }
        let lifts = self.keeps_surprise(now);
        if lifts {
            self.revealed_at = Some(now);
        }
        self.state = ListState::Closed;
        self.closed_at = Some(now);
        let event = Event::ListClosed { list: self.id, tell_givers, lifts };
        Ok((self.seen_by_owners(), vec![event]))
    }

    /// Opens a closed list again. What owners have seen stays seen.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] unless it is closed.
    pub fn reopen(mut self) -> Result<(Self, Vec<Event>), DomainError> {
        if self.state != ListState::Closed {
            return Err(DomainError::wrong_state(self.state));
        }
        self.state = ListState::Open;
        self.closed_at = None;
        let event = Event::ListReopened { list: self.id };
        Ok((self.seen_by_owners(), vec![event]))
    }

    /// Changes what owners wrote. Moving the date so that the surprise ends is a reveal, which
    /// needs `confirmed`, and so is moving it so that it ends earlier than givers were told. A
    /// surprise that ended with its day stays ended, whatever day comes after it (R3.6).
    ///
    /// # Errors
    /// [`DomainError::WouldReveal`] where it would, and was not confirmed.
    pub fn edit(
        mut self,
        details: ListDetails,
        confirmed: bool,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        let kept = self.keeps_surprise(now);
        let before = std::mem::replace(&mut self.details, details).date;
        if self.details.date != before {
            self.note_end(before, now);
        }
        let mut events = vec![Event::ListEdited { list: self.id }];
        if kept {
            let reveals = !self.keeps_surprise(now);
            let sooner = self.was_shared() && ends_sooner(before, self.details.date);
            if (reveals || sooner) && !confirmed {
                return Err(DomainError::WouldReveal);
            }
            if reveals {
                self.revealed_at = Some(now);
                events.push(Event::SurpriseLifted { list: self.id });
            } else if sooner {
                events.push(Event::SurpriseShortened { list: self.id });
            }
        }
        Ok((self.seen_by_owners(), events))
    }

    /// Notes that the surprise ended with this day, if it did.
    fn note_end(&mut self, day: Option<EventDate>, now: DateTime<Utc>) {
        let kept = self.surprise == Surprise::Keep && self.revealed_at.is_none();
        if kept && self.was_shared() {
            self.revealed_at = day.filter(|day| day.is_over(now)).map(EventDate::ends_at);
        }
    }

    /// Whether there may be givers who were told how long the surprise lasts.
    fn was_shared(&self) -> bool {
        self.state != ListState::Draft
    }

    /// Puts an own picture on top, or one of ours again (R3.2).
    ///
    /// # Errors
    /// [`DomainError::ListClosed`].
    pub fn set_picture(
        mut self,
        picture: Option<PictureId>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        self.require_editable()?;
        self.picture = picture;
        let event = Event::ListEdited { list: self.id };
        Ok((self.seen_by_owners(), vec![event]))
    }

    /// Puts an own picture back on top that was taken away while `chosen` was chosen among ours, or
    /// nothing was (R3.4). Where it is there again nothing changes.
    ///
    /// # Errors
    /// [`DomainError::WrongState`] where another cover was chosen since, [`DomainError::ListClosed`].
    pub fn put_picture_back(
        self,
        picture: PictureId,
        chosen: Option<Cover>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        if self.picture.as_ref() == Some(&picture) {
            return Ok((self, vec![]));
        }
        let chosen_now = self.details.occasion.other_cover(self.details.cover);
        if self.picture.is_some() || chosen_now != chosen {
            return Err(DomainError::replaced());
        }
        self.set_picture(Some(picture))
    }

    /// Sets what it asks of its givers from now on (R5.4, R5.8).
    pub fn set_giving(mut self, giving: GivingRules) -> (Self, Vec<Event>) {
        if self.giving == giving {
            return (self, vec![]);
        }
        self.giving = giving;
        let event = Event::ListEdited { list: self.id };
        (self.seen_by_owners(), vec![event])
    }

    /// Sets whether owners see what givers do. Lifting a surprise needs `confirmed` (R3.6).
    ///
    /// # Errors
    /// [`DomainError::WouldReveal`] where it would reveal and was not confirmed.
    pub fn set_surprise(
        mut self,
        surprise: Surprise,
        confirmed: bool,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Event>), DomainError> {
        let kept = self.keeps_surprise(now);
        self.surprise = surprise;
        let mut events = vec![Event::ListEdited { list: self.id }];
        match surprise {
            Surprise::Show if kept => {
                if !confirmed {
                    return Err(DomainError::WouldReveal);
                }
                self.revealed_at = Some(now);
                events.push(Event::SurpriseLifted { list: self.id });
            }
            Surprise::Show => {}
            Surprise::Keep => self.revealed_at = None,
        }
        Ok((self.seen_by_owners(), events))
    }

    /// The list after a change that its owners may see.
    #[must_use]
    pub fn seen_by_owners(mut self) -> Self {
        self.owner_revision += 1;
        self
    }
}

/// Whether a surprise that ends with the day ends earlier by another day, or only by that at all.
fn ends_sooner(before: Option<EventDate>, after: Option<EventDate>) -> bool {
    match (before.map(EventDate::ends_at), after.map(EventDate::ends_at)) {
        (Some(before), Some(after)) => after < before,
        (None, after) => after.is_some(),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests;
