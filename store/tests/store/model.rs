//! Giving as a few lines of arithmetic, beside which the store does the same acts in the same order, and
//! is opened anew among them. Both must say the same each time (R4.1, R5.2, R5.3).
//!
//! `MODEL_ACTS` sets how many acts; 240 are usual.

use domain::{
    DomainError, Event, Gift, GiftId, ListId, MAX_UNVERIFIED_PER_LIST, PersonId, ReservationId,
    ShareKey, Surprise, Wanted,
};
use store::{Held, Store, StoreError};

use crate::world::*;

const GIVERS: u64 = 3;

/// So many times it begins with another gift.
const SEEDS: u64 = 4;

/// What one giver has promised: how many, by which reservation.
#[derive(Debug, Clone, Default)]
struct Promised {
    reserved: Option<(ReservationId, u32)>,
    bought: Vec<(ReservationId, u32)>,
}

/// A gift, and what is promised of it.
#[derive(Debug)]
struct Model {
    wanted: u32,
    givers: Vec<Promised>,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Reserve(usize, u32),
    Change(usize, u32),
    Buy(usize, u32),
    Undo(usize),
    Cancel(usize),
    Want(u32),
    Restart,
}

impl Act {
    /// The next one of a sequence that its seed decides.
    fn next(seed: &mut u64) -> Self {
        let mut below = |most: u64| {
            *seed =
                seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            (*seed >> 33) % most
        };
        let giver = usize::try_from(below(GIVERS)).unwrap();
        let count = u32::try_from(1 + below(3)).unwrap();
        match below(20) {
            0..=5 => Self::Reserve(giver, count),
            6..=8 => Self::Change(giver, count),
            9..=11 => Self::Buy(giver, count),
            12..=13 => Self::Undo(giver),
            14..=16 => Self::Cancel(giver),
            17..=18 => Self::Want(2 * count),
            _ => Self::Restart,
        }
    }
}

impl Model {
    fn reserved(&self) -> u32 {
        self.givers.iter().filter_map(|giver| giver.reserved).map(|(_, count)| count).sum()
    }

    fn bought(&self) -> u32 {
        self.givers.iter().flat_map(|giver| &giver.bought).map(|(_, count)| *count).sum()
    }

    /// Whether there is anything to do it with.
    fn is_possible(&self, act: Act) -> bool {
        match act {
            Act::Change(giver, _) | Act::Buy(giver, _) | Act::Cancel(giver) => {
                self.givers[giver].reserved.is_some()
            }
            Act::Undo(giver) => !self.givers[giver].bought.is_empty(),
            Act::Reserve(..) | Act::Want(_) | Act::Restart => true,
        }
    }

    /// Does it, where it is possible. What is new has this id.
    fn does(&mut self, act: Act, id: ReservationId) -> Result<(), DomainError> {
        let taken = self.reserved() + self.bought();
        let left = self.wanted.saturating_sub(taken);
        match act {
            Act::Reserve(giver, count) => {
                let giver = &mut self.givers[giver];
                if giver.reserved.is_some() {
                    return Err(DomainError::AlreadyReserved);
                }
                if giver.bought.len() >= MAX_UNVERIFIED_PER_LIST {
                    return Err(DomainError::TooManyUnverified);
                }
                if count > left {
                    return Err(DomainError::AlreadyTaken { left });
                }
                giver.reserved = Some((id, count));
            }
            Act::Change(giver, count) => {
                let (own, had) = self.givers[giver].reserved.unwrap();
                if count.saturating_sub(had) > left {
                    return Err(DomainError::AlreadyTaken { left });
                }
                self.givers[giver].reserved = Some((own, count));
            }
            Act::Buy(giver, count) => {
                let giver = &mut self.givers[giver];
                let (own, had) = giver.reserved.unwrap();
                if count > had {
                    return Err(DomainError::AlreadyTaken { left: had });
                }
                giver.reserved = (count < had).then(|| (own, had - count));
                giver.bought.push((if count < had { id } else { own }, count));
            }
            Act::Undo(giver) => {
                let giver = &mut self.givers[giver];
                let (bought, count) = giver.bought.pop().unwrap();
                let joined = giver.reserved.map(|(own, had)| (own, had + count));
                giver.reserved = Some(joined.unwrap_or((bought, count)));
            }
            Act::Cancel(giver) => self.givers[giver].reserved = None,
            Act::Want(count) => {
                if count < taken && count < self.wanted {
                    return Err(DomainError::BelowTaken { taken });
                }
                self.wanted = count;
            }
            Act::Restart => {}
        }
        Ok(())
    }
}

/// Where the store does the same.
struct Scene {
    ada: PersonId,
    list: ListId,
    share: ShareKey,
    gift: GiftId,
}

impl Scene {
    async fn new(world: &World) -> Self {
        let ada = world.person(&format!("owner{}", fresh(world))).await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        Self { ada, list, share, gift: world.gift(ada, list, "4").await }
    }

    async fn reserve(
        &self,
        world: &World,
        giver: usize,
        count: u32,
        form: &str,
    ) -> Result<Held, StoreError> {
        let who = format!("giver{giver}");
        world.reserve(&self.share, &who, asked(&who, self.gift, count, form)).await
    }

    async fn want(&self, world: &World, count: u32) -> Result<(), StoreError> {
        let actor = account(self.ada, "owner");
        let rule = |_: &domain::List, gift: Gift| {
            let counts = gift.counts.want(Wanted::Count(quantity(count)), false)?;
            let event = Event::GiftMoved { gift: gift.id };
            Ok((Gift { counts, ..gift }, vec![event]))
        };
        let errand = world.errand(&actor);
        world.store.change_gift(errand, self.ada, self.list, self.gift, &rule).await.map(drop)
    }

    /// Whether the store holds what the model says.
    async fn compare(&self, world: &World, model: &Model, said: &str) {
        let gift = world.store.owned_gift(self.ada, self.list, self.gift).await.unwrap().1;
        let counts = (gift.counts.wanted(), gift.counts.reserved(), gift.counts.purchased());
        let wanted = Wanted::Count(quantity(model.wanted));
        assert_eq!(counts, (wanted, model.reserved(), model.bought()), "{said}");
        for Promised { reserved, bought } in &model.givers {
            let reserved = reserved.iter().map(|promise| (promise, "reserved"));
            let bought = bought.iter().map(|promise| (promise, "purchased"));
            for ((id, count), state) in reserved.chain(bought) {
                let held = world.store.held(*id).await.unwrap().unwrap().reservation;
                assert_eq!((held.quantity.get(), held.state.code()), (*count, state), "{said}");
            }
        }
    }
}

/// Part of a name that nobody had before.
fn fresh(world: &World) -> String {
    store::Ids::next(&world.ids).simple().to_string()
}

async fn buy(
    world: &World,
    id: ReservationId,
    count: u32,
    split: ReservationId,
) -> Result<Held, StoreError> {
    let actor = domain::Actor::default();
    let rule = |_: &_, gift, reservation, _| {
        domain::purchase(gift, reservation, quantity(count), split, now())
    };
    world.store.change_reservation(world.errand(&actor), id, &rule).await
}

async fn opened_anew(world: World) -> World {
    let World { store, ids, folder } = world;
    store.close().await;
    let store = Store::open(&url(&folder)).await.unwrap();
    World { store, ids, folder }
}

#[test]
fn whatever_is_done_in_whatever_order_the_store_says_what_the_arithmetic_says() {
    let acts = std::env::var("MODEL_ACTS").ok().and_then(|acts| acts.parse().ok()).unwrap_or(240);
    run(async move {
        let mut world = World::new(Engine::Disk).await;
        let mut done = 0;
        for seed in 0..SEEDS {
            let scene = Scene::new(&world).await;
            let givers = vec![Promised::default(); usize::try_from(GIVERS).unwrap()];
            let mut model = Model { wanted: 4, givers };
            let mut chance = seed;
            for number in 0..acts / SEEDS {
                let act = Act::next(&mut chance);
                if !model.is_possible(act) {
                    continue;
                }
                let said = format!("act {number} of seed {seed}: {act:?} upon {model:?}");
                let mut new = ReservationId::new(store::Ids::next(&world.ids));
                let own = |giver: usize| model.givers[giver].reserved.unwrap().0;
                let answer = match act {
                    Act::Reserve(giver, count) => {
                        let form = format!("form {number} of {seed}");
                        let held = scene.reserve(&world, giver, count, &form).await;
                        held.map(|held| new = held.reservation.id)
                    }
                    Act::Change(giver, count) => world.change(own(giver), count).await.map(drop),
                    Act::Buy(giver, count) => buy(&world, own(giver), count, new).await.map(drop),
                    Act::Undo(giver) => {
                        let (bought, _) = *model.givers[giver].bought.last().unwrap();
                        world.undo(bought).await.map(drop)
                    }
                    Act::Cancel(giver) => world.cancel(own(giver)).await.map(drop),
                    Act::Want(count) => scene.want(&world, count).await,
                    Act::Restart => {
                        world = opened_anew(world).await;
                        Ok(())
                    }
                };
                match model.does(act, new) {
                    Ok(()) => assert!(answer.is_ok(), "{said}: {answer:?}"),
                    Err(refused) => {
                        assert!(answer.is_err(), "{said}");
                        assert_eq!(refusal(answer), refused, "{said}");
                    }
                }
                scene.compare(&world, &model, &said).await;
                done += 1;
            }
        }
        assert!(done > acts / 3, "{done} acts were possible");
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}
