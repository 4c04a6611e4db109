//! The world that tests know, by its names: who has which list, what is on it, and who promised what.
//! The shares of a gift stand as it is wanted, reserved and purchased.
//!
//! | list | owner | what is on it |
//! |---|---|---|
//! | Child User1 1st Birthday | Test User1 | Product 1 (3, 2, 0), 2 (1, 0, 0), 3 (1, 1, 0), 10 (2, 1, 0), 4 and 5 (1, 0, 1) |
//! | Child User1 Christmas List | Test User1 | Product 2 (2, 2, 0); no date |
//! | Child 2 Christmas List | Test User1 | closed |
//! | Child 2 Christmas List | Test User2 | open |
//! | Child User3 Christmas List | Test User2 | open |
//!
//! Product 10 is no product of the catalogue: it waits for an admin.

use app::{backend::Backend, error::AppError, session::Visit};
use chrono::{Datelike as _, NaiveDate};
use domain::{
    EmailAddress, FieldErrors, GiftForm, GiftId, ListForm, ListId, ProductForm, ProductId,
    ReserveForm, Surprise,
};
use store::CatalogueEntry;
use uuid::Uuid;

use super::{PASSWORD, sign_up, visit};
use crate::{service, site::Site};

const USERS: [(&str, &str); 3] = [
    ("Test User1", "test.user1@ewelists.example"),
    ("Test User2", "test.user2@ewelists.example"),
    ("Test User3", "test.user3@ewelists.example"),
];

/// Somebody without an account.
const GUEST: (&str, &str) = ("Test User99", "test.user99@ewelists.example");

/// How many products the catalogue has, by their numbers.
const PRODUCTS: u128 = 5;

/// One that is no product of the catalogue.
const NOT_FOUND: u128 = 10;

/// Product 1 has the id 12345678-0000-7000-8000-000000000001, and so on.
fn product(number: u128) -> ProductId {
    ProductId::new(Uuid::from_u128(0x1234_5678_0000_7000_8000_0000_0000_0000 | number))
}

fn link(number: u128) -> String {
    format!("https://shop.example/product-{number}")
}

/// Who acts.
struct People {
    one: Visit,
    two: Visit,
    three: Visit,
    guest: Visit,
}

/// Makes all of it; answers in words what there is.
pub(super) async fn make(site: &Site) -> Result<String, AppError> {
    let invalid = |problem| AppError::from(FieldErrors::one("email", problem));
    let [(_, first), ..] = USERS;
    let key = EmailAddress::parse(first).map_err(invalid)?.key();
    let known = site.answer(site.store.person_by_email(&key).await)?;
    if known.is_some() {
        return Ok("The fixture is there already; nothing was changed.".to_owned());
    }
    stock(site).await?;
    let mut made = Vec::new();
    for (name, email) in USERS {
        made.push(sign_up(site, visit(site, email), name, email, PASSWORD).await?);
    }
    let Ok([one, two, three]) = <[Visit; 3]>::try_from(made) else {
        return Err(AppError::Transport);
    };
    let people = People { one, two, three, guest: visit(site, GUEST.1) };
    let backend = service::backend(site);
    let share = birthday(&backend, &people, next_birthday(site.clock.now().date_naive())).await?;
    christmas(&backend, &people).await?;
    others(&backend, &people).await?;
    let addresses: Vec<_> = USERS.iter().map(|(_, email)| *email).collect();
    Ok(format!(
        "The fixture is made. Its users sign in as {} with: {PASSWORD}\nA shared list: {}{share}",
        addresses.join(", "),
        site.settings.site.origin(),
    ))
}

/// The last day of October that is still to come.
fn next_birthday(today: NaiveDate) -> NaiveDate {
    let in_year = |year| NaiveDate::from_ymd_opt(year, 10, 31).unwrap_or(today);
    let this = in_year(today.year());
    if this > today { this } else { in_year(today.year() + 1) }
}

/// Puts the products into the catalogue. Those that are there already stay.
async fn stock(site: &Site) -> Result<(), AppError> {
    let mut entries = Vec::new();
    for number in 1..=PRODUCTS {
        let form = ProductForm {
            link: link(number),
            name: format!("Product {number}"),
            brand: format!("Brand {number}"),
            shop: "shop.example".to_owned(),
            price: "100.00".to_owned(),
            currency: "GBP".to_owned(),
            ..ProductForm::default()
        };
        let wish = form.parse(site.clock.now().date_naive(), None)?;
        entries.push(CatalogueEntry {
            id: product(number),
            details: wish.details,
            hidden: wish.hidden,
        });
    }
    let nobody = visit(site, "fixture");
    let put = site.answer(site.store.put_products(site.errand(&nobody), &entries).await)?;
    match put.refused.into_iter().next() {
        Some((_, why)) => Err(why.into()),
        None => Ok(()),
    }
}

fn list(title: &str, occasion: &str) -> ListForm {
    ListForm { title: title.to_owned(), occasion: occasion.to_owned(), ..ListForm::default() }
}

/// Puts a product of the catalogue, or the one that waits, on a list.
async fn add(
    backend: &Backend,
    owner: &Visit,
    list: ListId,
    number: u128,
    wanted: u32,
    notes: &str,
) -> Result<GiftId, AppError> {
    let mut form = GiftForm {
        wanted: wanted.to_string(),
        notes: notes.to_owned(),
        priority: "love".to_owned(),
        ..GiftForm::default()
    };
    let known = (number != NOT_FOUND).then(|| product(number));
    if known.is_none() {
        form.link = link(number);
        form.name = format!("Product {number}");
        form.brand = format!("Brand {number}");
    }
    backend.gifts.add(owner, list, known, true, form).await
}

/// Shares a list; answers the path of its link.
pub(super) async fn shared(
    backend: &Backend,
    owner: &Visit,
    list: ListId,
) -> Result<String, AppError> {
    backend.lists.share(owner, list).await?;
    Ok(backend.lists.owned(owner, list).await?.share.unwrap_or_default())
}

/// Promises some of a gift; answers the token by which that is changed.
pub(super) async fn reserve(
    backend: &Backend,
    giver: &Visit,
    (name, email): (&str, &str),
    share: &str,
    gift: GiftId,
    quantity: u32,
) -> Result<String, AppError> {
    let form = ReserveForm {
        name: name.to_owned(),
        email: email.to_owned(),
        quantity: quantity.to_string(),
    };
    let token = share.trim_start_matches("/l/");
    // Each promise comes from a rendering of its own.
    let rendering = format!("{gift} {}", crate::secrets::random_token());
    let reserved = backend.sharing.reserve(giver, token, gift, &rendering, form).await?;
    Ok(reserved.manage.trim_start_matches("/r/").to_owned())
}

async fn birthday(backend: &Backend, people: &People, day: NaiveDate) -> Result<String, AppError> {
    let People { one, two, three, guest } = people;
    let [_, second, third] = USERS;
    let form = ListForm {
        welcome: "A gift list for Child User1 birthday.".to_owned(),
        date: day.to_string(),
        zone: "Europe/London".to_owned(),
        ..list("Child User1 1st Birthday", "birthday")
    };
    let id = backend.lists.create(one, form, Surprise::Show.code()).await?;
    let first = add(backend, one, id, 1, 3, "").await?;
    add(backend, one, id, 2, 1, "I would like size medium.").await?;
    let third_gift = add(backend, one, id, 3, 1, "").await?;
    let waits = add(backend, one, id, NOT_FOUND, 2, "").await?;
    let fourth = add(backend, one, id, 4, 1, "").await?;
    let fifth = add(backend, one, id, 5, 1, "").await?;
    let share = shared(backend, one, id).await?;

    let cancelled = reserve(backend, two, second, &share, first, 1).await?;
    backend.sharing.cancel(two, &cancelled).await?;
    reserve(backend, two, second, &share, first, 1).await?;
    reserve(backend, three, third, &share, first, 1).await?;
    reserve(backend, guest, GUEST, &share, third_gift, 1).await?;
    reserve(backend, two, second, &share, waits, 1).await?;
    let bought = reserve(backend, two, second, &share, fourth, 1).await?;
    backend.sharing.purchase(two, &bought, "", "").await?;
    let bought = reserve(backend, guest, GUEST, &share, fifth, 1).await?;
    backend.sharing.purchase(guest, &bought, "", "").await?;
    Ok(share)
}

async fn christmas(backend: &Backend, people: &People) -> Result<(), AppError> {
    let People { one, three, .. } = people;
    let form = list("Child User1 Christmas List", "christmas");
    let id = backend.lists.create(one, form, Surprise::Show.code()).await?;
    let gift = add(backend, one, id, 2, 2, "").await?;
    let share = shared(backend, one, id).await?;
    let [.., third] = USERS;
    reserve(backend, three, third, &share, gift, 2).await?;
    Ok(())
}

async fn others(backend: &Backend, people: &People) -> Result<(), AppError> {
    let People { one, two, .. } = people;
    let closed = list("Child 2 Christmas List", "christmas");
    let closed = backend.lists.create(one, closed, Surprise::Show.code()).await?;
    shared(backend, one, closed).await?;
    backend.lists.close(one, closed, false).await?;
    for title in ["Child 2 Christmas List", "Child User3 Christmas List"] {
        let form = list(title, "christmas");
        let id = backend.lists.create(two, form, Surprise::Show.code()).await?;
        shared(backend, two, id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::{OwnerGifts, ShownGift};

    use super::*;
    use crate::{
        in_tests::{run, settings},
        prepare,
    };

    #[test]
    fn the_next_birthday_is_in_the_future() {
        let next = |day: &str| next_birthday(day.parse().unwrap()).to_string();
        assert_eq!(next("2026-10-30"), "2026-10-31");
        assert_eq!(next("2026-10-31"), "2027-10-31");
        assert_eq!(next("2026-12-01"), "2027-10-31");
    }

    // R8.6
    #[test]
    fn the_fixture_is_the_world_that_tests_know_and_is_made_once() {
        run(async {
            let folder = tempfile::tempdir().unwrap();
            let site = prepare(settings(folder.path())).await.unwrap();
            let said = make(&site).await.unwrap();
            assert!(said.contains("test.user3@ewelists.example"), "{said}");
            let owner = visit(&site, "owner");
            let owner = sign_up(&site, owner, USERS[0].0, USERS[0].1, PASSWORD).await.unwrap();
            let backend = service::backend(&site);
            let lists = backend.lists.mine(&owner).await.unwrap();
            assert_eq!(lists.len(), 3);
            let mut found = lists.iter().filter(|list| list.banner.title.contains("Birthday"));
            let birthday = found.next().unwrap();
            let birthday = backend.lists.owned(&owner, birthday.id).await.unwrap();
            let OwnerGifts::Shown(gifts) = birthday.gifts else { panic!("nothing is kept") };
            let counts = |ShownGift { gift, reserved, purchased, .. }: &ShownGift| {
                (gift.card.name.clone(), *reserved, *purchased)
            };
            let counts: Vec<_> = gifts.iter().map(counts).collect();
            let known = [(1, 2, 0), (2, 0, 0), (3, 1, 0), (10, 1, 0), (4, 0, 1), (5, 0, 1)];
            let known = known.map(|(number, r, p)| (format!("Product {number}"), r, p));
            assert_eq!(counts, known);
            assert!(site.store.invariants().await.unwrap().is_empty());
            let again = make(&site).await.unwrap();
            assert!(again.contains("already"), "{again}");
            assert_eq!(backend.lists.mine(&owner).await.unwrap().len(), 3);
        });
    }
}
