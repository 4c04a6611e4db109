//! What the figures are compared with: reservations a second without HTTP, mail and pages, by the
//! same statements on a store of its own on disk.
//!
//! `bare_commits GIVERS SECONDS` prints the number.

use std::{
    env,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use domain::{
    Actor, BrowserKey, EmailAddress, FormKey, GiftForm, GiftId, ListForm, ListId, PersonName,
    Quantity, ReserveWish, SessionKey, ShareKey, Surprise,
};
use store::{Adding, Errand, Ids, NewSession, NewSignUp, Quota, Reserving, Store};
use uuid::Uuid;

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Ids in their order.
#[derive(Default)]
struct Sequence(AtomicU64);

impl Ids for Sequence {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&number.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + number, &bytes).into_uuid()
    }
}

/// A shared list with one gift for each giver.
struct Scene {
    store: Store,
    ids: Sequence,
    now: DateTime<Utc>,
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
        let scene = Arc::new(prepare(&url, givers).await?);
        let end = Instant::now() + Duration::from_secs(seconds);
        let all = (0..givers).map(|giver| tokio::spawn(give(scene.clone(), giver, end)));
        let mut commits = 0;
        for giver in all.collect::<Vec<_>>() {
            commits += giver.await??;
        }
        println!("{}", commits / seconds);
        Ok(())
    })
}

async fn give(scene: Arc<Scene>, giver: u64, end: Instant) -> Done<u64> {
    let mut commits = 0;
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
            gift: scene.gifts[usize::try_from(giver)?],
            wish,
            form: FormKey::new(who),
            language: "en".to_owned(),
            quota: Quota { what: "code", burst: 100_000, seconds: 1 },
        };
        scene.store.reserve(scene.errand(&actor), &scene.share, asked).await?;
        commits += 1;
    }
    Ok(commits)
}

impl Scene {
    fn errand<'a>(&'a self, actor: &'a Actor) -> Errand<'a> {
        Errand { actor, now: self.now, ids: &self.ids }
    }
}

async fn prepare(url: &str, gifts: u64) -> Done<Scene> {
    let now: DateTime<Utc> = "2026-11-01T12:00:00Z".parse()?;
    let store = Store::open(url).await?;
    store.migrate(now).await?;
    let share = ShareKey::new("share");
    let mut scene =
        Scene { store, ids: Sequence::default(), now, share: share.clone(), gifts: Vec::new() };
    let browser = BrowserKey::new("owner");
    let actor = Actor { browser: Some(browser.clone()), ..Actor::default() };
    let new = NewSignUp {
        name: parsed(PersonName::parse("Ada"))?,
        email: Some(parsed(EmailAddress::parse("ada@example.org"))?),
        password_hash: Some("none".to_owned()),
        browser: browser.clone(),
        language: "en".to_owned(),
        identity: None,
    };
    let session = NewSession {
        key: SessionKey::new("session"),
        browser: browser.clone(),
        device: String::new(),
    };
    let errand = scene.errand(&actor);
    let sign_up = scene.store.start_sign_up(errand, new, 10).await?;
    scene.store.count_attempt(errand, sign_up, &browser).await?;
    let ada = scene.store.finish_sign_up(errand, sign_up, &browser, session).await?.person;
    let form = ListForm {
        title: "A list".to_owned(),
        occasion: "wedding".to_owned(),
        ..ListForm::default()
    };
    let details = form.parse().map_err(|wrong| format!("{wrong:?}"))?;
    let list = scene.store.create_list(errand, ada, details, Surprise::Show).await?;
    let key = move |_: ListId, _: u32| share.clone();
    scene.store.change_list(errand, ada, list, &key, &|list| list.share()).await?;
    let mut made = Vec::new();
    for number in 0..gifts {
        let form = GiftForm {
            name: format!("Gift {number}"),
            any_number: "on".to_owned(),
            ..GiftForm::default()
        };
        let wish = form.parse(now.date_naive(), None).map_err(|wrong| format!("{wrong:?}"))?;
        let adding = Adding { wish, product: None, again: true };
        made.push(scene.store.add_gift(errand, ada, list, adding).await?);
    }
    scene.gifts = made;
    Ok(scene)
}

fn parsed<T>(found: Result<T, domain::FieldProblem>) -> Done<T> {
    found.map_err(|wrong| format!("{wrong:?}").into())
}
