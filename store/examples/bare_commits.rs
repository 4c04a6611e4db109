//! What the figures are compared with: reservations a second without HTTP, mail and pages, by the
//! same statements on a store of its own on disk.
//!
//! `bare_commits GIVERS SECONDS` prints the number.

use std::{
    env,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    Actor, BrowserKey, EmailAddress, FormKey, GiftForm, GiftId, ListId, PersonName, Quantity,
    ReserveWish, ShareKey,
};
use store::{Adding, Quota, Reserving};

use self::scene::{Done, Scene, parsed};

mod scene;

/// A shared list with one gift for each giver.
struct Shared {
    scene: Scene,
    share: ShareKey,
    gifts: Vec<GiftId>,
}

fn main() -> Done<()> {
    let mut numbers = env::args().skip(1).map(|number| number.parse::<u64>());
    let (Some(givers), Some(seconds)) = (numbers.next(), numbers.next()) else {
        return Err("say how many givers, and for how many seconds".into());
    };
    let (givers, seconds) = (givers?, seconds?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()?;
    let folder = tempfile::tempdir()?;
    let url = format!("rocksdb://{}", folder.path().join("db").display());
    runtime.block_on(async {
        let shared = Arc::new(prepare(&url, givers).await?);
        let end = Instant::now() + Duration::from_secs(seconds);
        let all = (0..givers).map(|giver| tokio::spawn(give(shared.clone(), giver, end)));
        let mut commits = 0;
        for giver in all.collect::<Vec<_>>() {
            commits += giver.await??;
        }
        println!("{}", commits / seconds);
        Ok(())
    })
}

async fn give(shared: Arc<Shared>, giver: u64, end: Instant) -> Done<u64> {
    let (scene, mut commits) = (&shared.scene, 0);
    while Instant::now() < end {
        let who = format!("giver-{giver}-{commits}");
        let browser = Some(BrowserKey::new(who.clone()));
        let actor = Actor { browser, ..Actor::default() };
        let wish = ReserveWish {
            name: parsed(PersonName::parse("Karl"))?,
            email: parsed(EmailAddress::parse(&format!("{who}@example.org")))?,
            quantity: Quantity::ONE,
        };
        let asked = Reserving {
            gift: shared.gifts[usize::try_from(giver)?],
            wish,
            form: FormKey::new(who),
            language: "en".to_owned(),
            quota: Quota { what: "code", burst: 100_000, seconds: 1 },
        };
        scene.store.reserve(scene.errand(&actor), &shared.share, asked).await?;
        commits += 1;
    }
    Ok(commits)
}

async fn prepare(url: &str, gifts: u64) -> Done<Shared> {
    let scene = Scene::begin(url).await?;
    let list = scene.list(scene.owner).await?;
    let share = ShareKey::new("share");
    let key = {
        let share = share.clone();
        move |_: ListId, _: u32| share.clone()
    };
    let actor = Actor::default();
    let errand = scene.errand(&actor);
    scene.store.change_list(errand, scene.owner, list, &key, &|list| list.share()).await?;
    let mut made = Vec::new();
    for number in 0..gifts {
        let form = GiftForm {
            name: format!("Gift {number}"),
            any_number: "on".to_owned(),
            ..GiftForm::default()
        };
        let wish =
            form.parse(scene.now().date_naive(), None).map_err(|wrong| format!("{wrong:?}"))?;
        let adding = Adding { wish, product: None, again: true };
        made.push(scene.store.add_gift(errand, scene.owner, list, adding).await?);
    }
    Ok(Shared { scene, share, gifts: made })
}
