//! What owners do to a gift, as those read of it who reserved it (R4.6).

use domain::{GiftId, GiftName, Product, ProductDetails, ProductWish};

use super::*;

impl Story {
    /// A gift that somebody reserved who confirmed their address, on a list under surprise.
    async fn reserved(&mut self) -> (Visit, ListId, GiftId) {
        let owner = self.owner().await;
        self.post().await;
        let (list, share) = self.list(&owner, Surprise::Keep).await;
        let giver = visit("giver", Locale::en);
        self.reserve(&giver, &share).await;
        let mailed = link(&self.only().await.text(), "/r/");
        self.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
        let id = self.backend.lists.owned(&owner, list).await.unwrap().gifts.gifts()[0].card.id;
        (owner, list, id)
    }

    /// An admin takes the gift's product into the catalogue, under another name.
    async fn promote(&self, owner: &Visit, list: ListId, gift: GiftId, name: &str) {
        let (store, errand) = (&self.site.store, self.site.errand(owner));
        let owned = store.owned_gift(owner.actor.person.unwrap(), list, gift).await.unwrap().1;
        let name = GiftName::parse(name).unwrap();
        let rule = |product: &Product| {
            let details = ProductDetails { name: name.clone(), ..product.details.clone() };
            Ok(ProductWish { details, hidden: false })
        };
        let pause = TimeDelta::seconds(self.site.settings.mail.gift_pause.0.into());
        store.promote(errand, owned.product, pause, &rule).await.unwrap();
    }

    /// The subjects of what is sent once the pause is over.
    async fn told(&mut self) -> Vec<String> {
        self.pass_the_pause();
        subjects(&self.post().await)
    }
}

fn hidden(name: &str) -> GiftForm {
    GiftForm { hidden: "on".to_owned(), ..gift(name) }
}

#[tokio::test]
async fn what_changes_while_a_gift_is_hidden_is_told_by_one_mail() {
    let mut story = Story::begin().await;
    let (owner, list, id) = story.reserved().await;
    let gifts = story.backend.gifts.clone();
    // For a moment: the giver never hears that it was gone.
    for form in [hidden("Wooden train"), hidden("Wooden bus"), gift("Wooden bus")] {
        gifts.edit(&owner, list, id, form).await.unwrap();
    }
    story.pass_the_pause();
    let text = story.only().await.text();
    assert!(text.contains("What has changed: the name."), "{text}");
    assert!(text.contains("  Wooden train") && text.contains("  Wooden bus"), "{text}");

    // For longer: that it is back says the rest.
    gifts.edit(&owner, list, id, hidden("Wooden bus")).await.unwrap();
    let told = story.told().await;
    assert!(told.len() == 1 && told[0].starts_with("No longer on the list"), "{told:?}");
    for form in [hidden("Wooden boat"), gift("Wooden boat")] {
        gifts.edit(&owner, list, id, form).await.unwrap();
    }
    story.pass_the_pause();
    let mail = story.only().await;
    assert!(mail.field("Subject").starts_with("On the list again"));
    assert!(mail.text().contains("  Wooden boat"), "{}", mail.text());
}

#[tokio::test]
async fn what_was_put_back_for_a_moment_only_is_not_told_again() {
    let mut story = Story::begin().await;
    let (owner, list, id) = story.reserved().await;
    let gifts = story.backend.gifts.clone();
    gifts.set_removed(&owner, list, id, true).await.unwrap();
    let told = story.told().await;
    assert!(told.len() == 1 && told[0].starts_with("No longer on the list"), "{told:?}");
    for removed in [false, true] {
        gifts.set_removed(&owner, list, id, removed).await.unwrap();
    }
    assert_eq!(story.told().await, Vec::<String>::new());
    // Put back together with other words: one mail.
    gifts.put_back(&owner, list, id, gift("Wooden bus"), "").await.unwrap();
    story.pass_the_pause();
    let mail = story.only().await;
    assert!(mail.field("Subject").starts_with("On the list again"));
    assert!(mail.text().contains("  Wooden bus"), "{}", mail.text());
}

// R6.2
#[tokio::test]
async fn what_an_admin_makes_of_a_gift_that_is_hidden_for_a_moment_is_told() {
    let mut story = Story::begin().await;
    let (owner, list, id) = story.reserved().await;
    let gifts = story.backend.gifts.clone();
    gifts.edit(&owner, list, id, hidden("Wooden train")).await.unwrap();
    story.promote(&owner, list, id, "Wooden bus").await;
    gifts.edit(&owner, list, id, gift("Wooden bus")).await.unwrap();
    story.pass_the_pause();
    let text = story.only().await.text();
    assert!(text.contains("What has changed: the name."), "{text}");
    assert!(text.contains("  Wooden train") && text.contains("  Wooden bus"), "{text}");
}

// R6.2
#[tokio::test]
async fn what_an_admin_makes_of_a_gift_that_is_off_the_list_is_told_once_it_is_back() {
    let mut story = Story::begin().await;
    let (owner, list, id) = story.reserved().await;
    let gifts = story.backend.gifts.clone();
    gifts.set_removed(&owner, list, id, true).await.unwrap();
    let told = story.told().await;
    assert!(told.len() == 1 && told[0].starts_with("No longer on the list"), "{told:?}");
    story.promote(&owner, list, id, "Wooden bus").await;
    assert_eq!(story.told().await, Vec::<String>::new());
    gifts.set_removed(&owner, list, id, false).await.unwrap();
    story.pass_the_pause();
    let mail = story.only().await;
    assert!(mail.field("Subject").starts_with("On the list again"));
    assert!(mail.text().contains("  Wooden bus"), "{}", mail.text());
}

// R3.10
#[tokio::test]
async fn what_was_not_told_of_a_gift_while_its_list_was_in_the_bin_is_told_once_that_is_back() {
    let mut story = Story::begin().await;
    let (owner, list, id) = story.reserved().await;
    let bin = story.backend.bin.clone();
    let is_off = |told: &[String]| told.iter().any(|it| it.starts_with("No longer on the list"));
    story.backend.gifts.set_removed(&owner, list, id, true).await.unwrap();
    for expected in [true, false] {
        bin.delete(&owner, list, "Mia's birthday").await.unwrap();
        let told = story.told().await;
        assert!(told.len() == 1 && !is_off(&told), "{told:?}");
        bin.restore(&owner, list).await.unwrap();
        let told = story.told().await;
        assert_eq!((told.len(), is_off(&told)), (1 + usize::from(expected), expected), "{told:?}");
    }
}
