//! Two admins who change one product of the catalogue (R6.1).

use app::shown::pack;
use domain::{ProductForm, Standing};

use crate::{
    people::{Somebody, World, make_admin, somebody, world},
    site::{run, start},
};

// R6.1
#[test]
fn of_two_who_change_a_product_the_later_is_told_what_changed_and_goes_on_with_what_they_typed() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let World { admin, catalogued, .. } = world(inner).await;
        let other = somebody(inner, "other").await;
        make_admin(inner, &other).await;
        let read = async || {
            let product = inner.store.product(catalogued).await.unwrap();
            let hidden = product.standing == Standing::Catalogue { hidden: true };
            ProductForm::of(&product.details, hidden)
        };
        let page = format!("/admin/catalogue/{catalogued}");
        let referer = format!("{}{page}", inner.settings.site.origin());
        let save = async |who: &Somebody, typed: &ProductForm, was: &ProductForm, accept: &str| {
            let form = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("product", &catalogued.to_string())
                .append_pair("was", &pack(was))
                .append_pair("link", &typed.link)
                .append_pair("name", &typed.name)
                .append_pair("brand", &typed.brand)
                .append_pair("shop", &typed.shop)
                .append_pair("price", &typed.price)
                .append_pair("currency", &typed.currency)
                .finish();
            let cookie = who.cookie.as_str();
            let headers = [("accept", accept), ("cookie", cookie), ("referer", referer.as_str())];
            site.post("/fn/edit_product", &headers, &form).await
        };
        let (html, json) = ("text/html", "application/json");

        let shown = read().await;
        let seen = site.get(&page, &[("accept", html), ("cookie", other.cookie.as_str())]).await;
        assert!(seen.body.contains("name=\"was\""), "{}", seen.body);
        let branded = ProductForm { brand: "Holzmann".to_owned(), ..shown.clone() };
        assert_eq!(save(&admin, &branded, &shown, json).await.status, 200);
        // Sent twice it is changed once, and nobody else did it.
        assert_eq!(save(&admin, &branded, &shown, json).await.status, 200);

        let named = ProductForm { name: "Tall crane".to_owned(), ..shown.clone() };
        assert_eq!(save(&other, &named, &shown, json).await.status, 412);
        // Something else that is wrong tells nothing of it, and what was shown stays what it was.
        let (before, now) = (pack(&shown), pack(&branded));
        let nameless = ProductForm { name: String::new(), ..named.clone() };
        let wrong = save(&other, &nameless, &shown, html).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains(&before), "{}", wrong.body);
        for words in ["Changed meanwhile", now.as_str()] {
            assert!(!wrong.body.contains(words), "{words}: {}", wrong.body);
        }

        let told = save(&other, &named, &shown, html).await;
        assert_eq!(told.status, 412);
        let change = ["<dt>Brand</dt>", "<bdi>nothing</bdi>", "<bdi>Holzmann</bdi>"];
        let kept = ["Someone changed this", "value=\"Tall crane\"", now.as_str()];
        // Without the marks between what was rendered one by one.
        let page = told.body.replace("<!>", "");
        for words in change.into_iter().chain(kept) {
            assert!(page.contains(words), "{words}: {page}");
        }
        for words in ["<dt>Name</dt>", "<dt>Price</dt>", before.as_str()] {
            assert!(!page.contains(words), "{words}: {page}");
        }
        assert_eq!(read().await, branded);

        // Who was told of it and saves once more means it.
        assert_eq!(save(&other, &named, &branded, json).await.status, 200);
        assert_eq!(read().await, named);
        site.stop().await;
    });
}
