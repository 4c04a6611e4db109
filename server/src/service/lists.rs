//! Lists, for their owners (R3).

use std::cmp::Reverse;

use app::{
    backend::Lists,
    error::AppError,
    session::Visit,
    shown::{Edit, over},
};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    DomainError, FieldErrors, List, ListCard, ListDetails, ListForm, ListId, ListRevision,
    ListState, Occasion, OwnerList, OwnersSight, PictureId, Reservation, Role, Surprise, list_card,
    owner_list, parse_surprise, shown_name,
};
use store::{ListRule, LookedAfter, OwnedList};

use super::{passcode, person};
use crate::site::Site;

/// Fulfils [`Lists`].
pub(super) struct Service(pub(super) Site);

impl Service {
    /// Changes a list by a rule, and tells open pages.
    pub(super) async fn change(
        &self,
        visit: &Visit,
        list: ListId,
        rule: ListRule<'_>,
    ) -> Result<(), AppError> {
        self.change_upon(visit, list, rule).await.map(drop)
    }

    /// The same; answers the list as it is then, and which revision that made of the one that the
    /// visit names as read, if it names one (R10.5).
    pub(super) async fn change_upon(
        &self,
        visit: &Visit,
        list: ListId,
        rule: ListRule<'_>,
    ) -> Result<(LookedAfter, Option<ListRevision>), AppError> {
        let owner = person(visit)?;
        let share_key = |list, generation| self.0.secrets.share_key_of(list, generation);
        let errand = self.0.errand(visit);
        let changed = self.0.store.change_list_upon(errand, owner, list, &share_key, rule).await;
        let changed = self.0.answer(changed)?;
        self.0.announce(list).await;
        Ok(changed)
    }

    /// Takes back what was saved of a list; refused where any of it was changed once more (R3.4).
    pub(super) async fn take_back(
        &self,
        visit: &Visit,
        list: ListId,
        edit: &Edit<ListForm>,
        confirmed: bool,
    ) -> Result<(), AppError> {
        person(visit)?;
        let shown = |form: &ListForm| form.parse().map(|details| ListForm::of(&details));
        let edit = Edit { before: shown(&edit.before)?, after: shown(&edit.after)? };
        let now = self.0.clock.now();
        self.change(visit, list, &|list| {
            let stands = ListForm::of(&list.details);
            let back = edit.taken_back(&stands).ok_or_else(DomainError::replaced)?;
            match back == stands {
                true => Ok((list, vec![])),
                false => list.edit(back.parse()?, confirmed, now),
            }
        })
        .await
    }
}

/// The path of a list's share link, once it is shared.
pub(super) fn share_path(site: &Site, list: &List) -> Option<String> {
    (list.state != ListState::Draft)
        .then(|| format!("/l/{}", site.secrets.share_token(list.id, list.share_generation)))
}

/// What givers did on a list, as far as its owners may see it. Under surprise nothing of it is even
/// loaded (R3.6).
pub(super) enum Sight {
    /// Surprise holds.
    Surprise,
    /// Live reservations with what their givers call themselves.
    Shown(Vec<(Reservation, Option<String>)>),
}

impl Sight {
    /// What the owners of a list may see now.
    ///
    /// # Errors
    /// As the store.
    pub(super) async fn load(
        site: &Site,
        list: &List,
        now: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        if list.keeps_surprise(now) {
            return Ok(Self::Surprise);
        }
        let reservations = site.answer(site.store.reservations_of(list.id).await)?;
        let named = reservations.into_iter().map(|(reservation, name)| {
            let name = shown_name(list, &reservation, name, now);
            (reservation, name.map(String::from))
        });
        Ok(Self::Shown(named.collect()))
    }

    /// A list as those who edit it see it.
    pub(super) fn of(&self, site: &Site, owned: &OwnedList, now: DateTime<Utc>) -> OwnerList {
        let OwnedList { list, role, gifts, .. } = owned;
        let share = share_path(site, list);
        let (sight, revision) = match self {
            Self::Surprise => (OwnersSight::Surprise, list.owner_revision),
            Self::Shown(reservations) => (OwnersSight::Shown(reservations), owned.revision),
        };
        owner_list(list, *role, gifts, sight, share, revision, now)
    }
}

/// A list as those who edit it see it now, with its gifts called as they are in `owned`.
///
/// # Errors
/// As the store.
pub(super) async fn view(site: &Site, owned: OwnedList) -> Result<OwnerList, AppError> {
    let now = site.clock.now();
    let sight = Sight::load(site, &owned.list, now).await?;
    Ok(sight.of(site, &owned, now))
}

/// Where a list stands among others of the same person (R3.3).
pub(super) fn place(id: ListId, state: ListState, role: Role, day: Option<NaiveDate>) -> impl Ord {
    let closed = state == ListState::Closed;
    (closed, !closed && role == Role::CoOwner, Reverse(day), Reverse(id))
}

/// A form by which a list is made, and what was chosen about its surprise.
pub(super) fn parse_new(
    form: &ListForm,
    surprise: &str,
) -> Result<(ListDetails, Surprise), AppError> {
    let mut errors = FieldErrors::default();
    let occasion = Occasion::parse(&form.occasion).unwrap_or(Occasion::Other);
    let surprise = errors.take("surprise", parse_surprise(surprise, occasion));
    match (form.parse(), surprise) {
        (Ok(details), Some(surprise)) => Ok((details, surprise)),
        (Err(wrong), _) => Err(wrong.into()),
        (Ok(_), None) => Err(errors.into()),
    }
}

#[async_trait]
impl Lists for Service {
    async fn mine(&self, visit: &Visit) -> Result<Vec<ListCard>, AppError> {
        let me = person(visit)?;
        let owned = self.0.answer(self.0.store.lists_of(me).await)?;
        let now = self.0.clock.now();
        let mut cards: Vec<_> = owned
            .iter()
            .map(|owned| list_card(&owned.list, owned.role, &owned.gifts, now))
            .collect();
        if cards.iter().any(|card| card.role == Role::CoOwner) {
            let owners = self.0.answer(self.0.store.owners_of(me).await)?;
            for card in cards.iter_mut().filter(|card| card.role == Role::CoOwner) {
                let owner = owners.iter().find(|(list, _)| *list == card.id);
                card.with = owner.map(|(_, name)| name.to_string());
            }
        }
        cards.sort_by_key(|card| {
            place(card.id, card.state, card.role, card.banner.date.map(|date| date.day))
        });
        Ok(cards)
    }

    async fn owned(&self, visit: &Visit, list: ListId) -> Result<OwnerList, AppError> {
        let owned = self.0.answer(self.0.store.owned_list(person(visit)?, list).await)?;
        let names = self.0.ideas.names(visit.language).await;
        view(&self.0, names.owned(owned)).await
    }

    async fn create(
        &self,
        visit: &Visit,
        form: ListForm,
        surprise: &str,
    ) -> Result<ListId, AppError> {
        let owner = person(visit)?;
        let (details, surprise) = parse_new(&form, surprise)?;
        let made = self.0.store.create_list(self.0.errand(visit), owner, details, surprise).await;
        self.0.answer(made)
    }

    async fn edit(
        &self,
        visit: &Visit,
        list: ListId,
        form: ListForm,
        confirmed: bool,
    ) -> Result<(), AppError> {
        self.edit_shown(visit, list, form, "", confirmed).await
    }

    async fn edit_shown(
        &self,
        visit: &Visit,
        list: ListId,
        form: ListForm,
        shown: &str,
        confirmed: bool,
    ) -> Result<(), AppError> {
        person(visit)?;
        form.parse()?;
        let now = self.0.clock.now();
        self.change(visit, list, &|list| {
            let form = over(form.clone(), shown, &ListForm::of(&list.details));
            list.edit(form.parse()?, confirmed, now)
        })
        .await
    }

    async fn set_cover(
        &self,
        visit: &Visit,
        list: ListId,
        picture: Option<PictureId>,
    ) -> Result<(), AppError> {
        self.change(visit, list, &|list| list.set_picture(picture.clone())).await
    }

    async fn share(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        self.change(visit, list, &List::share).await
    }

    async fn rotate_share(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        self.change(visit, list, &|list| Ok(list.rotate_share())).await
    }

    async fn set_passcode(&self, visit: &Visit, list: ListId, typed: &str) -> Result<(), AppError> {
        // Nothing is hashed for somebody whose list it is not.
        self.0.answer(self.0.store.owned_list(person(visit)?, list).await)?;
        let hash = passcode::hashed(&self.0, list, typed).await?;
        self.change(visit, list, &|list| Ok(list.set_passcode(Some(hash.clone())))).await
    }

    async fn remove_passcode(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        self.change(visit, list, &|list| Ok(list.set_passcode(None))).await
    }

    async fn close(&self, visit: &Visit, list: ListId, tell_givers: bool) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, list, &|list| list.close(tell_givers, now)).await
    }

    async fn reopen(&self, visit: &Visit, list: ListId) -> Result<(), AppError> {
        self.change(visit, list, &List::reopen).await
    }

    async fn set_surprise(
        &self,
        visit: &Visit,
        list: ListId,
        surprise: Surprise,
        confirmed: bool,
    ) -> Result<(), AppError> {
        let now = self.0.clock.now();
        self.change(visit, list, &|list| list.set_surprise(surprise, confirmed, now)).await
    }
}
