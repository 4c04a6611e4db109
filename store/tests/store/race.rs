//! No oversell, ever (R4.1, R5.2). `RACE_ROUNDS` says over how many times sixty gifts they race; once is
//! usual, and each time somebody tries about a thousand times to have one.

use std::sync::Arc;

use domain::{DomainError, Event, Gift, GiftId, ListId, PersonId, ShareKey, Surprise, Wanted};
use store::StoreError;
use test_case::test_case;

use crate::world::*;

/// Gifts of a round. What is done with one follows from its number by fours and threes, so these go into
/// it.
const GIFTS: usize = 60;

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn of_64_givers_and_5_pieces_exactly_5_get_one(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let givers = (0..64).map(|number| {
            let (world, share) = (world.clone(), share.clone());
            tokio::spawn(async move {
                let who = format!("giver{number}");
                world.reserve(&share, &who, asked(&who, gift, 1, &who)).await
            })
        });
        let mut sold = 0;
        for giver in givers.collect::<Vec<_>>() {
            match giver.await.unwrap() {
                Ok(_) => sold += 1,
                lost => assert_eq!(refusal(lost), DomainError::AlreadyTaken { left: 0 }),
            }
        }
        assert_eq!(sold, 5);
        let stored = world.store.owned_gift(ada, list, gift).await.unwrap().1;
        assert_eq!((stored.counts.reserved(), stored.counts.left()), (5, 0));
        assert_eq!(world.store.reservations_of(list).await.unwrap().len(), 5);
        world.all_is_well().await;
    });
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn sixty_gifts_under_eight_givers_each_and_their_owner_are_never_oversold(engine: Engine) {
    let rounds = std::env::var("RACE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    run(async move {
        let world = Arc::new(World::new(engine).await);
        for round in 0..rounds {
            race(&world, round).await;
        }
        world.all_is_well().await;
    });
}

/// All givers and the owner of a new list at once.
async fn race(world: &Arc<World>, round: usize) {
    let ada = world.person(&format!("ada{round}")).await;
    let (list, share) = world.list(ada, Surprise::Keep).await;
    let mut gifts = Vec::new();
    for _ in 0..GIFTS {
        gifts.push(world.gift(ada, list, "3").await);
    }
    // Nobody gives twice, whatever the round.
    let gifts: Vec<_> = gifts.into_iter().zip(round * GIFTS..).collect();
    let mut tasks = Vec::new();
    for giver in 0..8 {
        for (gift, number) in gifts.iter().copied() {
            let (world, share) = (world.clone(), share.clone());
            tasks.push(tokio::spawn(give(world, share, gift, giver, number)));
        }
    }
    for (gift, number) in gifts.into_iter().filter(|(_, number)| number % 4 == 0) {
        let world = world.clone();
        tasks.push(tokio::spawn(want(world, ada, list, gift, number)));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let stored = world.store.owned_list(ada, list).await.unwrap().gifts;
    for (number, gift) in stored.iter().enumerate() {
        let taken = gift.counts.taken();
        assert!(gift.counts.limit().is_none_or(|limit| taken <= limit));
        // The owner never wished for more than four of any, and changed every fourth gift.
        assert!(taken <= if number % 4 == 0 { 4 } else { 3 }, "{taken} of gift {number}");
    }
}

/// A giver takes one, and then does something with it.
async fn give(world: Arc<World>, share: ShareKey, gift: GiftId, giver: usize, number: usize) {
    let who = format!("giver{giver}x{number}");
    let held = match world.reserve(&share, &who, asked(&who, gift, 1, &who)).await {
        Ok(held) => held,
        lost => return assert!(matches!(refusal(lost), DomainError::AlreadyTaken { .. })),
    };
    let id = held.reservation.id;
    never_above_wanted(held.gift, true);
    let done = match (giver + number) % 4 {
        0 => world.cancel(id).await,
        1 => world.change(id, 2).await,
        2 => world.purchase(id, 1).await,
        _ => return,
    };
    match done {
        Ok(held) => never_above_wanted(held.gift, (giver + number) % 4 == 1),
        Err(StoreError::Refused(DomainError::AlreadyTaken { .. })) => {}
        Err(other) => panic!("{other}"),
    }
}

/// An act that takes more never takes more than is wanted at that moment.
fn never_above_wanted(gift: Gift, takes_more: bool) {
    if let (Wanted::Count(wanted), true) = (gift.counts.wanted(), takes_more) {
        assert!(gift.counts.taken() <= wanted.get(), "{:?}", gift.counts);
    }
}

/// The owner wishes for another number, up and down, and in the end for as many as before.
async fn want(world: Arc<World>, ada: PersonId, list: ListId, gift: GiftId, number: usize) {
    let actor = account(ada, "ada");
    for count in [1, 4, 2 + u32::try_from(number % 3).unwrap()] {
        let rule = |list: &domain::List, gift: Gift| {
            let wanted = Wanted::Count(quantity(count));
            let counts = gift.counts.want(wanted, list.keeps_surprise(now()))?;
            let event = Event::GiftMoved { gift: gift.id };
            Ok((Gift { counts, ..gift }, vec![event]))
        };
        world.store.change_gift(world.errand(&actor), ada, list, gift, &rule).await.unwrap();
    }
}
