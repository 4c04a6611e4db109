//! What becomes of a product that its owner changes while an admin decides upon it (R6.2).

use app::{
    backend::Backend,
    session::{Account, Visit},
    shown::pack,
};
use domain::{GiftForm, ProductForm, Standing};
use server::service;

use crate::{
    people::{Somebody, World, begin, world},
    site::{run, start},
    undone::{fields, ticket},
};

/// An admin as the console wants one.
fn in_console(admin: &Somebody) -> Visit {
    let account = Account {
        name: "Admin".to_owned(),
        email: admin.email.clone(),
        admin: true,
        fresh: true,
        fresh_for_admins: true,
        has_password: false,
    };
    Visit { account: Some(account), ..admin.visit.clone() }
}

// R6.2
#[test]
fn what_its_owner_changed_since_it_was_read_is_not_taken_unread() {
    run(async {
        let site = start(|_| {}).await;
        let backend = service::backend(&site.running.site);
        let World { owner, admin, product, list, gift, .. } = world(&site.running.site).await;
        let headers = [("accept", "application/json"), ("cookie", admin.cookie.as_str())];
        let take = async |name: &str, was: &str| {
            let form = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("product", &product.to_string())
                .append_pair("was", was)
                .append_pair("name", name)
                .append_pair("link", "https://shop.example/train")
                .finish();
            site.post("/fn/promote_product", &headers, &form).await.status
        };
        let console = in_console(&admin);
        let read = async || backend.catalogue.waiting(&console, product, "").await.unwrap();

        let before = read().await;
        let page = [("accept", "text/html"), ("cookie", admin.cookie.as_str())];
        let page = site.get(&format!("/admin/queue/{product}"), &page).await;
        assert!(page.body.contains("name=\"was\""), "{}", page.body);
        let renamed = GiftForm {
            name: "Red train".to_owned(),
            wanted: "5".to_owned(),
            ..GiftForm::default()
        };
        backend.gifts.edit(&owner.visit, list, gift, renamed).await.unwrap();
        assert_eq!(take("Wooden train", &pack(&before.made)).await, 412);
        let after = read().await;
        assert_eq!(after.made.name, "Red train");

        assert_eq!(take("Wooden red train", &pack(&after.made)).await, 200);
        let taken = backend.lists.owned(&owner.visit, list).await.unwrap();
        assert_eq!(taken.gifts.gifts()[0].card.name, "Wooden red train");
        let store = &site.running.site.store;
        let standing = store.owned_gift(owner.id, list, gift).await.unwrap().1.standing;
        assert_eq!(standing, Standing::Catalogue { hidden: false });
        site.stop().await;
    });
}

// R6.2
#[test]
fn what_its_owner_changed_since_it_was_read_is_neither_merged_nor_left_unread() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let backend = service::backend(inner);
        let World { owner, admin, product, catalogued, list, gift, .. } = world(inner).await;
        let console = in_console(&admin);
        let read = async || {
            let waiting = backend.catalogue.waiting(&console, product, "").await.unwrap();
            pack(&waiting.made)
        };
        let rename = async |name: &str| {
            let wanted = "5".to_owned();
            let renamed = GiftForm { name: name.to_owned(), wanted, ..GiftForm::default() };
            backend.gifts.edit(&owner.visit, list, gift, renamed).await.unwrap();
        };
        let referer = format!("{}/admin/queue/{product}", inner.settings.site.origin());
        let cookie = admin.cookie.as_str();
        let decide = async |action: &str, field: &str, value: &str, was: &str, accept: &str| {
            let form = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("product", &product.to_string())
                .append_pair("was", was)
                .append_pair(field, value)
                .finish();
            let headers = [("accept", accept), ("cookie", cookie), ("referer", referer.as_str())];
            site.post(&format!("/fn/{action}"), &headers, &form).await
        };
        let (into, note) = (catalogued.to_string(), "No page of a shop");
        let merge = async |was: &str| {
            decide("merge_product", "into", &into, was, "application/json").await.status
        };
        let decline = async |was: &str| {
            decide("decline_product", "note", note, was, "application/json").await.status
        };
        let kept = async || inner.store.owned_gift(owner.id, list, gift).await.unwrap().1;

        let before = read().await;
        rename("Red train").await;
        assert_eq!((merge(&before).await, decline(&before).await), (412, 412));
        let still = kept().await;
        assert_eq!((still.product, still.standing), (product, Standing::Waiting));
        // The page says so, shows what there is now, and keeps what was typed.
        let page = decide("decline_product", "note", note, &before, "text/html").await;
        assert_eq!(page.status, 412);
        for words in ["Someone changed this", "Red train", note] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }

        assert_eq!(decline(&read().await).await, 200);
        assert!(matches!(kept().await.standing, Standing::Declined(_)));
        // Where products of the catalogue are looked up it is shown once more, as it is then.
        let page = [("accept", "text/html"), ("cookie", cookie)];
        let log = site.get("/admin/log?act=product_declined", &page).await;
        assert!(log.body.contains(&format!("href=\"/admin/queue/{product}\"")), "{}", log.body);
        let page = site.get(&format!("/admin/catalogue?merge={product}"), &page).await;
        assert!(page.body.contains("name=\"was\""), "{}", page.body);
        let before = read().await;
        rename("Blue train").await;
        assert_eq!(merge(&before).await, 412);
        assert_eq!(merge(&read().await).await, 200);
        assert_eq!(kept().await.product, catalogued);
        site.stop().await;
    });
}

/// An admin takes what the gift is of into the catalogue, as a wooden train.
async fn take_in(backend: &Backend, world: &World) {
    let console = in_console(&world.admin);
    let waiting = backend.catalogue.waiting(&console, world.product, "").await.unwrap();
    let form = ProductForm {
        name: "Wooden train".to_owned(),
        link: "https://shop.example/train".to_owned(),
        ..ProductForm::default()
    };
    let was = pack(&waiting.made);
    backend.catalogue.promote(&console, world.product, form, &was).await.unwrap();
}

// R3.4, R6.2
#[test]
fn what_an_owner_saved_of_a_product_is_not_undone_once_it_is_the_catalogues() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, gift, .. } = &world;
        let now = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            owned.gifts.gifts()[0].form.clone()
        };
        let (of_list, of_gift) = (list.to_string(), gift.to_string());
        let page = [("accept", "text/html"), ("cookie", owner.cookie.as_str())];
        let save = async |typed: GiftForm| {
            let was = pack(&now().await);
            let besides =
                [("list", of_list.as_str()), ("gift", of_gift.as_str()), ("was", was.as_str())];
            let saved = site.post("/fn/edit_gift", &page, &fields(&typed, &besides)).await;
            format!("list={list}&ticket={}", ticket(&saved))
        };
        let renamed = save(GiftForm { name: "Red train".to_owned(), ..now().await }).await;
        let noted = save(GiftForm { notes: "By rail".to_owned(), ..now().await }).await;
        take_in(&backend, &world).await;

        let json = [("accept", "application/json"), ("cookie", owner.cookie.as_str())];
        let refused = site.post("/fn/undo_saved", &json, &renamed).await;
        assert!(refused.status == 409 && refused.body.contains("replaced"), "{refused:?}");
        assert_eq!(
            (now().await.name.as_str(), now().await.notes.as_str()),
            ("Wooden train", "By rail")
        );
        // What they say about it besides is still theirs.
        let undone = site.post("/fn/undo_saved", &page, &noted).await;
        assert_eq!(undone.status, 303, "{}", undone.body);
        assert_eq!((now().await.name.as_str(), now().await.notes.as_str()), ("Wooden train", ""));
        let noted = save(GiftForm { notes: "By road".to_owned(), ..now().await }).await;
        let undone = site.post("/fn/undo_saved", &page, &noted).await;
        assert_eq!((undone.status, now().await.notes.as_str()), (303, ""));
        site.stop().await;
    });
}

// R4.5, R9.5
#[test]
fn what_an_owner_types_about_a_product_that_was_taken_in_meanwhile_is_not_dropped_unsaid() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, gift, .. } = &world;
        let now = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            owned.gifts.gifts()[0].form.clone()
        };
        let shown = now().await;
        take_in(&backend, &world).await;
        let (of_list, of_gift, was) = (list.to_string(), gift.to_string(), pack(&shown));
        let origin = site.running.site.settings.site.origin();
        let referer = format!("{origin}/lists/{list}/gifts/{gift}");
        let page = [
            ("accept", "text/html"),
            ("cookie", owner.cookie.as_str()),
            ("referer", referer.as_str()),
        ];
        let save = async |typed: GiftForm| {
            let besides =
                [("list", of_list.as_str()), ("gift", of_gift.as_str()), ("was", was.as_str())];
            site.post("/fn/edit_gift", &page, &fields(&typed, &besides)).await
        };
        let typed = GiftForm { notes: "By rail".to_owned(), ..shown.clone() };
        let refused = save(GiftForm { name: "Red train".to_owned(), ..typed.clone() }).await;
        assert_eq!(refused.status, 412, "{}", refused.body);
        for words in ["Someone changed this", "Wooden train", "By rail"] {
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
        assert_eq!(now().await.notes, "");
        // The page that came back asks for nothing about it, and what is left of the form is saved.
        let rest = typed.clone().about_that_of(&GiftForm::default());
        for form in [rest, shown.clone(), typed] {
            let saved = save(form).await;
            assert_eq!(saved.status, 303, "{}", saved.body);
            let stands = now().await;
            assert_eq!((stands.name.as_str(), stands.notes.as_str()), ("Wooden train", "By rail"));
        }
        site.stop().await;
    });
}

// R6.2
#[test]
fn more_than_a_hundred_that_wait_come_in_pages() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let backend = service::backend(inner);
        let World { owner, admin, list, .. } = world(inner).await;
        for number in 0..101 {
            let form = GiftForm { name: format!("Thing {number}"), ..GiftForm::default() };
            backend.gifts.add(&owner.visit, list, None, true, form).await.unwrap();
        }
        let console = in_console(&admin);
        let first = backend.catalogue.queue(&console, None).await.unwrap();
        let next = first.next.unwrap();
        assert_eq!((first.cards.len(), first.later, first.cards[99].id), (100, false, next));
        let second = backend.catalogue.queue(&console, Some(next)).await.unwrap();
        assert_eq!(second.cards.len(), 2, "with the one that waited before");
        assert!(second.later && second.next.is_none());

        let headers = [("accept", "text/html"), ("cookie", admin.cookie.as_str())];
        let path = format!("/admin/queue?after={next}");
        let page = site.get("/admin/queue", &headers).await;
        assert!(page.body.contains(&path) && !page.body.contains("Thing 100"), "{}", page.body);
        let page = site.get(&path, &headers).await;
        assert!(page.body.contains("Thing 100") && page.body.contains("From the oldest on"));
        site.stop().await;
    });
}
