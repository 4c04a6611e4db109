//! The figures of the site, as admins see them (R8.6).

use chrono::TimeDelta;
use domain::{GiftForm, GiftId, ListForm, ReserveForm};
use server::{service, site::Site};

use crate::{
    people::{Somebody, browser, make_admin, somebody, world},
    site::{Answer, TestSite, run, start},
};

/// The tables, each called as the heading above it says (R9.3).
const ALL_DAYS: &str = "<table aria-labelledby=\"all-days\">";
const SHOPS: &str = "<table aria-labelledby=\"ways-to-shops\">";

async fn get(site: &TestSite, path: &str, cookie: &str) -> Answer {
    site.get(path, &[("accept", "text/html"), ("cookie", cookie)]).await
}

/// Days pass, and those that are over are counted.
async fn pass(site: &Site, days: i64) {
    site.clock.advance(TimeDelta::days(days));
    let now = site.clock.now();
    for day in site.store.days_to_count(now).await.unwrap() {
        site.store.count_day(day, now).await.unwrap();
    }
}

/// An admin who has just signed in.
async fn admin(site: &Site, name: &str) -> Somebody {
    let admin = somebody(site, name).await;
    make_admin(site, &admin).await;
    admin
}

/// A page without what is new in every rendering.
fn masked(page: &Answer) -> String {
    let mut rest = page.body.clone();
    for mark in ["nonce=\"", "crossorigin=\""] {
        let parts: Vec<_> = rest
            .split(mark)
            .enumerate()
            .map(|(number, part)| match part.split_once('"') {
                Some((_, after)) if number > 0 => after,
                _ => part,
            })
            .collect();
        rest = parts.concat();
    }
    rest
}

/// The rows of a table, by their columns.
fn sum(table: &str, column: &str) -> Option<u64> {
    let mut lines = table.lines();
    let place = lines.next()?.split(',').position(|name| name == column)?;
    lines.map(|line| line.split(',').nth(place)?.parse::<u64>().ok()).sum()
}

// R8.6
#[test]
fn whole_past_days_are_shown_and_nothing_of_givers_on_few_lists() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let first = world(inner).await;
        let today = get(&site, "/admin/figures", &first.admin.cookie).await;
        assert_eq!(today.status, 200);
        assert!(today.body.contains("No figures yet"), "{}", today.body);
        pass(inner, 2).await;
        let admin = admin(inner, "later").await;
        let page = get(&site, "/admin/figures", &admin.cookie).await;
        assert_eq!(page.status, 200);
        for words in
            ["Sign-ups", "Lists made", "Reservations", "under 10", "role=\"img\"", ALL_DAYS]
        {
            assert!(page.body.contains(words), "{words} in {}", page.body);
        }
        let table = get(&site, "/admin/figures.csv", &admin.cookie).await;
        assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(table.header("cache-control"), "private, no-store");
        assert!(table.header("content-disposition").starts_with("attachment; filename=\"figures-"));
        // The owner, the co-owner, the other one and the first admin; the list and its gift.
        assert_eq!(sum(&table.body, "sign_ups"), Some(4), "{}", table.body);
        assert_eq!(sum(&table.body, "lists_made"), Some(1), "{}", table.body);
        assert_eq!(sum(&table.body, "gifts_added"), Some(1), "{}", table.body);
        for column in ["reserved", "purchased", "givers", "mails"] {
            assert_eq!(sum(&table.body, column), None, "{column} is not told: {}", table.body);
        }
        site.stop().await;
    });
}

// R3.6, R8.6: an admin who keeps a surprise learns nothing by the figures.
#[test]
fn an_admin_who_owns_a_list_sees_no_figure_of_its_givers() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        world(inner).await;
        pass(inner, 2).await;
        let owner = admin(inner, "hanna").await;
        let (share, gift) = shared(inner, &owner).await;
        let paths = ["/admin/figures", "/admin/figures?range=365", "/admin/figures.csv"];
        let mut before = Vec::new();
        for path in paths {
            before.push(masked(&get(&site, path, &owner.cookie).await));
        }
        reserve(inner, "karl", &share, gift, "2").await;
        for (path, before) in paths.iter().zip(&before) {
            let after = masked(&get(&site, path, &owner.cookie).await);
            assert_eq!(after, *before, "{path} on the same day");
        }
        // Nor does the next day tell: it is one list.
        pass(inner, 1).await;
        let owner = admin(inner, "hanna-again").await;
        let table = get(&site, "/admin/figures.csv", &owner.cookie).await;
        assert_eq!(sum(&table.body, "reserved"), None, "{}", table.body);
        site.stop().await;
    });
}

// R8.6
#[test]
fn a_period_that_is_none_is_said_beside_its_field() {
    run(async {
        let site = start(|_| {}).await;
        let admin = admin(&site.running.site, "admin").await;
        for (query, said) in [
            ("from=2031-01-01&to=2032-01-01", "Please choose a day that is over."),
            ("from=%F0%9F%8E%81%3Cb%3E", "Please choose a day that is over."),
            ("to=2026-01-01", "Please fill this in."),
            ("from=1900-01-01", "Two years are the most"),
        ] {
            let page = get(&site, &format!("/admin/figures?{query}"), &admin.cookie).await;
            assert_eq!(page.status, 422, "{query}");
            assert!(page.body.contains(said), "{query}: {}", page.body);
            assert!(!page.body.contains("<b>"), "{query}");
            let table = get(&site, &format!("/admin/figures.csv?{query}"), &admin.cookie).await;
            assert_eq!(table.status, 422, "{query}");
        }
        let typed = get(&site, "/admin/figures?from=2031-01-01&to=2032-01-01", &admin.cookie).await;
        assert!(typed.body.contains("value=\"2031-01-01\""), "{}", typed.body);
        for query in
            ["", "?range=365", "?range=x", "?from=2026-02-01&to=2026-01-01", "?range=&range="]
        {
            let page = get(&site, &format!("/admin/figures{query}"), &admin.cookie).await;
            assert_eq!(page.status, 200, "{query}");
            let table = get(&site, &format!("/admin/figures.csv{query}"), &admin.cookie).await;
            assert_eq!(table.status, 200, "{query}");
        }
        site.stop().await;
    });
}

/// Shares a list of somebody's under surprise, with a gift that `shop.example` sells.
async fn shared(site: &Site, owner: &Somebody) -> (String, GiftId) {
    let backend = service::backend(site);
    let form = ListForm {
        title: "Ida is one".to_owned(),
        occasion: "birthday".to_owned(),
        date: "2031-06-14".to_owned(),
        ..ListForm::default()
    };
    let list = backend.lists.create(&owner.visit, form, "keep").await.unwrap();
    let form = GiftForm {
        name: "Train".to_owned(),
        wanted: "5".to_owned(),
        link: "https://shop.example/train".to_owned(),
        ..GiftForm::default()
    };
    let gift = backend.gifts.add(&owner.visit, list, None, true, form).await.unwrap();
    backend.lists.share(&owner.visit, list).await.unwrap();
    let share = backend.lists.owned(&owner.visit, list).await.unwrap().share.unwrap();
    (share.replace("/l/", ""), gift)
}

async fn reserve(site: &Site, guest: &str, share: &str, gift: GiftId, quantity: &str) {
    let (_, visit) = browser(site, guest);
    let form = ReserveForm {
        name: "Karl".to_owned(),
        email: format!("{guest}@example.org"),
        quantity: quantity.to_owned(),
    };
    let backend = service::backend(site);
    backend.sharing.reserve(&visit, share, gift, "key", form).await.unwrap();
}

/// Shares such a list, of which a guest reserves one.
async fn given_on(site: &Site, owner: &Somebody, guest: &str) {
    let (share, gift) = shared(site, owner).await;
    reserve(site, guest, &share, gift, "1").await;
}

/// People go on to a shop.
async fn go_on(site: &Site, shop: &str, times: u32) {
    let now = site.clock.now();
    site.store.add_clicks(shop, now.date_naive(), times, now).await.unwrap();
}

/// The figures of the last 90 days.
async fn figures(site: &TestSite, admin: &Somebody) -> String {
    let page = get(site, "/admin/figures?range=90", &admin.cookie).await;
    assert_eq!(page.status, 200);
    page.body
}

// R3.6, R6.5, R8.6: no shop is named to which gifts on a few lists lead, and nothing is told of days
// up to which few were given on.
#[test]
fn ways_to_shops_are_told_of_many_lists_and_past_days() {
    run(async {
        let site = start(|_| {}).await;
        let inner = &site.running.site;
        let owner = admin(inner, "hanna").await;
        for number in 0..9 {
            given_on(inner, &owner, &format!("karl-{number}")).await;
        }
        go_on(inner, "shop.example", 3).await;
        pass(inner, 2).await;
        let later = admin(inner, "later").await;
        let page = figures(&site, &later).await;
        assert!(!page.contains("shop.example"), "nine lists: {page}");

        given_on(inner, &later, "karl-9").await;
        go_on(inner, "shop.example", 37).await;
        go_on(inner, "rare.example", 5).await;
        // Not even where a clock that was ahead has counted it already.
        let now = inner.clock.now();
        inner.store.count_day(now.date_naive(), now).await.unwrap();
        let page = figures(&site, &later).await;
        assert!(!page.contains("shop.example"), "today is not over: {page}");
        pass(inner, 2).await;
        let last = admin(inner, "last").await;
        let page = figures(&site, &last).await;
        for words in ["Visits to shops", "shop.example", ">37<", "Together", SHOPS] {
            assert!(page.contains(words), "{words} in {page}");
        }
        for words in ["rare.example", ">40<"] {
            assert!(!page.contains(words), "{words} in {page}");
        }
        site.stop().await;
    });
}
