//! What is kept of invitations to look after a list that are over (R3.8).

use domain::{InvitationState, InvitationWay, Surprise};
use store::Inviting;

use crate::{
    address::{move_to, undo},
    world::*,
};

/// So many minutes.
const DAY: i64 = 24 * 60;

// R3.8
#[test]
fn the_address_of_an_invitation_that_nobody_used_in_time_is_forgotten() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let way = InvitationWay::Mail(Some(email("jonas@elsewhere.example")));
        let asked = Inviting { way, language: "de".to_owned(), quotas: vec![] };
        let actor = account(ada, "ada");
        let invited = world.store.invite(world.errand(&actor), ada, list, &asked).await;
        let invitation = invited.unwrap();
        assert_eq!(world.store.sweep_invitations(later(13 * DAY)).await.unwrap(), 0);
        assert_eq!(world.store.sweep_invitations(later(15 * DAY)).await.unwrap(), 1);
        let found = world.store.invitation(invitation).await.unwrap().unwrap();
        assert_eq!(found.invited.invitation.way, InvitationWay::Mail(None));
        // Once, and the log can not be read any more, either.
        assert_eq!(world.store.sweep_invitations(later(16 * DAY)).await.unwrap(), 0);
        let copy = World::new(Engine::Memory).await;
        copy.store.rebuild_from(&world.store).await.unwrap();
        assert_eq!(copy.store.contents().await.unwrap(), world.store.contents().await.unwrap());
        // The invitation is known for a month, so that its link says what became of it.
        assert_eq!(world.store.sweep_invitations(later(31 * DAY)).await.unwrap(), 1);
        assert!(world.store.invitation(invitation).await.unwrap().is_none());
        world.all_is_well().await;
    });
}

// R2.8: whoever had the account meanwhile comes back by no invitation of theirs.
#[test]
fn an_invitation_that_was_made_after_a_change_of_address_goes_with_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let (actor, thief) = (account(ada, "ada"), account(eve, "eve"));
        let asked =
            Inviting { way: InvitationWay::Link, language: "de".to_owned(), quotas: vec![] };
        let invite = async |minutes: i64| {
            let errand = world.at(&actor, later(minutes));
            world.store.invite(errand, ada, list, &asked).await.unwrap()
        };
        let before = invite(-5).await;
        move_to(&world, &actor, ada, "adele").await;
        let since = invite(5).await;
        let undo = undo(&world).await;
        let errand = world.at(&actor, later(10));
        world.store.undo_email_change(errand, &undo, 30).await.unwrap();
        for (invitation, state) in
            [(before, InvitationState::Waiting), (since, InvitationState::TakenBack)]
        {
            let joining = world.store.invitation(invitation).await.unwrap().unwrap();
            assert_eq!(joining.invited.invitation.state, state);
        }
        let errand = world.at(&thief, later(11));
        refusal(world.store.join_list(errand, since, eve).await);
        world.all_is_well().await;
    });
}
