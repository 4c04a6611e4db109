//! A store of many products and gifts: how long a known link takes to be found among them, and a
//! folder for a program to start on.
//!
//! `filled FOLDER COUNT` makes so many products of the catalogue and so many gifts, fifty on a
//! list and as many lists of somebody as there may be, in a folder that is not there yet, and prints
//! the milliseconds within which half and 99 of 100 lookups were answered.

use std::{env, time::Instant};

use domain::{Actor, GiftForm, Link, MAX_LISTS, ProductId, Quantity, Wanted, Wish};
use uuid::Uuid;

use self::scene::{Done, Scene, parsed};

mod scene;

/// Products and gifts of one transaction.
const TOGETHER: u32 = 500;
/// Gifts on a list.
const ON_A_LIST: u32 = 50;
/// Links that are looked up.
const LOOKUPS: u32 = 2_000;

fn main() -> Done<()> {
    let mut words = env::args().skip(1);
    let (Some(folder), Some(count)) = (words.next(), words.next()) else {
        return Err("say which folder, and how many".into());
    };
    let count: u32 = count.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let scene = Scene::begin(&format!("rocksdb://{folder}")).await?;
        stock(&scene, count).await?;
        wish(&scene, count).await?;
        let (half, most) = look_up(&scene, count).await?;
        println!("{half:.2} {most:.2}");
        scene.store.close().await;
        Ok(())
    })
}

/// The link of a product.
fn link(number: u32) -> Done<Link> {
    parsed(Link::parse(&format!("https://shop.example/things/{number}")))
}

fn thing(number: u32) -> Done<Wish> {
    let form = GiftForm { name: format!("Thing {number}"), ..GiftForm::default() };
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).ok_or("no such day")?;
    let mut wish = form.parse(day, None).map_err(|wrong| format!("{wrong:?}"))?;
    wish.wanted = Wanted::Count(Quantity::ONE);
    Ok(wish)
}

async fn stock(scene: &Scene, count: u32) -> Done<()> {
    let numbers: Vec<_> = (0..count).collect();
    for some in numbers.chunks(TOGETHER as usize) {
        let products = some.iter().map(|number| {
            let id = ProductId::new(Uuid::from_u128(u128::from(*number) + 1));
            let mut details = thing(*number)?.details.product();
            details.link = Some(link(*number)?);
            Ok((id, details))
        });
        scene.store.stock(&products.collect::<Done<Vec<_>>>()?, scene.now()).await?;
    }
    Ok(())
}

async fn wish(scene: &Scene, count: u32) -> Done<()> {
    let actor = Actor::default();
    let mut owner = scene.owner;
    for (number, first) in (0..count).step_by(ON_A_LIST as usize).enumerate() {
        if number > 0 && number.is_multiple_of(MAX_LISTS) {
            owner = scene.somebody(&format!("owner{number}")).await?;
        }
        let list = scene.list(owner).await?;
        let wishes: Vec<_> =
            (first..count.min(first + ON_A_LIST)).map(thing).collect::<Done<_>>()?;
        scene.store.add_gifts(scene.errand(&actor), owner, list, &wishes).await?;
    }
    Ok(())
}

/// Milliseconds within which half, and 99 of 100, of the lookups were answered.
async fn look_up(scene: &Scene, count: u32) -> Done<(f64, f64)> {
    let mut took = Vec::new();
    for number in 0..LOOKUPS {
        // All over the catalogue, in no order.
        let link = link(number.wrapping_mul(2_654_435_761) % count)?;
        let began = Instant::now();
        let found = scene.store.in_catalogue(&link.key()).await?;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
        if found.is_none() {
            return Err(format!("{link:?} is not there").into());
        }
    }
    took.sort_by(f64::total_cmp);
    Ok((took[took.len() / 2], took[took.len() * 99 / 100]))
}
