//! People for tests: whoever may ask for something, with their cookies.

use app::{backend::Backend, i18n::Locale, session::Visit};
use domain::{
    Actor, DeliveryId, EmailAddress, GiftForm, GiftId, InvitationId, InvitationWay, ListForm,
    ListId, PersonId, PersonName, ProductForm, ProductId, ReservationId, ReserveForm, Terms,
    Undelivered, WebhookForm, WebhookId,
};
use server::{secrets, service, site::Site};
use store::{DeliveryOutcome, Inviting, NewSession, NewSignUp};

use crate::site::{TestSite, start};

/// Somebody with an account, signed in.
pub struct Somebody {
    pub id: PersonId,
    pub email: String,
    pub cookie: String,
    pub visit: Visit,
}

/// A browser that nobody signed in in.
pub fn browser(site: &Site, name: &str) -> (String, Visit) {
    let token = format!("{name}-{}", secrets::random_token());
    let visit = Visit {
        actor: Actor { browser: Some(secrets::browser_key(&token)), ..Actor::default() },
        account: None,
        session: None,
        first_step: None,
        language: Locale::en,
        path: "/".to_owned(),
        asked: String::new(),
        device: "Test".to_owned(),
        address: site.settings.server.listen.ip(),
        terms: Terms::default(),
    };
    (format!("__Host-giver={token}"), visit)
}

/// Makes an account with a password that nobody can type, and signs in.
pub async fn somebody(site: &Site, name: &str) -> Somebody {
    somebody_with(site, name, "no password has this hash").await
}

/// Makes an account whose password has this hash, and signs in.
pub async fn somebody_with(site: &Site, name: &str, password_hash: &str) -> Somebody {
    let (giver, mut visit) = browser(site, name);
    let key = visit.actor.browser.clone().unwrap();
    let unique = secrets::random_token()[..8].to_lowercase().replace(['-', '_'], "x");
    let email = format!("{name}-{unique}@example.org");
    let asked = NewSignUp {
        name: PersonName::parse(name).unwrap(),
        email: Some(EmailAddress::parse(&email).unwrap()),
        password_hash: Some(password_hash.to_owned()),
        browser: key.clone(),
        language: "en".to_owned(),
        identity: None,
    };
    let sign_up = site.store.start_sign_up(site.errand(&visit), asked, 10).await.unwrap();
    let token = secrets::random_token();
    let session = NewSession {
        key: secrets::session_key(&token),
        browser: key.clone(),
        device: "Test".to_owned(),
    };
    let opened = site.store.finish_sign_up(site.errand(&visit), sign_up, 1, &key, session).await;
    let id = opened.unwrap().person;
    visit.actor.person = Some(id);
    let cookie = format!("{giver}; __Host-session={token}");
    Somebody { id, email, cookie, visit }
}

/// Makes somebody an admin.
pub async fn make_admin(site: &Site, person: &Somebody) {
    let key = EmailAddress::parse(&person.email).unwrap().key();
    assert!(site.store.set_admin(site.errand(&person.visit), &key, true).await.unwrap());
}

/// A shared list with one gift, of which a guest has reserved one.
pub struct World {
    pub owner: Somebody,
    /// Somebody who looks after the list with its owner.
    pub co_owner: Somebody,
    pub other: Somebody,
    pub admin: Somebody,
    /// What the gift is of; it waits for an admin.
    pub product: ProductId,
    /// A product of the catalogue.
    pub catalogued: ProductId,
    /// The guest's cookie.
    pub giver: String,
    pub list: ListId,
    pub gift: GiftId,
    /// The token of the share link.
    pub share: String,
    /// The token of the guest's manage page.
    pub manage: String,
    /// What the guest has reserved.
    pub reservation: ReservationId,
    /// An invitation to look after the list that waits.
    pub invitation: InvitationId,
    /// The token of its link.
    pub join: String,
    /// Where the owner's program wants to be told of lists. Nobody can be reached there.
    pub webhook: WebhookId,
    /// A message to it.
    pub delivery: DeliveryId,
}

/// Makes a link by which somebody joins those who look after a list.
pub async fn invite(site: &Site, person: &Somebody, list: ListId) -> InvitationId {
    let (way, language) = (InvitationWay::Link, "en".to_owned());
    let asked = Inviting { way, language, quotas: vec![] };
    site.store.invite(site.errand(&person.visit), person.id, list, &asked).await.unwrap()
}

/// Makes a webhook at an address where nobody can be reached, and sends it a test. It is over before
/// anybody looks.
async fn webhook(site: &Site, person: &Somebody) -> (WebhookId, DeliveryId) {
    let wish = WebhookForm {
        url: "https://127.0.0.1/told".to_owned(),
        events: ["list.created", "reservation.changed", "reservation.purchased"]
            .map(str::to_owned)
            .to_vec(),
    };
    let wish = wish.parse(false, false).unwrap();
    let errand = site.errand(&person.visit);
    let webhook = site.store.make_webhook(errand, person.id, &wish).await.unwrap();
    let delivery = site.store.test_webhook(errand, person.id, webhook).await.unwrap();
    let outcome = DeliveryOutcome::Failed(None, Undelivered::NotPublic);
    site.store.settle_delivery(delivery, site.clock.now(), outcome).await.unwrap();
    (webhook, delivery)
}

/// A site with such a list.
pub async fn begin() -> (TestSite, Backend, World) {
    let site = start(|_| {}).await;
    let backend = service::backend(&site.running.site);
    let world = world(&site.running.site).await;
    (site, backend, world)
}

/// Makes such a list.
pub async fn world(site: &Site) -> World {
    let backend: Backend = service::backend(site);
    let owner = somebody(site, "owner").await;
    let other = somebody(site, "other").await;
    let admin = somebody(site, "admin").await;
    make_admin(site, &admin).await;
    let form = ListForm {
        title: "Ida is one".to_owned(),
        occasion: "wedding".to_owned(),
        ..ListForm::default()
    };
    let list = backend.lists.create(&owner.visit, form, "").await.unwrap();
    let train =
        GiftForm { name: "Train".to_owned(), wanted: "5".to_owned(), ..GiftForm::default() };
    let gift = backend.gifts.add(&owner.visit, list, None, true, train).await.unwrap();
    backend.lists.share(&owner.visit, list).await.unwrap();
    let shared = backend.lists.owned(&owner.visit, list).await.unwrap();
    let share = shared.share.unwrap().replace("/l/", "");
    let (giver, visit) = browser(site, "giver");
    let form = ReserveForm {
        name: "Karl".to_owned(),
        email: format!("karl-{share}@example.org").to_lowercase(),
        quantity: "1".to_owned(),
    };
    let reserved = backend.sharing.reserve(&visit, &share, gift, "key", form).await.unwrap();
    let manage = reserved.manage.replace("/r/", "");
    let (reservation, _) = site.secrets.open_manage(&manage).unwrap();
    let co_owner = somebody(site, "partner").await;
    let used = invite(site, &owner, list).await;
    site.store.join_list(site.errand(&co_owner.visit), used, co_owner.id).await.unwrap();
    let invitation = invite(site, &owner, list).await;
    let join = site.secrets.invitation_token(invitation);
    let product = site.store.owned_gift(owner.id, list, gift).await.unwrap().1.product;
    let form = ProductForm {
        name: "Crane".to_owned(),
        link: format!("https://shop.example/{share}"),
        ..ProductForm::default()
    };
    let wish = form.parse("2026-11-24".parse().unwrap(), None).unwrap();
    let errand = site.errand(&admin.visit);
    let catalogued = site.store.create_product(errand, wish.details, false).await.unwrap();
    let (webhook, delivery) = webhook(site, &owner).await;
    World {
        owner,
        co_owner,
        other,
        admin,
        product,
        catalogued,
        giver,
        list,
        gift,
        share,
        manage,
        reservation,
        invitation,
        join,
        webhook,
        delivery,
    }
}
