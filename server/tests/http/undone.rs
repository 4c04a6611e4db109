//! What was saved is undone by those who saved it (R3.4).

use app::shown::pack;
use domain::{GiftForm, GivingRules, GivingRulesForm, ListForm, Occasion, PictureId, Surprise};
use serde::Serialize;

use crate::{
    people::{Somebody, World, begin},
    site::{Answer, TestSite, run},
};

/// The fields of a form, and some besides.
pub fn fields<F: Serialize>(form: &F, besides: &[(&str, &str)]) -> String {
    let packed = pack(form);
    let pairs = packed.split('\t').filter_map(|pair| pair.split_once('='));
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).extend_pairs(besides).finish()
}

/// Sends a form as a browser without scripts does.
async fn send(site: &TestSite, who: &Somebody, function: &str, form: &str) -> Answer {
    let headers = [("accept", "text/html"), ("cookie", who.cookie.as_str())];
    site.post(&format!("/fn/{function}"), &headers, form).await
}

/// The ticket that the page after a form is given.
pub fn ticket(saved: &Answer) -> String {
    let location = saved.header("location");
    location.split("undo=").nth(1).unwrap_or_else(|| panic!("{saved:?}")).to_owned()
}

#[test]
fn of_a_gift_what_was_saved_is_as_before_and_what_others_changed_stays() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, gift, .. } = &world;
        let now = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            owned.gifts.gifts()[0].form.clone()
        };
        let shown = now().await;
        let (of_list, of_gift) = (list.to_string(), gift.to_string());
        let about = [("list", of_list.as_str()), ("gift", of_gift.as_str())];
        let typed = GiftForm { name: "Tram".to_owned(), wanted: "7".to_owned(), ..shown.clone() };
        let was = pack(&shown);
        let besides = [about[0], about[1], ("was", was.as_str())];
        let saved = send(&site, owner, "edit_gift", &fields(&typed, &besides)).await;
        let red = GiftForm { notes: "Red".to_owned(), ..now().await };
        let edited =
            backend.gifts.edit_shown(&co_owner.visit, *list, *gift, red, &pack(&typed)).await;
        edited.unwrap();
        assert_eq!((now().await.name.as_str(), now().await.wanted.as_str()), ("Tram", "7"));

        let undo = format!("list={list}&ticket={}", ticket(&saved));
        let json = [("accept", "application/json"), ("cookie", co_owner.cookie.as_str())];
        let others = site.post("/fn/undo_saved", &json, &undo).await;
        assert_eq!(others.status, 409, "it is theirs alone who saved it: {}", others.body);
        for _ in 0..2 {
            let undone = send(&site, owner, "undo_saved", &undo).await;
            assert_eq!(undone.status, 303);
            assert_eq!(undone.header("location"), format!("/lists/{list}?undone=1"));
            assert_eq!(now().await, GiftForm { notes: "Red".to_owned(), ..shown.clone() });
        }

        let form = format!("list={list}&gift={gift}&form_key=one");
        let more = send(&site, owner, "want_one_more", &form).await;
        assert_eq!(now().await.wanted, "6");
        send(&site, owner, "undo_saved", &format!("list={list}&ticket={}", ticket(&more))).await;
        assert_eq!(now().await.wanted, "5");

        // Nor is it said that one more is wanted where that is not so.
        let any = GiftForm { any_number: "on".to_owned(), ..now().await };
        backend.gifts.edit(&owner.visit, *list, *gift, any).await.unwrap();
        let form = format!("list={list}&gift={gift}&form_key=two");
        let more = send(&site, owner, "want_one_more", &form).await;
        let headers = [("accept", "text/html"), ("cookie", owner.cookie.as_str())];
        let page = site.get(more.header("location"), &headers).await;
        assert!(page.body.contains("already asks for as many"), "{}", page.body);
        assert!(!page.body.contains("now asks for one more"), "{}", page.body);
        site.stop().await;
    });
}

// R4.7
#[test]
fn a_price_that_is_as_before_was_read_when_it_was() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, .. } = &world;
        let form = GiftForm {
            name: "Lamp".to_owned(),
            price: "12.50".to_owned(),
            currency: "EUR".to_owned(),
            ..GiftForm::default()
        };
        let wish = form.parse("2020-01-02".parse().unwrap(), None).unwrap();
        let errand = site.running.site.errand(&owner.visit);
        site.running.site.store.add_gifts(errand, owner.id, *list, &[wish]).await.unwrap();
        let lamp = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            let found = owned.gifts.gifts().into_iter().find(|it| it.card.name == "Lamp").cloned();
            let lamp = found.unwrap();
            (lamp.card.id, lamp.card.price.unwrap().read_on.to_string(), lamp.form)
        };
        let (gift, _, shown) = lamp().await;
        let (of_list, of_gift, was) = (list.to_string(), gift.to_string(), pack(&shown));
        let besides =
            [("list", of_list.as_str()), ("gift", of_gift.as_str()), ("was", was.as_str())];
        let dearer = GiftForm { price: "13".to_owned(), ..shown.clone() };
        let saved = send(&site, owner, "edit_gift", &fields(&dearer, &besides)).await;
        assert_ne!(lamp().await.1, "2020-01-02");
        let undo = format!("list={list}&ticket={}", ticket(&saved));
        assert_eq!(send(&site, owner, "undo_saved", &undo).await.status, 303);
        let (_, read_on, form) = lamp().await;
        assert_eq!((read_on.as_str(), form), ("2020-01-02", shown));
        site.stop().await;
    });
}

/// Sends it as a script does, and expects that somebody has changed it meanwhile.
async fn refused(site: &TestSite, who: &Somebody, function: &str, form: &str) {
    let headers = [("accept", "application/json"), ("cookie", who.cookie.as_str())];
    let refused = site.post(&format!("/fn/{function}"), &headers, form).await;
    assert!(refused.status == 409 && refused.body.contains("replaced"), "{refused:?}");
}

#[test]
fn nothing_is_undone_of_a_list_that_another_changed_once_more() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let lists = &backend.lists;
        let form = async || lists.owned(&owner.visit, *list).await.unwrap().form;
        let shown = form().await;
        let (of_list, was) = (list.to_string(), pack(&shown));
        let (title, for_whom) = ("Mine".to_owned(), "Ida".to_owned());
        let typed = ListForm { title, for_whom, ..shown.clone() };
        let besides = [("list", of_list.as_str()), ("was", was.as_str()), ("at", "settings")];
        let saved = send(&site, owner, "edit_list", &fields(&typed, &besides)).await;
        let (mine, another) = (pack(&typed), &co_owner.visit);
        let theirs = ListForm { title: "Theirs".to_owned(), ..typed.clone() };
        lists.edit_shown(another, *list, theirs.clone(), &mine, false).await.unwrap();
        let undo = format!("list={list}&at=settings&ticket={}", ticket(&saved));
        refused(&site, owner, "undo_saved", &undo).await;
        assert_eq!(form().await, theirs, "all of it, or nothing");

        // A script knows by itself what it saved.
        let back = |known: &ListForm| {
            let was = pack(known);
            fields(&shown, &[("list", of_list.as_str()), ("was", was.as_str()), ("at", "undo")])
        };
        refused(&site, owner, "edit_list", &back(&typed)).await;
        assert_eq!(form().await, theirs);
        assert_eq!(send(&site, owner, "edit_list", &back(&theirs)).await.status, 303);
        assert_eq!(form().await, shown);
        site.stop().await;
    });
}

#[test]
fn nothing_is_undone_of_a_gift_that_another_changed_once_more() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, gift, .. } = &world;
        let now = async || {
            let owned = backend.lists.owned(&owner.visit, *list).await.unwrap();
            owned.gifts.gifts()[0].form.clone()
        };
        let shown = now().await;
        let (of_list, of_gift, was) = (list.to_string(), gift.to_string(), pack(&shown));
        let besides =
            [("list", of_list.as_str()), ("gift", of_gift.as_str()), ("was", was.as_str())];
        let named = |name: &str| GiftForm { name: name.to_owned(), ..shown.clone() };
        let save = async |name: &str| {
            let saved = send(&site, owner, "edit_gift", &fields(&named(name), &besides)).await;
            assert_eq!(now().await, named(name));
            format!("list={list}&ticket={}", ticket(&saved))
        };
        let undo = save("Tram").await;
        let (mine, theirs) = (pack(&named("Tram")), named("Bus"));
        let edited = backend.gifts.edit_shown(&co_owner.visit, *list, *gift, theirs, &mine).await;
        edited.unwrap();
        refused(&site, owner, "undo_saved", &undo).await;
        assert_eq!(now().await, named("Bus"));

        // Of one field the later was kept: what it took the place of comes back, whatever was shown.
        let undo = save("Ship").await;
        assert_eq!(send(&site, owner, "undo_saved", &undo).await.status, 303);
        assert_eq!(now().await, named("Bus"));
        site.stop().await;
    });
}

#[test]
fn what_was_saved_in_the_settings_is_as_before() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let shown = backend.lists.owned(&owner.visit, *list).await.unwrap().form;
        let typed = ListForm {
            occasion: "birthday".to_owned(),
            delivery: "Am Kanal 4".to_owned(),
            date: "2031-05-01".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            ..shown.clone()
        };
        let (of_list, was) = (list.to_string(), pack(&shown));
        for at in ["settings", "head"] {
            let besides = [("list", of_list.as_str()), ("was", was.as_str()), ("at", at)];
            let saved = send(&site, owner, "edit_list", &fields(&typed, &besides)).await;
            let form = async || backend.lists.owned(&owner.visit, *list).await.unwrap().form;
            assert_eq!(form().await, typed, "{at}");
            let cover = backend.lists.owned(&owner.visit, *list).await.unwrap().banner.cover;
            assert_eq!(cover, Occasion::Birthday, "R3.2: it goes with the occasion");
            let undo = format!("list={list}&at={at}&ticket={}", ticket(&saved));
            let undone = send(&site, owner, "undo_saved", &undo).await;
            assert!(undone.header("location").contains("undone"), "{undone:?}");
            assert_eq!(form().await, shown, "{at}");
        }

        let rules = async || backend.givers.rules(&owner.visit, *list).await.unwrap();
        let before = rules().await;
        let shown = GivingRulesForm::of(before);
        let typed = GivingRulesForm::of(GivingRules { remind: !before.remind, ..before });
        let was = pack(&shown);
        let besides = [("list", of_list.as_str()), ("was", was.as_str())];
        let saved = send(&site, owner, "set_giving", &fields(&typed, &besides)).await;
        assert_ne!(rules().await, before);
        let another = &co_owner.visit;
        backend.givers.change_rules(another, *list, Some(true), None).await.unwrap();
        let undo = format!("list={list}&at=settings&ticket={}", ticket(&saved));
        let undone = send(&site, owner, "undo_saved", &undo).await;
        assert_eq!(undone.header("location"), format!("/lists/{list}/settings?done=undone"));
        let expected = GivingRules { confirm_first: true, ..before };
        assert_eq!(rules().await, expected, "what another changed besides stays");
        site.stop().await;
    });
}

// R3.2, R3.4
#[test]
fn a_cover_is_not_put_back_over_one_that_was_chosen_since() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, co_owner, list, .. } = &world;
        let lists = &backend.lists;
        let [own, newer] = [1, 2].map(|byte| PictureId::new([byte; 32]));
        let put = async |who: &Somebody, picture: Option<PictureId>| {
            lists.set_cover(&who.visit, *list, picture).await.unwrap();
        };
        let shown = async || lists.owned(&owner.visit, *list).await.unwrap().banner;
        let remove = async || {
            put(owner, Some(own.clone())).await;
            let removed = send(&site, owner, "remove_cover", &format!("list={list}")).await;
            assert_eq!(shown().await.picture, None);
            format!("list={list}&at=settings&ticket={}", ticket(&removed))
        };
        let undo = remove().await;
        for _ in 0..2 {
            let undone = send(&site, owner, "undo_saved", &undo).await;
            assert_eq!(undone.header("location"), format!("/lists/{list}/settings?done=undone"));
            assert_eq!(shown().await.picture, Some(own.clone()));
        }

        let undo = remove().await;
        put(co_owner, Some(newer.clone())).await;
        let referer = format!("http://127.0.0.1:3000/lists/{list}/settings");
        let (cookie, referer) = (("cookie", owner.cookie.as_str()), ("referer", referer.as_str()));
        let headers = [("accept", "text/html"), cookie, referer];
        let is_refused = async |undo: &str| {
            let refused = site.post("/fn/undo_saved", &headers, undo).await;
            assert_eq!(refused.status, 409, "{}", refused.body);
            assert!(refused.body.contains("This can’t be done any more."), "{}", refused.body);
        };
        is_refused(&undo).await;
        assert_eq!(shown().await.picture, Some(newer));

        let undo = remove().await;
        let form = ListForm {
            cover: "christmas".to_owned(),
            ..lists.owned(&owner.visit, *list).await.unwrap().form
        };
        lists.edit(&co_owner.visit, *list, form, false).await.unwrap();
        is_refused(&undo).await;
        assert_eq!((shown().await.picture, shown().await.cover), (None, Occasion::Christmas));
        site.stop().await;
    });
}

// R3.6: whoever reserved meanwhile was told of the later day.
#[test]
fn a_surprise_does_not_end_earlier_by_undoing_unasked() {
    run(async {
        let (site, backend, world) = begin().await;
        let World { owner, list, .. } = &world;
        let lists = &backend.lists;
        lists.set_surprise(&owner.visit, *list, Surprise::Keep, true).await.unwrap();
        let form = async || lists.owned(&owner.visit, *list).await.unwrap().form;
        let on = |date: &str, shown: &ListForm| ListForm {
            date: date.to_owned(),
            zone: "Europe/Berlin".to_owned(),
            ..shown.clone()
        };
        let shown = on("2031-05-01", &form().await);
        lists.edit(&owner.visit, *list, shown.clone(), true).await.unwrap();
        let (of_list, was) = (list.to_string(), pack(&shown));
        let besides = [("list", of_list.as_str()), ("was", was.as_str()), ("at", "settings")];
        let later = fields(&on("2031-06-01", &shown), &besides);
        let saved = send(&site, owner, "edit_list", &later).await;
        let undo = format!("list={list}&at=settings&ticket={}", ticket(&saved));
        let json = [("accept", "application/json"), ("cookie", owner.cookie.as_str())];
        let refused = site.post("/fn/undo_saved", &json, &undo).await;
        assert!(refused.status == 409 && refused.body.contains("would_reveal"), "{refused:?}");
        assert_eq!(form().await.date, "2031-06-01");
        let undone = send(&site, owner, "undo_saved", &format!("{undo}&confirmed=on")).await;
        assert_eq!(undone.status, 303);
        assert_eq!(form().await, shown);
        site.stop().await;
    });
}
