//! Products of people's own that are made before they are on a list (R6.2).

use domain::{
    DomainError, ERASED, GiftForm, ListId, PersonId, ProductForm, ProductId, ProductWish, Standing,
    Surprise, Wish, WrongState,
};
use store::Adding;
use test_case::test_case;

use crate::world::*;

const SWING: &str = "https://shop.example/swing";

fn swing() -> Wish {
    let form = GiftForm {
        name: "Marmalade swing".to_owned(),
        link: SWING.to_owned(),
        price: "80".to_owned(),
        currency: "EUR".to_owned(),
        wanted: "2".to_owned(),
        notes: "For the old tree".to_owned(),
        ..GiftForm::default()
    };
    form.parse(now().date_naive(), None).unwrap()
}

async fn make(world: &World, person: PersonId) -> ProductId {
    let actor = account(person, "maker");
    let details = swing().details.product();
    world.store.make_product(world.errand(&actor), person, details).await.unwrap()
}

async fn add(
    world: &World,
    person: PersonId,
    list: ListId,
    product: ProductId,
) -> Result<(domain::GiftId, ProductId), store::StoreError> {
    let actor = account(person, "maker");
    let errand = world.errand(&actor);
    world.store.add_own_product(errand, person, list, product, &swing()).await
}

async fn delete(
    world: &World,
    person: PersonId,
    product: ProductId,
) -> Result<(), store::StoreError> {
    let actor = account(person, "maker");
    world.store.delete_own_product(world.errand(&actor), person, product).await
}

fn on_lists() -> DomainError {
    DomainError::wrong_state(WrongState::OnLists)
}

#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_product_waits_before_it_is_on_a_list_and_goes_on_one(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let (of_eve, _) = world.list(eve, Surprise::Keep).await;
        let product = make(&world, ada).await;
        assert_eq!(world.store.waiting_count().await.unwrap(), 1);
        let waiting = world.store.waiting(product).await.unwrap();
        assert_eq!((waiting.list, waiting.made_by), (None, Some(ada)));
        let drafts = world.store.drafts_of(ada).await.unwrap();
        assert_eq!(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(), [product]);
        let own = world.store.own_product(product).await.unwrap();
        assert!(own.is_of(ada) && !own.is_of(eve));

        // Nobody else puts it anywhere, and it is put on no list of somebody else.
        assert_eq!(refusal(add(&world, eve, of_eve, product).await), DomainError::NotFound);
        assert_eq!(refusal(add(&world, ada, of_eve, product).await), DomainError::NotFound);
        let unknown = ProductId::new(uuid::Uuid::from_u128(7));
        assert_eq!(refusal(add(&world, ada, list, unknown).await), DomainError::NotFound);

        let (gift, on) = add(&world, ada, list, product).await.unwrap();
        assert_eq!(on, product);
        assert!(world.store.drafts_of(ada).await.unwrap().is_empty());
        let (_, added) = world.store.owned_gift(ada, list, gift).await.unwrap();
        assert_eq!((added.product, added.standing), (product, Standing::Waiting));
        assert_eq!(added.details.notes.as_str(), "For the old tree");
        assert_eq!(world.store.waiting_count().await.unwrap(), 1);
        let waiting = world.store.waiting(product).await.unwrap();
        assert_eq!(waiting.list, Some((list, "Birthday".to_owned())));
        let twice = refusal(add(&world, ada, list, product).await);
        assert_eq!(twice, DomainError::OnListAlready { gift });
        // Who looks after the list knows it; the maker, once it is theirs no more, does not.
        assert!(world.store.own_product(product).await.unwrap().is_of(ada));
        assert!(!world.store.own_product(product).await.unwrap().is_of(eve));

        // Each list has its own.
        let (other, _) = world.list(ada, Surprise::Show).await;
        let (gift, copy) = add(&world, ada, other, product).await.unwrap();
        assert_ne!(copy, product);
        assert_eq!(world.store.owned_gift(ada, other, gift).await.unwrap().1.product, copy);
        assert_eq!(world.store.waiting_count().await.unwrap(), 2);
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

#[test]
fn what_became_of_the_catalogue_meanwhile_is_what_is_added() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let (promoted, merged) = (make(&world, ada).await, make(&world, ada).await);
        // Both wait with the same link: the second gives way to the first.
        let rule = |_: &_| Ok(ProductWish { details: swing().details.product(), hidden: false });
        world.store.promote(errand, promoted, AT_ONCE, &rule).await.unwrap();
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        let (gift, product) = add(&world, ada, list, merged).await.unwrap();
        assert_eq!(product, promoted);
        let (_, added) = world.store.owned_gift(ada, list, gift).await.unwrap();
        assert_eq!(added.standing, Standing::Catalogue { hidden: false });
        let (other, _) = world.list(ada, Surprise::Keep).await;
        assert_eq!(add(&world, ada, other, promoted).await.unwrap().1, promoted);
        // It is nobody's own any more, and nobody is looked for whose it might be.
        let catalogued = world.store.own_product(promoted).await.unwrap();
        assert_eq!(catalogued.product.standing, Standing::Catalogue { hidden: false });
        assert!(!catalogued.is_of(ada));
        assert_eq!(refusal(delete(&world, ada, promoted).await), DomainError::NotFound);
        assert!(matches!(
            refusal(delete(&world, ada, merged).await),
            DomainError::WrongState { .. }
        ));
        world.all_is_well().await;
    });
}

#[test]
fn only_its_maker_takes_it_away_and_only_off_every_list() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(ada, Surprise::Keep).await;
        let (draft, listed) = (make(&world, ada).await, make(&world, ada).await);
        let (gift, _) = add(&world, ada, list, listed).await.unwrap();
        assert_eq!(refusal(delete(&world, eve, draft).await), DomainError::NotFound);
        assert_eq!(refusal(delete(&world, ada, listed).await), on_lists());
        delete(&world, ada, draft).await.unwrap();
        assert_eq!(refusal(delete(&world, ada, draft).await), DomainError::NotFound);
        assert!(world.store.own_product(draft).await.is_err());
        assert_eq!(refusal(add(&world, ada, list, draft).await), DomainError::NotFound);

        // Off the list it goes, and put back it waits once more.
        let actor = account(ada, "ada");
        let errand = world.errand(&actor);
        let off = |removed| move |list: &_, gift| domain::set_gift_removed(list, gift, removed);
        world.store.change_gift(errand, ada, list, gift, &off(true)).await.unwrap();
        delete(&world, ada, listed).await.unwrap();
        assert_eq!(world.store.waiting_count().await.unwrap(), 0);
        world.store.change_gift(errand, ada, list, gift, &off(false)).await.unwrap();
        assert_eq!(world.store.waiting_count().await.unwrap(), 1);
        let (_, back) = world.store.owned_gift(ada, list, gift).await.unwrap();
        assert_eq!(back.details.name.as_str(), "Marmalade swing");
        world.all_is_well().await;
    });
}

// R2.8, R3.10: words about products go with the account, and with the list.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn no_word_of_it_is_left_here_and_in_the_log(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let (list, _) = world.list(eve, Surprise::Keep).await;
        make(&world, ada).await;
        let gone = make(&world, ada).await;
        delete(&world, ada, gone).await.unwrap();
        let listed = make(&world, eve).await;
        add(&world, eve, list, listed).await.unwrap();
        let holds = async |world: &World| {
            let contents = world.store.contents().await.unwrap();
            contents.iter().filter(|row| row.contains("armalade")).count()
        };
        assert!(holds(&world).await > 0, "else this would prove nothing");
        let actor = account(ada, "ada");
        world.store.delete_account(world.errand(&actor), ada, None).await.unwrap();
        let actor = account(eve, "eve");
        let errand = world.errand(&actor);
        world.store.delete_list(errand, eve, list, "Birthday").await.unwrap();
        world.letters().await;
        let end = later(domain::BIN_DAYS * 24 * 60 + 1);
        assert_eq!(world.store.erase_lists(end).await.unwrap(), 1);
        assert_eq!(holds(&world).await, 0);
        // Nor can the log be read: a store made again from it has none of the words.
        let copy = world.log_makes_the_same().await;
        assert_eq!(holds(&copy).await, 0);
        let erased = world.store.contents().await.unwrap();
        let products = erased.iter().filter(|row| row.starts_with("product "));
        assert!(products.into_iter().all(|row| row.contains(ERASED)));
    });
}

// R4.5, R6.1: no list changes what another shows.
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn what_was_taken_out_of_the_catalogue_comes_back_as_each_lists_own(engine: Engine) {
    run(async move {
        let world = World::new(engine).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let store = &world.store;
        let details = swing().details.product();
        let product = store.create_product(errand, details, false).await.unwrap();
        let (of_ada, share) = world.list(ada, Surprise::Show).await;
        let (of_eve, _) = world.list(eve, Surprise::Show).await;
        let add = async |person: PersonId, list: ListId| {
            let adding = Adding { product: Some(product), ..adding("x", "2") };
            store.add_gift(errand, person, list, adding).await.unwrap()
        };
        let (adas, eves) = (add(ada, of_ada).await, add(eve, of_eve).await);
        let held = world.reserve(&share, "ben", asked("ben", adas, 1, "a")).await.unwrap();
        let lists = [(ada, of_ada, adas), (eve, of_eve, eves)];
        for (person, list, gift) in lists {
            let off = |list: &_, gift| domain::set_gift_removed(list, gift, true);
            store.change_gift(errand, person, list, gift, &off).await.unwrap();
        }
        store.delete_product(errand, product).await.unwrap();
        for (person, list, gift) in lists {
            let back = |list: &_, gift| domain::set_gift_removed(list, gift, false);
            let put_back = store.change_gift(errand, person, list, gift, &back).await.unwrap();
            let stored = store.owned_gift(person, list, gift).await.unwrap().1;
            assert_eq!((&stored, stored.standing.clone()), (&put_back, Standing::Waiting));
        }
        let kept = store.held(held.reservation.id).await.unwrap().unwrap();
        assert_eq!((kept.reservation, kept.gift.counts.reserved()), (held.reservation, 1));
        let rename = |_: &_, gift: domain::Gift| {
            let name = domain::GiftName::parse("Ada's swing").unwrap();
            let details = domain::GiftDetails { name, ..gift.details.clone() };
            Ok((domain::Gift { details, ..gift }, vec![]))
        };
        store.change_gift(errand, ada, of_ada, adas, &rename).await.unwrap();
        let other = store.owned_gift(eve, of_eve, eves).await.unwrap().1;
        assert_eq!(other.details.name.as_str(), "Marmalade swing");
        assert_eq!(store.waiting_count().await.unwrap(), 2);
        world.all_is_well().await;
        world.log_makes_the_same().await;
    });
}

// R6.1
#[test]
fn a_product_of_the_catalogue_is_taken_out_unless_a_list_holds_it() {
    run(async {
        let world = World::new(Engine::Memory).await;
        let ada = world.person("ada").await;
        let admin = account(world.person("admin").await, "admin");
        let errand = world.errand(&admin);
        let form = ProductForm {
            name: "Train".to_owned(),
            link: "https://shop.example/train".to_owned(),
            ..ProductForm::default()
        };
        let details = form.parse(now().date_naive(), None).unwrap().details;
        let create = async || world.store.create_product(errand, details.clone(), false).await;
        let product = create().await.unwrap();
        let (list, _) = world.list(ada, Surprise::Show).await;
        let actor = account(ada, "ada");
        let on_list = Adding { product: Some(product), ..adding("x", "1") };
        let gift = world.store.add_gift(world.errand(&actor), ada, list, on_list).await.unwrap();
        assert_eq!(refusal(world.store.delete_product(errand, product).await), on_lists());
        let off = |list: &_, gift| domain::set_gift_removed(list, gift, true);
        world.store.change_gift(world.errand(&actor), ada, list, gift, &off).await.unwrap();
        world.store.delete_product(errand, product).await.unwrap();
        assert!(world.store.product(product).await.is_err());
        let again = world.store.delete_product(errand, product).await;
        assert_eq!(refusal(again), DomainError::NotFound);
        assert!(
            world.store.in_catalogue(&details.link.clone().unwrap().key()).await.unwrap().is_none()
        );
        // Its link is free for another.
        assert_ne!(create().await.unwrap(), product);
        world.all_is_well().await;
    });
}
