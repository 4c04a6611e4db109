//! What happened on an owner's lists since they read of it last (R7.7).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Gift, Giver, GiversAct, ListId, OwnerMails, PersonId, PersonName, Reservation, ReservationId,
    ReservationState, act_between, became_one,
};
use store::{Digest, OwnedList};

use super::{Desk, Result};
use crate::{
    ideas::Names,
    mail::{
        accounts::Reader,
        owners::{self, Owner, Told, ToldAct},
        worker::Composed,
    },
};

/// What happened on a list.
struct Happened {
    owned: OwnedList,
    acts: Vec<(GiversAct, Reservation, Giver)>,
}

impl Desk<'_> {
    pub(super) async fn digest(&self, person: PersonId, day: NaiveDate) -> Result<Composed> {
        if self.site.store.owner_mails(person).await? != OwnerMails::Daily {
            return Ok(Composed::Moot("the owner wants no digest any more"));
        }
        let Some(digest) = self.site.store.digest(person, day).await? else {
            return Ok(Composed::Moot("the digest is too old"));
        };
        let (mut lists, now) = (self.site.store.lists_of(person).await?, self.site.clock.now());
        // Looked at here, since a surprise may have begun: of such a list nothing is read (R3.6).
        lists.retain(|owned| !owned.list.keeps_surprise(now));
        let ids: Vec<_> = lists.iter().map(|owned| owned.list.id).collect();
        let mut given: HashMap<ListId, Vec<(Reservation, Giver)>> = HashMap::new();
        for (promise, giver) in self.site.store.given_on(&ids, digest.since).await? {
            given.entry(promise.list).or_default().push((promise, giver));
        }
        let happened = lists.into_iter().filter_map(|owned| {
            let mut acts = acts(given.remove(&owned.list.id)?, digest);
            // What the owner did, from before the list was theirs too.
            acts.retain(|(_, _, giver)| giver.person != Some(person));
            (!acts.is_empty()).then_some(Happened { owned, acts })
        });
        let happened: Vec<_> = happened.collect();
        if happened.is_empty() {
            return Ok(Composed::Moot("nothing happened that the owner may know"));
        }
        let content = self.site.ideas.at_hand().await;
        self.account(person, |Reader { tongue, name, addresses }, _| {
            let names = Names::new(content, tongue.0);
            let happened: Vec<_> = happened.into_iter().map(|it| it.named(&names)).collect();
            let reader = Owner { id: person, tongue, name, addresses };
            let told: Vec<_> = happened.iter().map(Happened::told).collect();
            Some(owners::digest(reader, day, &told))
        })
        .await
    }
}

/// What givers did on one list, in the order in which they did it.
fn acts(
    given: Vec<(Reservation, Giver)>,
    Digest { since, until }: Digest,
) -> Vec<(GiversAct, Reservation, Giver)> {
    // A purchase that was taken back may have become one with what they had reserved: then they
    // still give it.
    let is_joined = |freed: &Reservation| given.iter().any(|(other, _)| became_one(freed, other));
    let joined = given.iter().filter(|(promise, _)| is_joined(promise));
    let joined: HashSet<ReservationId> = joined.map(|(promise, _)| promise.id).collect();
    let mut acts: Vec<_> = given
        .into_iter()
        .filter(|(promise, _)| !joined.contains(&promise.id))
        .filter_map(|(promise, giver)| {
            let act = act_between(&promise, since, until)?;
            Some((act, promise, giver))
        })
        .collect();
    acts.sort_by_key(|(act, promise, _)| (done_at(*act, promise), promise.id));
    acts
}

impl Happened {
    /// The same with gifts called by these names (R8.5).
    fn named(self, names: &Names) -> Self {
        let gifts = &self.owned.gifts;
        let acts = self.acts.into_iter();
        let acts = acts.map(|(act, promise, giver)| (act, names.promise(gifts, promise), giver));
        Self { acts: acts.collect(), owned: names.owned(self.owned) }
    }

    fn told(&self) -> Told<'_> {
        let acts = self.acts.iter().map(|(act, promise, giver)| ToldAct {
            act: *act,
            giver: giver.name.as_ref().map(PersonName::as_str),
            gift: self.called(promise),
            quantity: promise.quantity.get(),
        });
        Told { list: &self.owned.list, acts: acts.collect() }
    }

    /// What the gift is called now, or was when it was promised, if it is on the list no more.
    fn called<'a>(&'a self, promise: &'a Reservation) -> &'a str {
        let is_meant = |gift: &&Gift| gift.id == promise.gift && !gift.removed;
        let gift = self.owned.gifts.iter().find(is_meant);
        gift.map_or(&promise.snapshot, |gift| &gift.details).name.as_str()
    }
}

fn done_at(act: GiversAct, promise: &Reservation) -> DateTime<Utc> {
    match (act, promise.state) {
        (
            GiversAct::Purchased | GiversAct::Freed,
            ReservationState::Purchased { at } | ReservationState::Cancelled { at },
        ) => at,
        _ => promise.made_at,
    }
}
