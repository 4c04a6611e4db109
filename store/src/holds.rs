//! Promises whose giver had to confirm their address first, and did not in time (R5.4).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{ListId, ReservationId, lapse};
use surrealdb::types::RecordId;

use crate::{Held, Result, Store, lists::post, row::id_of, tx::transact, work::Housekeeping};

const HOLDS: &str = include_str!("../query/holds.surql");

impl Store {
    /// Lets go of every promise whose giver did not confirm their address in time, corrects what is
    /// left of its gift, and writes to the giver. The lists on which that happened are in `ended`
    /// then, also where it fails before all of it is done.
    ///
    /// # Errors
    /// [`crate::StoreError`].
    pub async fn end_holds(&self, now: DateTime<Utc>, ended: &mut BTreeSet<ListId>) -> Result<()> {
        let over: Vec<RecordId> = self.ask(HOLDS).with("now", now).one().await?;
        for reservation in &over {
            ended.extend(self.end_hold(id_of(reservation)?, now).await?);
        }
        Ok(())
    }

    /// The list of a promise that was let go. One that was confirmed meanwhile is kept; so is one
    /// whose list does not ask for that any more. Neither is looked at again.
    async fn end_hold(&self, id: ReservationId, now: DateTime<Utc>) -> Result<Option<ListId>> {
        let pen = &Housekeeping(now);
        transact!(self, pen, |work| {
            let Some(read) = self.held_read(id).await? else { return Ok(None) };
            let (wants, reserved, giver) =
                (read.gift.wants.clone(), read.reserved.clone(), read.giver.clone());
            let held = Held::try_from(read)?;
            let reservation = held.reservation.clone();
            if !reservation.is_hold_over(now) || held.list.is_deleted() {
                return Ok(None);
            }
            if held.giver.verified_at.is_some() || !held.list.giving.confirm_first {
                // Who writes a promise writes its gift too.
                work.replace(wants)?;
                work.replace(reserved.holding(&reservation.kept())?)?;
                return Ok(None);
            }
            let (gift, reservation, events) = lapse(held.gift.clone(), reservation, now)?;
            work.replace(wants.holding(&gift))?;
            work.replace(reserved.holding(&reservation)?)?;
            // Whoever confirms the address writes the giver: one of the two is first.
            work.replace(giver)?;
            post(work, &events, &held.owners, &[], held.list.keeps_surprise(now))?;
            self.tell_of_promise(work, &events, &held).await?;
            Ok(Some(held.list.id))
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::{
        Actor, BrowserKey, EmailAddress, FormKey, GiftForm, GiverId, GivingRules, List, ListForm,
        NO_TERMS, PersonId, PersonName, Quantity, ReserveWish, SessionKey, ShareKey, Surprise,
    };

    use super::*;
    use crate::{
        Adding, Errand, NewSession, NewSignUp, Quota, Reserving,
        in_tests::run,
        row::{record, reservation::GiverRow},
    };

    const GIVER: &str = include_str!("../query/giver.surql");

    fn now() -> DateTime<Utc> {
        "2026-11-01T12:00:00Z".parse().unwrap()
    }

    fn errand<'a>(actor: &'a Actor, ids: &'a Housekeeping) -> Errand<'a> {
        Errand { actor, terms: &NO_TERMS, now: ids.0, ids }
    }

    fn share_key(list: ListId, generation: u32) -> ShareKey {
        ShareKey::new(format!("share-{list}-{generation}"))
    }

    async fn somebody(store: &Store, name: &str) -> PersonId {
        let browser = BrowserKey::new(format!("browser-{name}"));
        let actor = Actor { browser: Some(browser.clone()), ..Actor::default() };
        let ids = Housekeeping(now());
        let new = NewSignUp {
            name: PersonName::parse(name).unwrap(),
            email: Some(EmailAddress::parse(&format!("{name}@example.org")).unwrap()),
            password_hash: Some("none".to_owned()),
            browser: browser.clone(),
            language: "en".to_owned(),
            identity: None,
        };
        let session = NewSession {
            key: SessionKey::new(format!("session-{name}")),
            browser: browser.clone(),
            device: String::new(),
        };
        let errand = errand(&actor, &ids);
        let sign_up = store.start_sign_up(errand, new, 10).await.unwrap();
        store.finish_sign_up(errand, sign_up, 1, &browser, session).await.unwrap().person
    }

    /// A shared list that asks givers to confirm their address, and somebody who did not, but promised
    /// something on it then.
    async fn promised(
        store: &Store,
        owner: PersonId,
        who: &str,
        then: DateTime<Utc>,
    ) -> (ListId, Held) {
        let (actor, ids) = (Actor { person: Some(owner), ..Actor::default() }, Housekeeping(then));
        let errand = errand(&actor, &ids);
        let form = ListForm {
            title: "Birthday".to_owned(),
            occasion: "birthday".to_owned(),
            ..ListForm::default()
        };
        let details = form.parse().unwrap();
        let list = store.create_list(errand, owner, details, Surprise::Keep).await.unwrap();
        let rules = GivingRules { confirm_first: true, ..GivingRules::default() };
        let asks = move |list: List| Ok(list.set_giving(rules));
        store.change_list(errand, owner, list, &share_key, &asks).await.unwrap();
        let shared = store.change_list(errand, owner, list, &share_key, &List::share).await;
        let form = GiftForm { name: "Train".to_owned(), ..GiftForm::default() };
        let wish = form.parse(then.date_naive(), None).unwrap();
        let adding = Adding { wish, product: None, again: true };
        let gift = store.add_gift(errand, owner, list, adding).await.unwrap();
        let browser = Some(BrowserKey::new(format!("browser-{who}")));
        let giver = Actor { browser, ..Actor::default() };
        let asked = Reserving {
            gift,
            wish: ReserveWish {
                name: PersonName::parse(who).unwrap(),
                email: EmailAddress::parse(&format!("{who}@example.org")).unwrap(),
                quantity: Quantity::ONE,
            },
            form: FormKey::new(who),
            language: "en".to_owned(),
            quota: Quota { what: "code", burst: 100_000, seconds: 1 },
        };
        let share = share_key(list, shared.unwrap().share_generation);
        let errand = Errand { actor: &giver, ..errand };
        (list, store.reserve(errand, &share, asked).await.unwrap())
    }

    /// Has an address that is none, which nothing of ours writes.
    async fn spoil(store: &Store, giver: GiverId) -> Result<()> {
        let pen = &Housekeeping(now());
        transact!(store, pen, |work| {
            let row: GiverRow =
                store.ask(GIVER).with("giver", record("giver", giver)).one().await?;
            work.replace(GiverRow { email: Some("nowhere".to_owned()), ..row })
        })
    }

    // R5.4
    #[test]
    fn where_one_can_not_be_let_go_the_lists_before_it_are_told() {
        run(async {
            let store = Store::open("mem://").await.unwrap();
            store.migrate(now()).await.unwrap();
            let ada = somebody(&store, "ada").await;
            let (first, ben) = promised(&store, ada, "ben", now()).await;
            let later = now() + TimeDelta::minutes(1);
            let (_, cleo) = promised(&store, ada, "cleo", later).await;
            spoil(&store, cleo.giver.id).await.unwrap();
            let mut ended = BTreeSet::new();
            assert!(store.end_holds(later + TimeDelta::days(2), &mut ended).await.is_err());
            assert_eq!(ended, BTreeSet::from([first]));
            let ben = store.held(ben.reservation.id).await.unwrap().unwrap();
            assert!(ben.reservation.is_lapsed());
        });
    }
}
