//! An admin takes a product into the catalogue that its owner changes meanwhile (R6.2).

use app::{
    session::{Account, Visit},
    shown::pack,
};
use domain::{GiftForm, Standing};
use server::service;

use crate::{
    people::{World, world},
    site::{run, start},
};

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
        let account = Account {
            name: "Admin".to_owned(),
            email: admin.email.clone(),
            admin: true,
            fresh: true,
            fresh_for_admins: true,
            has_password: false,
        };
        let console = Visit { account: Some(account), ..admin.visit.clone() };
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
