//! What a link turns out to be, where only asking tells (R4.3, R6.5).

use std::net::SocketAddr;

use app::backend::{FoundGift, Outcome, Pasted};
use domain::{GiftForm, Link, ProductForm};
use server::{
    fetch::Fetching,
    service,
    settings::{Seconds, Settings},
};

use super::place::{Internet, SHOP, alone};
use crate::{
    people::{World, world},
    site::{TestSite, start},
};

/// The ticket for what is found where something was pasted.
async fn ticket(site: &TestSite, world: &World, pasted: Pasted) -> String {
    let finding = service::backend(&site.running.site).finding.clone();
    finding.find(&world.owner.visit, world.list, pasted).await.unwrap()
}

/// What is found there.
async fn found(site: &TestSite, world: &World, pasted: Pasted) -> FoundGift {
    let ticket = ticket(site, world, pasted).await;
    let finding = service::backend(&site.running.site).finding.clone();
    finding.found(&world.owner.visit, world.list, &ticket).await.unwrap().unwrap()
}

/// A short link that leads to an address.
fn shortened(address: &str) -> Pasted {
    Pasted { text: format!("http://amzn.to/to?{address}"), ..Pasted::default() }
}

// R6.5: not asked, not even where a short link leads to it.
#[test]
fn a_short_link_to_a_shop_that_refuses_becomes_its_own_which_is_not_asked() {
    alone(
        "fetch::finding::a_short_link_to_a_shop_that_refuses_becomes_its_own_which_is_not_asked",
        async {
            let internet = Internet::start().await;
            let site = start(|_| {}).await;
            let world = world(&site.running.site).await;
            internet.called().await;
            let kettle = shortened("https://www.amazon.de/Kettle-Red/dp/B0CRAFTED1/th");
            for called in [&[SHOP][..], &[]] {
                let FoundGift { outcome, form, .. } = found(&site, &world, kettle.clone()).await;
                assert_eq!(outcome, Outcome::ShopRefuses("Amazon"));
                assert_eq!(form.link, "https://www.amazon.de/dp/B0CRAFTED1");
                assert_eq!(form.name, "");
                assert_eq!(internet.called().await, called, "what is known is not asked again");
            }

            let form = ProductForm {
                name: "Kettle".to_owned(),
                link: "https://www.amazon.de/dp/B0KNOWN001".to_owned(),
                ..ProductForm::default()
            };
            let wish = form.parse("2026-11-24".parse().unwrap(), None).unwrap();
            let errand = site.running.site.errand(&world.admin.visit);
            let catalogued = site.running.site.store.create_product(errand, wish.details, false);
            let known = catalogued.await.unwrap();
            let led =
                found(&site, &world, shortened("https://www.amazon.de/x/dp/B0KNOWN001")).await;
            assert_eq!(led.outcome, Outcome::InCatalogue);
            assert_eq!(led.product.map(|product| product.id), Some(known));
            assert_eq!(internet.called().await, [SHOP]);
            site.stop().await;
        },
    );
}

// R4.2
#[test]
fn a_short_link_leads_to_its_page_even_where_that_can_not_be_read() {
    alone(
        "fetch::finding::a_short_link_leads_to_its_page_even_where_that_can_not_be_read",
        async {
            let _internet = Internet::start().await;
            let site = start(|_| {}).await;
            let world = world(&site.running.site).await;
            let gone =
                found(&site, &world, shortened("http://shop.example/gone?utm_source=a")).await;
            assert_eq!(gone.outcome, Outcome::Nothing);
            assert_eq!(gone.form.link, "http://shop.example/gone");
            let known = format!("http://shop.example/{}", world.share);
            let known = found(&site, &world, shortened(&known)).await;
            assert_eq!(known.outcome, Outcome::InCatalogue);
            assert_eq!(known.product.map(|product| product.id), Some(world.catalogued));
            site.stop().await;
        },
    );
}

// R4.3
#[test]
fn what_the_browser_told_fills_the_form_where_the_shop_refuses() {
    alone("fetch::finding::what_the_browser_told_fills_the_form_where_the_shop_refuses", async {
        let internet = Internet::start().await;
        let site = start(|_| {}).await;
        let world = world(&site.running.site).await;
        internet.called().await;
        let pasted = |image: &str| Pasted {
            text: "https://www.amazon.de/dp/B0CRAFTED1".to_owned(),
            title: "Red kettle : Amazon.de: Küche".to_owned(),
            price: "29,00 €".to_owned(),
            image: image.to_owned(),
            ..Pasted::default()
        };
        let told = found(&site, &world, pasted("")).await;
        assert_eq!(told.outcome, Outcome::ShopRefuses("Amazon"));
        let GiftForm { name, price, currency, .. } = told.form;
        assert_eq!([name, price, currency], ["Red kettle", "29.00", "EUR"]);
        found(&site, &world, pasted("/kettle.jpg")).await;
        assert_eq!(internet.called().await, [SHOP; 0], "nor is the shop asked for a picture");
        found(&site, &world, pasted("//shop.example/kettle.jpg")).await;
        let mut called = internet.called().await;
        called.dedup();
        assert_eq!(called, [SocketAddr::new(SHOP.ip(), 443)]);

        for (title, told) in [("Red kettle", true), ("", false)] {
            let pasted = Pasted { title: title.to_owned(), price: String::new(), ..pasted("") };
            let path = ticket(&site, &world, pasted).await;
            let path = format!("/lists/{}/add?found={path}", world.list);
            let headers = [("accept", "text/html"), ("cookie", world.owner.cookie.as_str())];
            let page = site.get(&path, &headers).await;
            assert!(page.body.contains("Amazon doesn’t let programs read"), "{}", page.body);
            assert_eq!(page.body.contains("What came with the link is filled in"), told);
            assert_eq!(page.body.contains("type the name and price yourself"), !told);
        }
        site.stop().await;
    });
}

// R6.3
#[test]
fn who_had_no_turn_may_try_again_and_languages_are_told_apart() {
    alone("fetch::finding::who_had_no_turn_may_try_again_and_languages_are_told_apart", async {
        let internet = Internet::start().await;
        let mut settings = Settings::default();
        settings.fetch.at_once = 1;
        settings.fetch.connect_timeout = Seconds(1);
        settings.fetch.timeout = Seconds(2);
        let fetching = Fetching::new(&settings);
        let [silent, page] = ["http://shop.example/silent", "http://shop.example/"]
            .map(|address| Link::parse(address).unwrap());
        let (first, second) =
            tokio::join!(fetching.read(&silent, "en"), fetching.read(&page, "en"));
        assert!(first.page.is_none() && second.page.is_none());
        assert_eq!(internet.called().await, [SHOP]);
        assert!(fetching.read(&page, "en").await.page.is_some());
        assert!(fetching.read(&silent, "en").await.page.is_none());
        assert_eq!(internet.called().await, [SHOP], "only one of the two was asked again");
        for (language, called) in [("en", 0), ("de", 1), ("de", 0)] {
            assert!(fetching.read(&page, language).await.page.is_some());
            assert_eq!(internet.called().await.len(), called, "{language}");
        }
        fetching.forget(&page, "de");
        assert!(fetching.read(&page, "en").await.page.is_some());
        assert!(fetching.read(&page, "de").await.page.is_some());
        assert_eq!(internet.called().await, [SHOP]);
    });
}
