//! A product that comes with the site, in the language of whoever reads of it on a list (R8.5).

use std::fs;

use domain::{GiftId, OwnerMails, PersonId};
use tempfile::TempDir;

use super::*;
use crate::{
    ideas::{id_of, stock},
    jobs::digests,
};

const CATALOGUE: &str = r#"[
 {"slug": "moon-lamp", "name": "Moon lamp", "names": {"de": "Mondlampe", "fr": "Lampe lune"}, "brand": "Lumi", "shop": "Lillehus", "link": "https://lillehus.example/moon-lamp", "price": "27.00", "currency": "EUR", "price_on": "2026-03-02", "category": "baby"}
]"#;

/// A site with a folder of its own, of which one product comes.
async fn furnished() -> (Story, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("catalogue.json"), CATALOGUE).unwrap();
    let place = folder.path().to_owned();
    let story = Story::begin_with(|settings| settings.ideas.folder = place).await;
    stock(&story.site).await;
    (story, folder)
}

impl Story {
    /// A shared list with that product on it, the gift, and the token of the list's link.
    async fn list_with_lamp(&self, owner: &Visit) -> (ListId, GiftId, String) {
        let (form, shown) = (self.birthday(), Surprise::Show.code());
        let list = self.backend.lists.create(owner, form, shown).await.unwrap();
        let lamp = Some(id_of("moon-lamp"));
        let added = self.backend.gifts.add(owner, list, lamp, false, gift("")).await.unwrap();
        (list, added, self.share(owner, list).await)
    }

    /// What the store calls the only gift of a list.
    async fn kept_name(&self, owner: PersonId, list: ListId) -> String {
        let owned = self.site.store.owned_list(owner, list).await.unwrap();
        owned.gifts[0].details.name.to_string()
    }
}

// R8.5, R7.3, R5.7, R5.9
#[tokio::test]
async fn a_product_of_the_house_is_called_as_each_reader_calls_it() {
    let (mut story, _folder) = furnished().await;
    let owner = story.owner_reading(Locale::de).await;
    story.post().await;
    let (list, lamp, share) = story.list_with_lamp(&owner).await;
    let backend = story.backend.clone();
    let owned = backend.lists.owned(&owner, list).await.unwrap();
    assert_eq!(owned.gifts.gifts()[0].card.name, "Mondlampe");

    let giver = visit("giver", Locale::fr);
    let shared = backend.sharing.shared(&giver, &share).await.unwrap();
    assert_eq!(shared.gifts[0].card.name, "Lampe lune");
    let token = story.reserve(&giver, &share).await;
    let mails = story.post().await;
    let [told, made] = mails.as_slice() else { panic!("{:?}", subjects(&mails)) };
    assert!(told.to.contains("anna@") && told.text().contains("Mondlampe"), "{}", told.text());
    assert!(made.to.contains("tom@") && made.text().contains("Lampe lune"), "{}", made.text());
    for (language, name) in
        [(Locale::en, "Moon lamp"), (Locale::de, "Mondlampe"), (Locale::es, "Moon lamp")]
    {
        let (view, _) = backend.sharing.manage(&visit("giver", language), &token).await.unwrap();
        assert_eq!((view.card.name.as_str(), view.changes), (name, None));
    }
    let board = backend.thanks.board(&owner, list).await.unwrap();
    assert_eq!(board[0].card.name, "Mondlampe");
    let board = backend.thanks.board_for_programs(&owner, list).await.unwrap();
    assert_eq!(board[0].card.name, "Moon lamp");

    // What is written is the catalogue's, whatever a form of the page says.
    let person = owner.actor.person.unwrap();
    let form = owned.gifts.gifts()[0].form.clone();
    let noted = GiftForm { notes: "Warmes Licht".to_owned(), ..form };
    backend.gifts.edit(&owner, list, lamp, noted).await.unwrap();
    assert_eq!(story.kept_name(person, list).await, "Moon lamp");
    let everything = crate::service::everything::of(&story.site, person).await.unwrap();
    assert!(everything.contains("Mondlampe") && !everything.contains("Moon lamp"));

    // Off the list it is called as it was when it was promised, in the reader's words.
    backend.gifts.set_removed(&owner, list, lamp, true).await.unwrap();
    assert_eq!(backend.gifts.off_list(&owner, list, lamp).await.unwrap().card.name, "Mondlampe");
    story.pass_the_pause();
    let text = story.only().await.text();
    assert!(text.contains("Lampe lune") && !text.contains("Moon lamp"), "{text}");
    let (view, _) = backend.sharing.manage(&giver, &token).await.unwrap();
    assert!(view.withdrawn);
    assert_eq!(view.card.name, "Lampe lune");
    assert_eq!(backend.thanks.board(&owner, list).await.unwrap()[0].card.name, "Mondlampe");
}

// R8.5, R7.3
#[tokio::test]
async fn a_digest_and_a_mail_of_all_links_call_it_so_too() {
    let (mut story, _folder) = furnished().await;
    let owner = story.owner_reading(Locale::de).await;
    story.post().await;
    story.choose(&owner, OwnerMails::Daily).await;
    let (_, _, share) = story.list_with_lamp(&owner).await;
    story.site.clock.advance(TimeDelta::seconds(1));
    story.reserve(&visit("giver", Locale::fr), &share).await;
    story.post().await;
    story.until_tomorrow_at(18);
    digests::write_due(&story.site).await;
    let text = story.only().await.text();
    assert!(text.contains("Mondlampe") && !text.contains("Moon lamp"), "{text}");
    let anybody = visit("anybody", Locale::en);
    story.backend.givers.mail_links(&anybody, "tom@example.org").await.unwrap();
    let text = story.only().await.text();
    assert!(text.contains("Lampe lune") && !text.contains("Moon lamp"), "{text}");
}
