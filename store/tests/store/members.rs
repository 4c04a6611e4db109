//! Who looks after a list with its owner: inviting, joining, leaving (R3.8).

use std::sync::Arc;

use domain::{
    DomainError, Event, InvitationId, InvitationState, InvitationWay, Letter, ListAct, ListId,
    MOST_INVITATIONS, PersonId, Role, Surprise, Title,
};
use store::{DoneAct, Inviting, Quota};

use crate::world::*;

/// How often somebody may invite; it never stands in the way here.
const OFTEN: Quota = Quota { what: "invite", burst: 100_000, seconds: 1 };

fn asked(way: InvitationWay) -> Inviting {
    let quotas = vec![(OFTEN, "ada".to_owned())];
    Inviting { way, language: "de".to_owned(), quotas }
}

async fn invite(world: &World, person: PersonId, list: ListId) -> InvitationId {
    let actor = account(person, "inviter");
    let asked = asked(InvitationWay::Link);
    world.store.invite(world.errand(&actor), person, list, &asked).await.unwrap()
}

async fn join(
    world: &World,
    invitation: InvitationId,
    person: PersonId,
) -> Result<ListId, store::StoreError> {
    let actor = account(person, "joiner");
    world.store.join_list(world.errand(&actor), invitation, person).await
}

/// Somebody with an account who looks after the list, too.
async fn co_owner(world: &World, name: &str, owner: PersonId, list: ListId) -> PersonId {
    let person = world.person(name).await;
    let invitation = invite(world, owner, list).await;
    assert_eq!(join(world, invitation, person).await.unwrap(), list);
    person
}

async fn people(world: &World, person: PersonId, list: ListId) -> Vec<(PersonId, Role)> {
    let keepers = world.store.keepers(person, list, now()).await.unwrap();
    keepers.people.iter().map(|keeper| (keeper.id, keeper.role)).collect()
}

async fn acts(world: &World, person: PersonId, list: ListId) -> Vec<(ListAct, Option<String>)> {
    let keepers = world.store.keepers(person, list, now()).await.unwrap();
    let told = |done: DoneAct| (done.act, done.who.map(String::from));
    keepers.acts.into_iter().map(told).collect()
}

async fn revision(world: &World, list: ListId) -> u64 {
    world.store.list_revisions(list).await.unwrap().unwrap().0.owner_revision
}

fn state<T>(done: Result<T, store::StoreError>) -> &'static str {
    match refusal(done) {
        DomainError::WrongState { state } => state.code(),
        other => other.code(),
    }
}

#[test]
fn somebody_is_invited_joins_and_may_everything_but_delete() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "3").await;
        refusal(world.store.owned_list(ben, list).await);
        refusal(world.store.keepers(ben, list, now()).await);
        world.letters().await;
        let before = revision(&world, list).await;

        let invitation = invite(&world, ada, list).await;
        assert!(revision(&world, list).await > before, "open pages hear of it");
        assert!(world.letters().await.is_empty(), "a link is passed on by its maker");
        assert_eq!(join(&world, invitation, ben).await.unwrap(), list);
        let told = [Letter::CoOwnerJoined { owner: ada, person: ben, list }];
        assert_eq!(world.letters().await, told);
        let both = [(ada, Role::Owner), (ben, Role::CoOwner)];
        assert_eq!(people(&world, ada, list).await, both);
        assert_eq!(people(&world, ben, list).await, both);
        assert_eq!(acts(&world, ada, list).await, [(ListAct::Joined, Some("ben".to_owned()))]);
        let owners = world.store.owners_of(ben).await.unwrap();
        assert_eq!(
            owners.iter().map(|(id, name)| (*id, name.as_str())).collect::<Vec<_>>(),
            [(list, "ada")]
        );

        // He changes it as if it were his own, and is written to as its owners are.
        let actor = account(ben, "ben");
        let rename = |list: domain::List| {
            let title = Title::parse("Ours").unwrap();
            list.clone().edit(domain::ListDetails { title, ..list.details }, false, now())
        };
        world
            .store
            .change_list(world.errand(&actor), ben, list, &share_key, &rename)
            .await
            .unwrap();
        assert_eq!(
            world.store.owned_list(ada, list).await.unwrap().list.details.title.as_str(),
            "Ours"
        );
        assert_eq!(world.store.owned_list(ben, list).await.unwrap().role, Role::CoOwner);
        assert!(!Role::CoOwner.may_delete());
        let held = world.reserve(&share, "cleo", crate::world::asked("cleo", gift, 1, "a")).await;
        let reservation = held.unwrap().reservation.id;
        let letters = world.letters().await;
        for owner in [ada, ben] {
            assert!(letters.contains(&Letter::GiftReserved { owner, reservation }), "{letters:?}");
        }
        world.all_is_well().await;
    });
}

#[test]
fn an_invitation_works_once_not_when_old_and_not_when_taken_back() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let cleo = world.person("cleo").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let used = invite(&world, ada, list).await;
        assert_eq!(refusal(join(&world, used, ada).await), DomainError::OwnList);
        join(&world, used, ben).await.unwrap();
        assert_eq!(state(join(&world, used, cleo).await), "used");
        assert_eq!(refusal(join(&world, used, ben).await), DomainError::OwnList);

        let old = invite(&world, ada, list).await;
        let (actor, late) = (account(cleo, "cleo"), later(14 * 24 * 60));
        assert_eq!(state(world.store.join_list(world.at(&actor, late), old, cleo).await), "old");

        let back = invite(&world, ada, list).await;
        let actor = account(ben, "ben");
        world.store.take_back_invitation(world.errand(&actor), ben, list, back).await.unwrap();
        assert_eq!(state(join(&world, back, cleo).await), "taken_back");
        let again = world.store.take_back_invitation(world.errand(&actor), ben, list, back).await;
        assert_eq!(state(again), "taken_back");

        // Others' lists are as unknown as ever.
        let actor = account(cleo, "cleo");
        let errand = world.errand(&actor);
        let (other, _) = world.list(cleo, Surprise::Keep).await;
        refusal(world.store.take_back_invitation(errand, cleo, list, old).await);
        refusal(world.store.take_back_invitation(errand, cleo, other, old).await);
        refusal(world.store.invite(errand, cleo, list, &asked(InvitationWay::Link)).await);
        let unknown = InvitationId::new(uuid::Uuid::from_u128(1));
        assert_eq!(refusal(join(&world, unknown, cleo).await), DomainError::NotFound);
        assert!(world.store.invitation(unknown).await.unwrap().is_none());
        assert!(people(&world, ada, list).await.iter().all(|(person, _)| *person != cleo));
    });
}

#[test_case::test_case(Engine::Memory)]
#[test_case::test_case(Engine::Disk)]
fn of_many_who_come_with_one_invitation_at_once_one_is_in(engine: Engine) {
    run(async move {
        let world = Arc::new(World::new(engine).await);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let invitation = invite(&world, ada, list).await;
        let mut tasks = Vec::new();
        for number in 0..8 {
            let person = world.person(&format!("guest{number}")).await;
            let world = world.clone();
            tasks.push(tokio::spawn(async move { join(&world, invitation, person).await }));
        }
        let mut joined = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => joined += 1,
                lost => assert_eq!(state(lost), "used"),
            }
        }
        assert_eq!(joined, 1);
        assert_eq!(people(&world, ada, list).await.len(), 2);
        world.all_is_well().await;
    });
}

#[test]
fn ten_invitations_wait_at_most_however_many_are_made_at_once() {
    run(async {
        let world = Arc::new(World::new(Engine::Memory).await);
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let makers = (0..MOST_INVITATIONS + 4).map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let actor = account(ada, "ada");
                let asked = asked(InvitationWay::Link);
                world.store.invite(world.errand(&actor), ada, list, &asked).await
            })
        });
        let mut made = Vec::new();
        for maker in makers.collect::<Vec<_>>() {
            match maker.await.unwrap() {
                Ok(invitation) => made.push(invitation),
                full => assert_eq!(state(full), "full"),
            }
        }
        assert_eq!(made.len(), MOST_INVITATIONS);
        let actor = account(ada, "ada");
        world.store.take_back_invitation(world.errand(&actor), ada, list, made[0]).await.unwrap();
        invite(&world, ada, list).await;
    });
}

#[test]
fn who_is_removed_is_out_at_once_with_the_invitations_they_made() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let ben = co_owner(&world, "ben", ada, list).await;
        let cleo = co_owner(&world, "cleo", ada, list).await;
        let own = invite(&world, ben, list).await;
        let adas = invite(&world, ada, list).await;
        world.letters().await;
        let before = revision(&world, list).await;
        let (actor, remove) = (account(ada, "ada"), ben);
        let errand = world.errand(&actor);
        world.store.remove_co_owner(errand, ada, list, remove).await.unwrap();
        assert!(revision(&world, list).await > before, "open pages hear of it");
        assert_eq!(world.letters().await, [Letter::CoOwnerRemoved { person: ben, list }]);
        assert_eq!(world.store.role_on(ben, list).await.unwrap(), Role::Guest);
        refusal(world.store.owned_list(ben, list).await);
        assert!(world.store.lists_of(ben).await.unwrap().is_empty());
        assert_eq!(state(join(&world, own, ben).await), "taken_back");

        // Nobody removes the owner, and a stranger nobody.
        let actor = account(cleo, "cleo");
        let errand = world.errand(&actor);
        assert_eq!(state(world.store.remove_co_owner(errand, cleo, list, ada).await), "owner");
        let actor = account(ben, "ben");
        let errand = world.errand(&actor);
        refusal(world.store.remove_co_owner(errand, ben, list, cleo).await);
        // What somebody else made still works, and leads back in.
        join(&world, adas, ben).await.unwrap();
        world.letters().await;

        let errand = world.errand(&actor);
        world.store.remove_co_owner(errand, ben, list, ben).await.unwrap();
        assert!(world.letters().await.is_empty(), "who leaves knows it");
        let told = acts(&world, ada, list).await;
        assert_eq!(told[0], (ListAct::Left, Some("ben".to_owned())));
        assert_eq!(told[2], (ListAct::Removed, Some("ada".to_owned())));
        assert_eq!(people(&world, cleo, list).await, [(ada, Role::Owner), (cleo, Role::CoOwner)]);
    });
}

#[test]
fn a_mailed_invitation_forgets_its_address_and_the_log_never_knew_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, ben) = (world.person("ada").await, world.person("ben").await);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        world.letters().await;
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let address = email("jonas@elsewhere.example");
        let by_mail = asked(InvitationWay::Mail(Some(address.clone())));
        let invitation = world.store.invite(errand, ada, list, &by_mail).await.unwrap();
        assert_eq!(world.letters().await, [Letter::CoOwnerInvitation { invitation }]);
        let found = world.store.invitation(invitation).await.unwrap().unwrap();
        assert_eq!(found.invited.invitation.way, InvitationWay::Mail(Some(address)));
        assert_eq!((found.language.as_str(), found.keepers.as_slice()), ("de", &[ada][..]));
        join(&world, invitation, ben).await.unwrap();
        let found = world.store.invitation(invitation).await.unwrap().unwrap();
        assert_eq!(found.invited.invitation.state, InvitationState::Used);
        for row in world.store.contents().await.unwrap() {
            assert!(!row.contains("jonas@"), "{row}");
        }
        // The log makes the same store again.
        world.log_makes_the_same().await;
        // Forgotten after a month, and not before.
        assert_eq!(world.store.sweep_invitations(later(29 * 24 * 60)).await.unwrap(), 0);
        assert_eq!(world.store.sweep_invitations(later(31 * 24 * 60)).await.unwrap(), 1);
        assert!(world.store.invitation(invitation).await.unwrap().is_none());
    });
}

// R1: a reservation from before somebody became a co-owner stays theirs.
#[test]
fn who_reserved_before_joining_keeps_it_and_reserves_no_more() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let (gift, other) = (world.gift(ada, list, "5").await, world.gift(ada, list, "5").await);
        let ben = world.person("ben").await;
        let actor = account(ben, "ben");
        let promise = crate::world::asked("ben", gift, 2, "a");
        let held = world.store.reserve(world.errand(&actor), &share, promise).await.unwrap();
        let invitation = invite(&world, ada, list).await;
        join(&world, invitation, ben).await.unwrap();
        let more = crate::world::asked("ben", other, 1, "b");
        let refused = world.store.reserve(world.errand(&actor), &share, more).await;
        assert_eq!(refusal(refused), DomainError::OwnList);
        let given = world.store.given(ben).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].reservation.id, held.reservation.id);
        assert!(given[0].owners.contains(&ben));
        // He can still finish it.
        world.purchase(held.reservation.id, 2).await.unwrap();
        let facts = world.store.shared_list(&share, &actor).await.unwrap().unwrap();
        assert_eq!(facts.role, Role::CoOwner);
    });
}

// R2.8
#[test]
fn a_list_passes_to_the_first_co_owner_when_its_owner_goes() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, share) = world.list(ada, Surprise::Show).await;
        let gift = world.gift(ada, list, "5").await;
        let promise = crate::world::asked("dora", gift, 1, "a");
        let held = world.reserve(&share, "dora", promise).await.unwrap();
        let ben = co_owner(&world, "ben", ada, list).await;
        let cleo = co_owner(&world, "cleo", ada, list).await;
        let (adas, cleos) = (invite(&world, ada, list).await, invite(&world, cleo, list).await);
        world.letters().await;
        let before = revision(&world, list).await;

        let actor = account(ada, "ada");
        world.store.delete_account(world.errand(&actor), ada, None).await.unwrap();
        assert_eq!(world.letters().await, [Letter::ListPassedOn { owner: ben, list }]);
        assert!(revision(&world, list).await > before, "open pages hear of it");
        assert_eq!(people(&world, cleo, list).await, [(ben, Role::Owner), (cleo, Role::CoOwner)]);
        let kept = world.store.held(held.reservation.id).await.unwrap().unwrap();
        assert_eq!(kept.owners, [ben, cleo]);
        assert_eq!(kept.gift.counts.reserved(), 1);
        assert!(world.store.shared_list(&share, &visitor("x")).await.unwrap().is_some());
        assert_eq!(acts(&world, ben, list).await[0], (ListAct::PassedOn, None));

        // What ada made leads nobody in any more; what cleo made does.
        let dora = world.person("dora").await;
        assert_eq!(state(join(&world, adas, dora).await), "taken_back");
        join(&world, cleos, dora).await.unwrap();
        // A co-owner's account goes without the list.
        world.letters().await;
        let before = revision(&world, list).await;
        let actor = account(cleo, "cleo");
        world.store.delete_account(world.errand(&actor), cleo, None).await.unwrap();
        assert!(revision(&world, list).await > before, "open pages hear of it");
        assert!(world.letters().await.is_empty());
        assert_eq!(people(&world, ben, list).await, [(ben, Role::Owner), (dora, Role::CoOwner)]);
        assert_eq!(acts(&world, ben, list).await[0], (ListAct::Left, None));
        world.all_is_well().await;
        let copy = world.made_again().await;
        assert_eq!(people(&copy, ben, list).await, people(&world, ben, list).await);
    });
}

// R3.6: whatever ends a surprise is logged, and all who look after the list see it.
#[test]
fn what_ends_a_surprise_is_seen_by_all_who_look_after_the_list() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let ben = co_owner(&world, "ben", ada, list).await;
        let actor = account(ben, "ben");
        let lift = |list: domain::List| list.set_surprise(Surprise::Show, true, now());
        let lifted = world.store.change_list(world.errand(&actor), ben, list, &share_key, &lift);
        lifted.await.unwrap();
        let touch = |list: domain::List| {
            let list_id = list.id;
            Ok((list.seen_by_owners(), vec![Event::ListEdited { list: list_id }]))
        };
        let actor = account(ada, "ada");
        let touched = world.store.change_list(world.errand(&actor), ada, list, &share_key, &touch);
        touched.await.unwrap();
        for person in [ada, ben] {
            let told = acts(&world, person, list).await;
            assert_eq!(
                told,
                [
                    (ListAct::Lifted, Some("ben".to_owned())),
                    (ListAct::Joined, Some("ben".to_owned())),
                ]
            );
        }
    });
}
