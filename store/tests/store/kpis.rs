//! How a site grows, counted from the log (R8.6).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Actor, PersonId, Surprise, WebhookEvent, WebhookForm, WebhookId, WebhookMessage,
    kpis::{DayFigures, Figure, FigureValue, Numbers},
};
use store::Store;
use test_case::test_case;

use crate::world::*;

/// The day on which stories begin.
fn first() -> NaiveDate {
    now().date_naive()
}

/// In the night after it, when it is counted.
fn night() -> DateTime<Utc> {
    "2026-11-02T00:15:00Z".parse().unwrap()
}

/// Makes all that happens from here on happen at this moment, as far as the log knows.
fn go_to(world: &mut World, moment: DateTime<Utc>) {
    let millis = moment.timestamp_millis() - 1_700_000_000_000;
    world.ids = Sequence::from(u64::try_from(millis).unwrap());
}

async fn begun(engine: Engine) -> World {
    let mut world = World::new(engine).await;
    go_to(&mut world, now());
    world
}

/// Counts all that is to be counted.
async fn count(store: &Store, now: DateTime<Utc>) -> Vec<NaiveDate> {
    let days = store.days_to_count(now).await.unwrap();
    for day in &days {
        store.count_day(*day, now).await.unwrap();
    }
    days
}

fn told(figures: &DayFigures) -> Vec<(&'static str, u64)> {
    let told = Figure::ALL.iter().filter_map(|figure| match figures.value(*figure) {
        FigureValue::Number(number) if number > 0 => Some((figure.code(), number)),
        _ => None,
    });
    told.collect()
}

/// A list with a gift that somebody has reserved.
async fn given_on(world: &World, owner: PersonId, who: &str) {
    let (list, share) = world.list(owner, Surprise::Keep).await;
    let gift = world.gift(owner, list, "5").await;
    let form = format!("{list}-{who}");
    world.reserve(&share, who, asked(who, gift, 2, &form)).await.unwrap();
}

// R8.6
#[test_case(Engine::Memory)]
#[test_case(Engine::Disk)]
fn a_day_is_counted_once_it_is_over(engine: Engine) {
    run(async move {
        let mut world = begun(engine).await;
        assert!(count(&world.store, night()).await.is_empty(), "nothing has happened");
        let ada = world.person("ada").await;
        for _ in 0..9 {
            given_on(&world, ada, "ben").await;
        }
        let (list, share) = world.list(ada, Surprise::Keep).await;
        let gift = world.gift(ada, list, "5").await;
        let held = world.reserve(&share, "cleo", asked("cleo", gift, 3, "a")).await.unwrap();
        let id = held.reservation.id;
        world.purchase(id, 1).await.unwrap();
        let mails = u64::try_from(world.letters().await.len()).unwrap();
        assert!(mails > 10, "{mails}");

        go_to(&mut world, "2026-11-02T00:00:00Z".parse().unwrap());
        world.person("dora").await;
        world.purchase(id, 2).await.unwrap();
        assert!(count(&world.store, night() - TimeDelta::seconds(1)).await.is_empty());
        assert_eq!(count(&world.store, night()).await, [first()]);
        let days = world.store.kpis(night()).await.unwrap();
        let expected = [
            ("sign_ups", 1),
            ("lists_made", 10),
            ("gifts_added", 10),
            ("reserved", 10),
            ("purchased", 1),
            ("givers", 2),
            ("mails", mails),
        ];
        assert_eq!(days.len(), 1);
        assert_eq!((days[0].day, days[0].few_lists), (first(), false));
        assert_eq!(told(&days[0]), expected);

        // Counted once, and once more a day later, which comes to the same.
        assert!(count(&world.store, night()).await.is_empty());
        let next = night() + TimeDelta::days(1);
        let second = first() + TimeDelta::days(1);
        assert_eq!(count(&world.store, next).await, [first(), second]);
        assert!(count(&world.store, next).await.is_empty());
        let days = world.store.kpis(next).await.unwrap();
        assert_eq!(told(&days[0]), expected);
        assert_eq!(told(&days[1]), [("sign_ups", 1), ("purchased", 1), ("givers", 1)]);
        assert_eq!(world.store.kpis_of(second).await.unwrap(), Some(days[1]));
        assert_eq!(world.store.kpis_of(next.date_naive()).await.unwrap(), None);
        // What is not over is not told, and nothing is lost when the store is built anew.
        assert_eq!(world.store.kpis(night()).await.unwrap(), days[..1]);
        let copy = world.made_again().await;
        assert_eq!(copy.store.kpis(next).await.unwrap(), days);
        assert!(count(&copy.store, next).await.is_empty());
        world.all_is_well().await;
    });
}

// R8.6: right after a restart, and of days that were missed.
#[test]
fn what_was_missed_is_counted_after_a_restart() {
    run(async {
        let world = begun(Engine::Disk).await;
        world.person("ada").await;
        world.store.close().await;
        let store = Store::open(&url(&world.folder)).await.unwrap();
        store.migrate(now()).await.unwrap();
        let later = night() + TimeDelta::days(3);
        assert_eq!(count(&store, later).await.len(), 4);
        let days = store.kpis(later).await.unwrap();
        let sums: Vec<_> = days.iter().map(|day| told(day).len()).collect();
        assert_eq!(sums, [1, 0, 0, 0]);
        // By a clock that is a month ahead all of it is counted, and again when it is over.
        assert_eq!(count(&store, later + TimeDelta::days(30)).await.len(), 31);
        assert_eq!(store.kpis(later).await.unwrap(), days);
        assert_eq!(count(&store, later).await, [first() + TimeDelta::days(3)]);
        assert_eq!(count(&store, later + TimeDelta::days(10)).await.len(), 11);
        assert_eq!(store.kpis(later).await.unwrap(), days);
    });
}

// R8.6, R3.6: where fewer than ten lists were given on, it is not told what givers do.
#[test]
fn of_nine_lists_nothing_is_told_and_of_ten_it_is() {
    run(async {
        let mut world = begun(Engine::Memory).await;
        let ada = world.person("ada").await;
        for _ in 0..9 {
            given_on(&world, ada, "ben").await;
        }
        count(&world.store, night()).await;
        let figures = world.store.kpis_of(first()).await.unwrap().unwrap();
        assert!(figures.few_lists);
        let figure = |figure| figures.value(figure);
        assert_eq!(figure(Figure::Reserved), FigureValue::UnderTen);
        assert_eq!(figure(Figure::Mails), FigureValue::UnderTen);
        assert_eq!(figure(Figure::ListsMade), FigureValue::Number(9));
        // Another one a month later, when the others are long ago; then nine more.
        let later = |days: i64| now() + TimeDelta::days(days);
        for (days, lists, few) in [(31, 1, true), (32, 9, false), (62, 0, true)] {
            go_to(&mut world, later(days));
            for _ in 0..lists {
                given_on(&world, ada, "cleo").await;
            }
            let day = later(days).date_naive();
            world.store.count_day(day, later(days + 1)).await.unwrap();
            let figures = world.store.kpis_of(day).await.unwrap().unwrap();
            assert_eq!(figures.few_lists, few, "{day}");
        }
    });
}

// R8.6
#[test]
fn what_a_seed_makes_does_not_count() {
    run(async {
        let world = begun(Engine::Memory).await;
        let ada = world.person("ada").await;
        let seed = Actor { seeds: true, ..account(ada, "ada") };
        let errand = world.errand(&seed);
        let details = list_form("Sample").parse().unwrap();
        let list = world.store.create_list(errand, ada, details, Surprise::Show).await.unwrap();
        let shared = world.store.change_list(errand, ada, list, &share_key, &|list| list.share());
        let share = share_key(list, shared.await.unwrap().share_generation);
        let gift = world.store.add_gift(errand, ada, list, adding("Train", "5")).await.unwrap();
        // And neither does what people do with it.
        world.reserve(&share, "ben", asked("ben", gift, 1, "a")).await.unwrap();
        world.gift(ada, list, "2").await;
        world.list(ada, Surprise::Keep).await;
        count(&world.store, night()).await;
        let figures = world.store.kpis_of(first()).await.unwrap().unwrap();
        assert_eq!(told(&figures), [("sign_ups", 1), ("lists_made", 1)]);
    });
}

// R8.6: each process adds what it counted, also at the same time.
#[test]
fn what_was_looked_up_adds_up() {
    run(async {
        let world = begun(Engine::Memory).await;
        world.person("ada").await;
        let mut numbers = Numbers::default();
        numbers.add(Figure::LookedUpFound, 2);
        numbers.add(Figure::LookedUpNothing, 1);
        let add = || world.store.add_lookups(first(), &numbers, now());
        let (one, other, third) = tokio::join!(add(), add(), add());
        one.and(other).and(third).unwrap();
        assert_eq!(world.store.kpis_of(first()).await.unwrap(), None, "not counted yet");
        count(&world.store, night()).await;
        // What a process wrote down late.
        add().await.unwrap();
        let figures = world.store.kpis_of(first()).await.unwrap().unwrap();
        let expected = [("sign_ups", 1), ("looked_up_found", 8), ("looked_up_nothing", 4)];
        assert_eq!(told(&figures), expected);
        assert_eq!(world.store.kpis(night()).await.unwrap(), [figures]);
    });
}

// R10.10: told once, to admins and the site alone, and not of days that are long past.
#[test]
fn a_day_is_told_to_programs_once() {
    run(async {
        let world = begun(Engine::Memory).await;
        let (ada, eve) = (world.person("ada").await, world.person("eve").await);
        let actor = account(eve, "eve");
        let errand = world.errand(&actor);
        let key = email("eve@example.org").key();
        assert!(world.store.set_admin(errand, &key, true).await.unwrap());
        let form = WebhookForm {
            url: "https://hooks.example/told".to_owned(),
            events: WebhookEvent::CHOICES.map(|event| event.code().to_owned()).to_vec(),
        };
        let wish = form.parse(true, false).unwrap();
        let hook = world.store.make_webhook(errand, eve, &wish).await.unwrap();
        let theirs = world.store.make_webhook(errand, ada, &wish).await.unwrap();
        let told = async |person: PersonId, hook: WebhookId| {
            let told = world.store.deliveries(person, hook, 100, night()).await.unwrap();
            told.into_iter().map(|delivery| delivery.message).collect::<Vec<_>>()
        };
        let message = WebhookMessage::Figures { day: first() };
        let count = || world.store.count_day(first(), night());
        // Two processes at once.
        let (one, other) = tokio::join!(count(), count());
        one.and(other).unwrap();
        assert_eq!(told(eve, hook).await, std::slice::from_ref(&message));
        count().await.unwrap();
        assert_eq!(told(eve, hook).await, [message]);
        assert!(told(ada, theirs).await.is_empty());
        let past = first() - TimeDelta::days(8);
        world.store.count_day(past, night()).await.unwrap();
        assert_eq!(told(eve, hook).await.len(), 1);
    });
}
