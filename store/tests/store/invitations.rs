//! What is kept of invitations to look after a list that are over (R3.8).

use domain::{InvitationWay, Surprise};
use store::Inviting;

use crate::world::*;

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
