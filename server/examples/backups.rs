#![recursion_limit = "256"]
//! What backups cost: a site with many reservations is copied while people write, its log is shipped,
//! and it is brought back.
//!
//! `backups RESERVATIONS` prints, one on a line: how many milliseconds 99 of 100 writes took at most
//! while only the log was shipped, and during a backup; how long the backup took and how large it is; by
//! how much the log was behind at most; how long it took to bring the site back; and the most memory
//! that all of it took, together with the process that tries the backup out. That runs this program, too:
//! as for a site that serves, what both have in memory of its file is there once. It is to be run in a
//! group of 1 GiB.

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Parser as _;
use domain::{
    Actor, BrowserKey, EmailAddress, FormKey, GiftForm, GiftId, ListForm, ListId, NO_TERMS,
    PersonId, PersonName, Quantity, ReserveWish, SessionKey, ShareKey, Surprise,
};
use server::{
    backup::{self, Asked, Identities, Kind, fresh_keys},
    cli::{Cli, run},
    clock::Clock,
    settings::Settings,
    site::Site,
};
use store::{Errand, NewSession, NewSignUp, Quota, Reserving};
use tikv_jemallocator::Jemalloc;
use tokio::{runtime::Runtime, task::JoinSet};

/// As in the program.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

const LISTS: usize = 40;
const GIFTS: usize = 50;
/// So many fill the site at once.
const FILLERS: usize = 32;
/// So many writes a second go on while it is measured.
const WRITES: u32 = 50;
/// For so long without a backup.
const QUIET: Duration = Duration::from_secs(30);

/// What is given to.
struct Shared {
    site: Site,
    gifts: Vec<(ShareKey, GiftId)>,
    next: AtomicU64,
}

fn main() -> Done<ExitCode> {
    let word = env::args().nth(1).ok_or("say how many reservations")?;
    if word == "--try-out" {
        let cli = Cli::parse();
        cli.give_way();
        return Ok(runtime()?.block_on(run(cli)));
    }
    let (count, runtime) = (word.parse()?, runtime()?);
    let folder = env::temp_dir().join(format!("ewelists-backups-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = runtime.block_on(measure(&folder, count));
    fs::remove_dir_all(&folder)?;
    measured.map(|()| ExitCode::SUCCESS)
}

/// As in the program.
fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().thread_stack_size(10 << 20).enable_all().build()
}

async fn measure(folder: &Path, count: u64) -> Done<()> {
    let settings = settings(folder)?;
    let site = server::prepare(settings.clone()).await?;
    site.backups.try_out_by(env::current_exe()?);
    let memory = Memory::watched();
    let shared = Arc::new(Shared { gifts: gifts(&site).await?, site, next: AtomicU64::new(0) });
    let begun = Instant::now();
    fill(&shared, count).await?;
    println!("{count} reservations were made within {:.0} s", begun.elapsed().as_secs_f64());

    backup::ship(&shared.site, false).await?;
    let shipped = Arc::new(AtomicBool::new(false));
    let shipping = tokio::spawn(ship(shared.site.clone(), shipped.clone()));
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn(write(shared.clone(), stop.clone()));
    tokio::time::sleep(QUIET).await;
    stop.store(true, Ordering::Release);
    let quiet = writing.await??;

    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn(write(shared.clone(), stop.clone()));
    let begun = Instant::now();
    let kept = backup::make(&shared.site, Kind::Manual, 1.0).await?;
    let took = begun.elapsed();
    stop.store(true, Ordering::Release);
    let busy = writing.await??;
    shipped.store(true, Ordering::Release);
    let lag = shipping.await??;
    println!(
        "p99 of writes: {quiet:.1} ms, and {busy:.1} ms during a backup: {:.2} times",
        busy / quiet
    );
    println!(
        "backup: {} rows within {:.0} s, {:.1} MB",
        kept.rows,
        took.as_secs_f64(),
        kept.bytes as f64 / 1e6
    );
    println!("log: {:.0} s behind at most", lag.as_secs_f64());
    println!("memory: {:.0} MB at most", memory.most());

    let store = shared.site.store.clone();
    drop(shared);
    store.close().await;
    fs::remove_dir_all(folder.join("db"))?;
    fs::remove_file(folder.join("secret.key"))?;
    let with = Identities::read(&folder.join("key.txt"))?;
    let begun = Instant::now();
    let asked = Asked { what: None, at: None, with, without_erasures: false };
    let restored = backup::restore(&settings, &Clock::default(), &asked).await?;
    println!("restore: {} rows within {:.0} s", restored.rows, begun.elapsed().as_secs_f64());
    println!("memory, with that: {:.0} MB at most", memory.most());
    Ok(())
}

fn settings(folder: &Path) -> Done<Settings> {
    let (file, public) = fresh_keys();
    fs::write(folder.join("key.txt"), file)?;
    let mut settings = Settings::default();
    settings.store.url = format!("rocksdb://{}", folder.join("db").display());
    settings.store.secret_file = folder.join("secret.key");
    settings.pictures.directory = folder.join("pictures");
    settings.backup.directory = folder.join("backups");
    settings.backup.scratch = folder.join("scratch");
    settings.backup.recipients = vec![public];
    Ok(settings)
}

/// Somebody with shared lists of gifts.
async fn gifts(site: &Site) -> Done<Vec<(ShareKey, GiftId)>> {
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
    let errand = errand(site, &actor);
    let sign_up = site.store.start_sign_up(errand, new, 10).await?;
    let code = site.store.count_attempt(errand, sign_up, &browser).await?.generation;
    let made = site.store.finish_sign_up(errand, sign_up, code, &browser, session).await?;
    let mut gifts = Vec::new();
    for _ in 0..LISTS {
        gifts.extend(list(site, &actor, made.person).await?);
    }
    Ok(gifts)
}

async fn list(site: &Site, actor: &Actor, owner: PersonId) -> Done<Vec<(ShareKey, GiftId)>> {
    let form = ListForm {
        title: "A list".to_owned(),
        occasion: "wedding".to_owned(),
        ..ListForm::default()
    };
    let details = form.parse().map_err(|wrong| format!("{wrong:?}"))?;
    let list = site.store.create_list(errand(site, actor), owner, details, Surprise::Show).await?;
    let share = |list: ListId, generation: u32| ShareKey::new(format!("{list}-{generation}"));
    let shared = site.store.change_list(errand(site, actor), owner, list, &share, &|l| l.share());
    let share = share(list, shared.await?.share_generation);
    let day = site.clock.now().date_naive();
    let wishes = (0..GIFTS).map(|number| {
        let form = GiftForm {
            name: format!("Gift {number}"),
            wanted: String::new(),
            any_number: "on".to_owned(),
            ..GiftForm::default()
        };
        form.parse(day, None).map_err(|wrong| format!("{wrong:?}"))
    });
    let wishes: Vec<_> = wishes.collect::<Result<_, _>>()?;
    site.store.add_gifts(errand(site, actor), owner, list, &wishes).await?;
    let owned = site.store.owned_list(owner, list).await?;
    Ok(owned.gifts.iter().map(|gift| (share.clone(), gift.id)).collect())
}

async fn fill(shared: &Arc<Shared>, count: u64) -> Done<()> {
    let fillers = (0..FILLERS).map(|_| {
        let shared = shared.clone();
        tokio::spawn(async move {
            while shared.next.load(Ordering::Relaxed) < count {
                reserve(&shared).await?;
            }
            Done::Ok(())
        })
    });
    for filler in fillers.collect::<Vec<_>>() {
        filler.await??;
    }
    Ok(())
}

/// Writes so many times a second, whether or not those before are done, until it is told to stop.
/// Answers within how many milliseconds 99 of 100 were.
async fn write(shared: Arc<Shared>, stop: Arc<AtomicBool>) -> Done<f64> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / WRITES);
    // A task that is done takes its memory until somebody has asked for what came of it.
    let (mut writes, mut took) = (JoinSet::new(), Vec::new());
    while !stop.load(Ordering::Acquire) {
        ticks.tick().await;
        let shared = shared.clone();
        writes.spawn(async move {
            let begun = Instant::now();
            reserve(&shared).await?;
            Done::Ok(begun.elapsed().as_secs_f64() * 1_000.0)
        });
        while let Some(done) = writes.try_join_next() {
            took.push(done??);
        }
    }
    while let Some(done) = writes.join_next().await {
        took.push(done??);
    }
    took.sort_by(f64::total_cmp);
    Ok(took.get(took.len() * 99 / 100).copied().unwrap_or(0.0))
}

async fn reserve(shared: &Shared) -> Done<()> {
    let number = shared.next.fetch_add(1, Ordering::Relaxed);
    let index = usize::try_from(number)? % shared.gifts.len();
    let (share, gift) = &shared.gifts[index];
    let who = format!("giver-{number}");
    let actor = Actor { browser: Some(BrowserKey::new(who.clone())), ..Actor::default() };
    let asked = Reserving {
        gift: *gift,
        wish: ReserveWish {
            name: parsed(PersonName::parse(&who))?,
            email: parsed(EmailAddress::parse(&format!("{who}@example.org")))?,
            quantity: Quantity::ONE,
        },
        form: FormKey::new(who),
        language: "en".to_owned(),
        quota: Quota { what: "code", burst: 100_000, seconds: 1 },
    };
    shared.site.store.reserve(errand(&shared.site, &actor), share, asked).await?;
    Ok(())
}

/// Ships the log as a site does, and answers by how much it was behind at most.
async fn ship(site: Site, stop: Arc<AtomicBool>) -> Done<Duration> {
    let mut ticks = tokio::time::interval(Duration::from_secs(15));
    let (mut shipped, mut lag) = (Instant::now(), Duration::ZERO);
    while !stop.load(Ordering::Acquire) {
        ticks.tick().await;
        let begun = Instant::now();
        backup::ship(&site, false).await?;
        lag = lag.max(shipped.elapsed());
        shipped = begun;
    }
    Ok(lag)
}

fn errand<'a>(site: &'a Site, actor: &'a Actor) -> Errand<'a> {
    Errand { actor, terms: &NO_TERMS, now: site.clock.now(), ids: &*site.clock }
}

fn parsed<T>(found: Result<T, domain::FieldProblem>) -> Done<T> {
    found.map_err(|wrong| format!("{wrong:?}").into())
}

/// The most memory that this process and those that it began took at once, looked at ten times a second.
struct Memory(Arc<AtomicU64>);

impl Memory {
    fn watched() -> Self {
        let most = Arc::new(AtomicU64::new(0));
        let watched = most.clone();
        std::thread::spawn(move || {
            loop {
                watched.fetch_max(resident(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        Self(most)
    }

    /// In megabytes.
    fn most(&self) -> f64 {
        self.0.load(Ordering::Relaxed) as f64 * 1024.0 / 1e6
    }
}

/// How many kibibytes of memory this process has, and the one that tries a backup out. What both have is
/// counted once (proc_pid_smaps(5)).
fn resident() -> u64 {
    let own = std::process::id().to_string();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = all.filter(|process| {
        let called = fs::read_to_string(process.join("cmdline")).unwrap_or_default();
        process.ends_with(&own) || called.ends_with("--try-out\0")
    });
    let told = ours.filter_map(|process| fs::read_to_string(process.join("smaps_rollup")).ok());
    let shares = told.filter_map(|told| {
        let share = told.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        share.trim().trim_end_matches(" kB").parse::<u64>().ok()
    });
    shares.sum()
}
