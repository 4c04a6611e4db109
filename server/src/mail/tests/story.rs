//! From what people do to what they read: the whole way, through the store and a mail server.

mod addresses;
mod gifts;
mod givers;
mod kept;
mod lists;
mod names;
mod owners;
mod watch;

use std::net::{IpAddr, Ipv4Addr};

use app::{
    backend::{Backend, MailProgress},
    i18n::Locale,
    session::Visit,
};
use chrono::TimeDelta;
use domain::{
    Actor, ContactForm, GiftForm, ListForm, ListId, ReserveForm, SignUpForm, Surprise, Terms,
};
use store::Store;

use super::{
    super::drain,
    catcher::{Catcher, Caught},
};
use crate::{
    secrets::{self, Secrets},
    service,
    settings::{Secret, Settings},
    site::Site,
};

const PASSWORD: &str = "three woolly sheep";

struct Story {
    catcher: Catcher,
    site: Site,
    backend: Backend,
    read: usize,
}

impl Story {
    async fn begin() -> Self {
        Self::begin_with(|_| {}).await
    }

    /// The same, set up otherwise than usual.
    async fn begin_with(change: impl FnOnce(&mut Settings)) -> Self {
        let catcher = Catcher::start().await;
        let mut settings = Settings::default();
        settings.mail.smtp_url = Secret::new(catcher.url());
        change(&mut settings);
        let store = Store::open("mem://").await.unwrap();
        let site = Site::new(store, settings, Secrets::new([7; 32]));
        site.store.migrate(site.clock.now()).await.unwrap();
        let backend = service::backend(&site);
        Self { catcher, site, backend, read: 0 }
    }

    /// With an owner, whose account is made and whose mails about that are read.
    async fn with_owner() -> (Self, Visit) {
        let mut story = Self::begin().await;
        let owner = story.owner().await;
        story.post().await;
        (story, owner)
    }

    /// Sends what waits, and shows what has come since the last time.
    async fn post(&mut self) -> Vec<Caught> {
        drain(&self.site).await.unwrap();
        let caught = self.catcher.caught();
        let mut new: Vec<_> = caught.into_iter().skip(self.read).collect();
        self.read += new.len();
        new.sort_by_key(|mail| (mail.to.clone(), mail.field("Subject").to_owned()));
        new
    }

    /// Waits as long as mails about changes of a gift do.
    fn pass_the_pause(&self) {
        self.site.clock.advance(TimeDelta::seconds(self.site.settings.mail.gift_pause.0.into()));
    }

    async fn only(&mut self) -> Caught {
        let mut mails = self.post().await;
        assert_eq!(mails.len(), 1, "{:?}", subjects(&mails));
        mails.remove(0)
    }

    /// Makes an account, by the code that was mailed.
    async fn owner(&mut self) -> Visit {
        self.owner_reading(Locale::en).await
    }

    /// The same for somebody who reads this language.
    async fn owner_reading(&mut self, language: Locale) -> Visit {
        let mut visit = visit("owner", language);
        let form = SignUpForm {
            name: "Anna".to_owned(),
            email: "anna@example.org".to_owned(),
            password: PASSWORD.to_owned(),
        };
        self.backend.accounts.sign_up(&visit, form).await.unwrap();
        let text = self.only().await.text();
        let code: String =
            text.lines().find_map(|line| line.strip_prefix("    ")).unwrap().to_owned();
        self.backend.accounts.confirm(&visit, &code).await.unwrap();
        let email = domain::EmailAddress::parse("anna@example.org").unwrap();
        let person = self.site.store.person_by_email(&email.key()).await.unwrap().unwrap();
        visit.actor.person = Some(person.id);
        visit
    }

    /// A shared list with one gift on it, and the token of its link.
    async fn list(&self, owner: &Visit, surprise: Surprise) -> (ListId, String) {
        let form = ListForm { date: String::new(), ..self.birthday() };
        let list = self.backend.lists.create(owner, form, surprise.code()).await.unwrap();
        let gift = gift("Wooden train");
        self.backend.gifts.add(owner, list, None, true, gift).await.unwrap();
        (list, self.share(owner, list).await)
    }

    /// A list for a day that is far off.
    fn birthday(&self) -> ListForm {
        let day = self.site.clock.now().date_naive() + chrono::Days::new(200);
        ListForm {
            title: "Mia's birthday".to_owned(),
            occasion: "birthday".to_owned(),
            date: day.to_string(),
            zone: "Europe/Berlin".to_owned(),
            ..ListForm::default()
        }
    }

    /// Shares a list; answers the token of its link.
    async fn share(&self, owner: &Visit, list: ListId) -> String {
        self.backend.lists.share(owner, list).await.unwrap();
        let share = self.backend.lists.owned(owner, list).await.unwrap().share.unwrap();
        share.trim_start_matches("/l/").to_owned()
    }

    /// The same, with a day that is far off.
    async fn dated_list(&self, owner: &Visit, surprise: Surprise) -> (ListId, String) {
        let (list, share) = self.list(owner, surprise).await;
        self.backend.lists.edit(owner, list, self.birthday(), true).await.unwrap();
        (list, share)
    }

    /// Reserves the gift. Answers the token of the giver's browser.
    async fn reserve(&self, giver: &Visit, share: &str) -> String {
        let gift = self.backend.sharing.shared(giver, share).await.unwrap().gifts[0].card.id;
        let form = ReserveForm {
            name: "Onkel Tom".to_owned(),
            email: "tom@example.org".to_owned(),
            quantity: "2".to_owned(),
        };
        let reserved = self.backend.sharing.reserve(giver, share, gift, "form", form).await;
        reserved.unwrap().manage.trim_start_matches("/r/").to_owned()
    }
}

fn gift(name: &str) -> GiftForm {
    GiftForm { name: name.to_owned(), wanted: "3".to_owned(), ..GiftForm::default() }
}

fn visit(browser: &str, language: Locale) -> Visit {
    Visit {
        actor: Actor { browser: Some(secrets::browser_key(browser)), ..Actor::default() },
        account: None,
        session: None,
        first_step: None,
        language,
        path: "/".to_owned(),
        asked: String::new(),
        device: "Test".to_owned(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        terms: Terms::default(),
    }
}

fn subjects(mails: &[Caught]) -> Vec<String> {
    mails.iter().map(|mail| mail.field("Subject").to_owned()).collect()
}

fn link(text: &str, path: &str) -> String {
    let start = format!("http://127.0.0.1:3000{path}");
    text.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
}

// R2.1, R2.4, R2.9
#[tokio::test]
async fn an_account_is_made_and_reset_by_mail() {
    let mut story = Story::begin().await;
    story.owner().await;
    let welcome = story.only().await;
    assert_eq!(welcome.field("Subject"), "Welcome to ewelists (development)");
    assert_eq!(welcome.to, "RCPT TO:<anna@example.org>");

    let again = SignUpForm {
        name: "Somebody".to_owned(),
        email: "Anna@example.org".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let elsewhere = visit("elsewhere", Locale::de);
    story.backend.accounts.sign_up(&elsewhere, again).await.unwrap();
    let known = story.only().await;
    assert!(known.field("Subject").starts_with("You already have an account"));

    story.backend.accounts.ask_reset(&elsewhere, "anna@example.org").await.unwrap();
    story.backend.accounts.ask_reset(&elsewhere, "anna@example.org").await.unwrap();
    let reset = story.only().await;
    let token = link(&reset.text(), "/reset/");
    story.backend.accounts.reset(&elsewhere, &token, "four woolly sheep").await.unwrap();
    let told = subjects(&story.post().await);
    assert!(told.iter().any(|s| s == "Your password was changed (development)"), "{told:?}");
}

// R7.3: mails are in the reader's language.
#[tokio::test]
async fn givers_and_owners_are_written_to_in_their_languages() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Show).await;
    let giver = visit("giver", Locale::de);
    let token = story.reserve(&giver, &share).await;
    assert_eq!(
        story.backend.sharing.manage(&giver, &token).await.unwrap().1,
        MailProgress::Waiting
    );
    let mails = story.post().await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].to, "RCPT TO:<anna@example.org>");
    assert!(mails[0].text().contains("Onkel Tom would like to give you this"));
    assert!(link(&mails[0].text(), "/lists/").starts_with(&list.to_string()));
    assert_eq!(mails[1].to, "RCPT TO:<tom@example.org>");
    let text = mails[1].text();
    assert!(text.contains("Anzahl: 2"), "{text}");
    assert_eq!(story.backend.sharing.manage(&giver, &token).await.unwrap().1, MailProgress::Sent);

    let mailed = link(&text, "/r/");
    assert_ne!(mailed, token);
    // Opening it confirms nothing, and the first thing done by it does (R5.4).
    let verified = async |story: &Story| {
        story.backend.sharing.manage(&giver, &mailed).await.unwrap().0.verified
    };
    assert!(!verified(&story).await);
    story.backend.sharing.change_quantity(&giver, &mailed, "1", "").await.unwrap();
    assert!(verified(&story).await);
    assert!(story.only().await.text().contains("Anzahl: 1"));
    story.backend.sharing.purchase(&giver, &mailed, "", "").await.unwrap();
    assert_eq!(story.post().await.len(), 2);
    story.backend.sharing.undo_purchase(&giver, &mailed).await.unwrap();
    story.backend.sharing.cancel(&giver, &mailed).await.unwrap();
    let mails = story.post().await;
    let owners = mails.iter().filter(|mail| mail.to.contains("anna")).count();
    assert_eq!(owners, 1, "{:?}", subjects(&mails));
}

// R7.4, R3.6
#[tokio::test]
async fn under_surprise_no_owner_is_written_to_even_if_it_began_meanwhile() {
    let (mut story, owner) = Story::with_owner().await;
    let giver = visit("giver", Locale::en);
    let (_, kept) = story.list(&owner, Surprise::Keep).await;
    story.reserve(&giver, &kept).await;
    assert!(story.only().await.to.contains("tom@"));

    let (list, shown) = story.list(&owner, Surprise::Show).await;
    story.reserve(&visit("another", Locale::en), &shown).await;
    story.backend.lists.set_surprise(&owner, list, Surprise::Keep, true).await.unwrap();
    assert!(story.only().await.to.contains("tom@"));
}

#[tokio::test]
async fn givers_are_told_what_owners_do_with_their_gift() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    story.reserve(&visit("giver", Locale::en), &share).await;
    story.post().await;
    let gift_id = story.backend.lists.owned(&owner, list).await.unwrap().gifts.gifts()[0].card.id;
    story.backend.gifts.edit(&owner, list, gift_id, gift("Wooden bus")).await.unwrap();
    story.pass_the_pause();
    let text = story.only().await.text();
    assert!(text.contains("  Wooden train") && text.contains("  Wooden bus"), "{text}");
    assert!(text.contains("What has changed: the name."), "{text}");

    story.backend.gifts.set_removed(&owner, list, gift_id, true).await.unwrap();
    story.pass_the_pause();
    assert!(story.only().await.field("Subject").starts_with("No longer on the list"));
    story.backend.lists.set_surprise(&owner, list, Surprise::Show, true).await.unwrap();
    assert!(story.only().await.field("Subject").starts_with("No longer secret"));
    story.backend.lists.close(&owner, list, true).await.unwrap();
    assert!(story.only().await.text().contains("The list is closed"));
}

// R4.6
#[tokio::test]
async fn what_is_changed_often_is_one_mail_and_what_is_undone_is_none() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, share) = story.list(&owner, Surprise::Keep).await;
    let giver = visit("giver", Locale::en);
    story.reserve(&giver, &share).await;
    let mailed = link(&story.only().await.text(), "/r/");
    story.backend.sharing.confirm_address(&giver, &mailed).await.unwrap();
    let id = story.backend.lists.owned(&owner, list).await.unwrap().gifts.gifts()[0].card.id;
    let gifts = story.backend.gifts.clone();

    // Only how it is wished for: nobody is written to.
    let tidy = GiftForm { section: "Toys".to_owned(), ..gift("Wooden train") };
    gifts.edit(&owner, list, id, tidy).await.unwrap();
    story.pass_the_pause();
    assert_eq!(subjects(&story.post().await), Vec::<String>::new());

    // Three changes are one mail, and it waits.
    for name in ["Wooden bus", "Wooden boat", "Wooden plane"] {
        gifts.edit(&owner, list, id, gift(name)).await.unwrap();
    }
    assert_eq!(subjects(&story.post().await), Vec::<String>::new());
    story.pass_the_pause();
    let text = story.only().await.text();
    assert!(text.contains("  Wooden plane") && !text.contains("boat"), "{text}");

    // Changed and changed back: the giver still believes the mail.
    for name in ["Wooden car", "Wooden plane"] {
        gifts.edit(&owner, list, id, gift(name)).await.unwrap();
    }
    story.pass_the_pause();
    story.only().await;
    // As it was when it was reserved: told once.
    gifts.edit(&owner, list, id, gift("Wooden train")).await.unwrap();
    story.pass_the_pause();
    assert!(story.only().await.field("Subject").starts_with("Changed back"));

    // Taken off and put back at once.
    gifts.set_removed(&owner, list, id, true).await.unwrap();
    gifts.set_removed(&owner, list, id, false).await.unwrap();
    story.pass_the_pause();
    assert_eq!(subjects(&story.post().await), Vec::<String>::new());

    // Hidden for longer, and shown again.
    let hidden = GiftForm { hidden: "on".to_owned(), ..gift("Wooden train") };
    gifts.edit(&owner, list, id, hidden).await.unwrap();
    story.pass_the_pause();
    assert!(story.only().await.field("Subject").starts_with("No longer on the list"));
    gifts.edit(&owner, list, id, gift("Wooden train")).await.unwrap();
    story.pass_the_pause();
    assert!(story.only().await.field("Subject").starts_with("On the list again"));
}

// R8.2
#[tokio::test]
async fn the_team_can_answer_and_the_writer_is_told_that_it_came() {
    let mut story = Story::begin().await;
    let form = ContactForm {
        name: "Onkel Tom".to_owned(),
        email: "tom@example.org".to_owned(),
        message: "Pumpernickel\n\nfor everybody".to_owned(),
    };
    let writer = visit("writer", Locale::de);
    let written = story.backend.contact.write(&writer, "key", form).await;
    let reference = written.unwrap().to_string();
    let mails = story.post().await;
    let [team, receipt] = mails.as_slice() else { panic!("{:?}", subjects(&mails)) };
    assert_eq!(team.to, "RCPT TO:<hello@ewelists.localhost>");
    assert_eq!(team.field("Reply-To"), "tom@example.org");
    assert_eq!(team.field("Subject"), format!("{reference}: Onkel Tom schreibt (development)"));
    assert!(team.text().contains("Pumpernickel") && team.text().contains("for everybody"));
    assert_eq!(receipt.to, "RCPT TO:<tom@example.org>");
    assert_eq!(receipt.field("Reply-To"), "");
    assert!(receipt.text().contains(&reference) && !receipt.text().contains("Pumpernickel"));
}

// R3.8
#[tokio::test]
async fn an_invitation_is_mailed_while_it_is_good_and_not_afterwards() {
    let (mut story, owner) = Story::with_owner().await;
    let (list, _) = story.list(&owner, Surprise::Keep).await;
    let members = story.backend.members.clone();
    members.invite_by_mail(&owner, list, "jonas@example.org").await.unwrap();
    let mail = story.only().await;
    assert_eq!(mail.to, "RCPT TO:<jonas@example.org>");
    assert!(mail.field("Subject").starts_with("Anna invites you"));
    let token = link(&mail.text(), "/join/");
    assert!(story.site.secrets.open_invitation(&token).is_some());

    members.invite_by_mail(&owner, list, "ilse@example.org").await.unwrap();
    let waiting = members.people(&owner, list).await.unwrap().invitations;
    members.take_back(&owner, list, waiting.last().unwrap().id).await.unwrap();
    // Nor is it sent to who looks after the list already, whatever address was typed.
    members.invite_by_mail(&owner, list, "Anna@example.org").await.unwrap();
    assert!(story.post().await.is_empty());
}
