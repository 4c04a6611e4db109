//! Where mails about an account's address go (R2.8).

use domain::EmailAddress;
use store::NewSession;

use super::*;

impl Story {
    /// Gives somebody's account another address, as the right code does.
    async fn move_to(&self, person: &Visit, address: &str) {
        let (store, errand) = (&self.site.store, self.site.errand(person));
        let id = person.actor.person.unwrap();
        let new = EmailAddress::parse(address).unwrap();
        store.start_email_change(errand, id, &new, 10).await.unwrap();
        let wanted = store.email_change(id).await.unwrap().unwrap();
        let session = NewSession {
            key: secrets::session_key(&secrets::random_token()),
            browser: person.actor.browser.clone().unwrap(),
            device: "Test".to_owned(),
        };
        store.finish_email_change(errand, id, &wanted, session).await.unwrap();
    }
}

// R7.1: what a mail says is so when it is sent.
#[tokio::test]
async fn an_address_that_an_account_has_again_is_not_told_of_another_one() {
    let (mut story, owner) = Story::with_owner().await;
    for address in ["bella@example.org", "carla@example.org", "bella@example.org"] {
        story.move_to(&owner, address).await;
    }
    let mails = story.post().await;
    let moved = |mail: &&Caught| mail.field("Subject").starts_with("Your account has a new");
    let told: Vec<_> = mails.iter().filter(moved).map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, ["RCPT TO:<anna@example.org>", "RCPT TO:<carla@example.org>"]);
}
