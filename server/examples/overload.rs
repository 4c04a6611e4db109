#![recursion_limit = "256"]
//! What happens where more people come than the site can serve.
//!
//! `overload PROGRAM SECONDS` starts the program on a folder of its own and finds out how many reservations
//! a second it makes. Then so many are offered, three and ten times as many, for so many seconds each,
//! whether or not those before are answered. It prints for each how many were made and how many were sent
//! away, within how many milliseconds 99 of 100 were, and the memory afterwards. It fails if
//!
//! - an answer is neither a reservation nor a 503 that says when to come back;
//! - somebody waits for longer than the places that there are explain;
//! - whoever is sent away waits for longer than whoever is served;
//! - much less is done than without the crowd, or much more memory is taken;
//! - the site does not say how it is, or has no room as soon as the crowd is gone;
//! - another number of reservations is there than was said.

use std::{
    env, fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::{Client, redirect::Policy};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use self::serving::{Done, PLACES, Serving, token};

mod serving;

const LISTS: usize = 10;
/// On each of them.
const GIFTS: usize = 50;
/// So many givers, each time one is served the next, show what the site can do.
const GIVERS: usize = 32;
/// So many requests are under way at most: no more connections can be had.
const UNDER_WAY: usize = 800;
/// How often what is due is sent.
const TICK: Duration = Duration::from_millis(5);
/// How often it is asked how the site is.
const LOOK: Duration = Duration::from_millis(100);
/// Who comes tenfold takes time of the machine that the site would have had, and is on it.
const LEAST_DONE: f64 = 0.5;
/// As many times the memory of before may be taken.
const MOST_MEMORY: f64 = 1.5;

fn main() -> Done<()> {
    let mut words = env::args().skip(1);
    let (Some(program), Some(seconds)) = (words.next(), words.next()) else {
        return Err("say which program, and for how many seconds".into());
    };
    let seconds = seconds.parse()?;
    let folder = env::temp_dir().join(format!("ewelists-overload-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let measured = runtime.block_on(measure(Path::new(&program), &folder, seconds));
    fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(program: &Path, folder: &Path, seconds: u64) -> Done<()> {
    let program = fs::canonicalize(program)?;
    let token = token(&program, folder)?;
    let serving = Serving::start(&program, folder)?;
    let site = Arc::new(Site::of(serving.address.clone(), &token).await?);
    let (alone, mut made) = capacity(&site, seconds).await?;
    println!("{alone:.0} reservations a second can be made");
    let (mut wrong, mut usual) = (Vec::new(), None);
    for times in [1.0, 3.0, 10.0] {
        let crowd = offer(&site, alone * times, seconds).await?;
        let memory = serving.memory()?;
        println!("{times:>2} times as many: {crowd}; {memory:.0} MB");
        made += crowd.served.len() as u64;
        wrong.extend(crowd.wrong().into_iter().map(|what| format!("{times} times: {what}")));
        if crowd.a_second() < alone * LEAST_DONE && times > 1.0 {
            wrong.push(format!("{times} times: only {:.0} a second are made", crowd.a_second()));
        }
        if memory > *usual.get_or_insert(memory) * MOST_MEMORY {
            wrong.push(format!("{times} times: {memory:.0} MB are taken"));
        }
        // All have been answered: there is room for the very next one.
        if site.reserve().await?.status != 200 {
            wrong.push(format!("{times} times: there is no room afterwards"));
        } else {
            made += 1;
        }
    }
    let there = site.reserved().await?;
    if there != made {
        wrong.push(format!("{there} reservations are there, and {made} were said to be"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ").into()) }
}

/// How many reservations a second are made where nobody is sent away, and how many were.
async fn capacity(site: &Arc<Site>, seconds: u64) -> Done<(f64, u64)> {
    let (begun, whole) = (Instant::now(), Duration::from_secs(seconds));
    let givers = (0..GIVERS).map(|_| {
        let site = site.clone();
        tokio::spawn(async move {
            let mut made: u64 = 0;
            while begun.elapsed() < whole {
                let answered = site.reserve().await?;
                if answered.status != 200 {
                    return Err(format!("{} where there is room", answered.status).into());
                }
                made += 1;
            }
            Done::Ok(made)
        })
    });
    let mut made: u64 = 0;
    for giver in givers.collect::<Vec<_>>() {
        made += giver.await??;
    }
    Ok((made as f64 / begun.elapsed().as_secs_f64(), made))
}

/// Offers so many reservations a second, whether or not those before are answered.
async fn offer(site: &Arc<Site>, rate: f64, seconds: u64) -> Done<Crowd> {
    let over = Arc::new(AtomicBool::new(false));
    let looking = tokio::spawn(look(site.clone(), over.clone()));
    let (begun, whole) = (Instant::now(), Duration::from_secs(seconds));
    let mut ticks = tokio::time::interval(TICK);
    let (mut under_way, mut crowd, mut offered) = (JoinSet::new(), Crowd::default(), 0);
    while begun.elapsed() < whole {
        ticks.tick().await;
        let due = (begun.elapsed().as_secs_f64() * rate) as u64;
        while offered < due {
            offered += 1;
            if under_way.len() >= UNDER_WAY {
                crowd.unsent += 1;
                continue;
            }
            let site = site.clone();
            under_way.spawn(async move { site.reserve().await });
        }
        while let Some(done) = under_way.try_join_next() {
            crowd.add(&done??);
        }
    }
    while let Some(done) = under_way.join_next().await {
        crowd.add(&done??);
    }
    crowd.lasted = begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Release);
    crowd.unwell = looking.await??;
    Ok(crowd)
}

/// How often the site did not say that it is well.
async fn look(site: Arc<Site>, over: Arc<AtomicBool>) -> Done<u64> {
    let mut unwell = 0;
    while !over.load(Ordering::Acquire) {
        let answer = site.client.get(format!("{}/healthz", site.address)).send().await?;
        unwell += u64::from(answer.status().as_u16() != 200);
        tokio::time::sleep(LOOK).await;
    }
    Ok(unwell)
}

/// What a crowd was answered.
#[derive(Default)]
struct Crowd {
    /// Within how many milliseconds each of those was who reserved something.
    served: Vec<f64>,
    /// And each of those who were sent away.
    away: Vec<f64>,
    /// How many were answered in another way.
    astray: u64,
    /// How many found no connection on our side.
    unsent: u64,
    /// How often the site did not say that it is well.
    unwell: u64,
    /// Seconds until the last one was answered.
    lasted: f64,
}

impl Crowd {
    fn add(&mut self, answered: &Answered) {
        match (answered.status, answered.wait) {
            (200, _) => self.served.push(answered.took),
            (503, Some(1..=10)) => self.away.push(answered.took),
            _ => self.astray += 1,
        }
    }

    fn a_second(&self) -> f64 {
        self.served.len() as f64 / self.lasted
    }

    /// What should not be so, whatever the machine.
    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.astray > 0 {
            wrong.push(format!("{} were neither served nor sent away", self.astray));
        }
        if self.unwell > 0 {
            wrong.push(format!("it did not say how it is {} times", self.unwell));
        }
        // Whoever has a place waits for those who have the others, and for nobody else.
        let explained = 1_000.0 * f64::from(PLACES) / self.a_second();
        let waited = within(&self.served, 0.99);
        if waited > 2.0 * explained {
            wrong.push(format!(
                "served within {waited:.0} ms, of which {explained:.0} are explained"
            ));
        }
        let is_crowd = self.away.len() > self.served.len();
        if is_crowd && within(&self.away, 0.5) > within(&self.served, 0.5) {
            wrong.push("whoever is sent away waits for longer than whoever is served".to_owned());
        }
        wrong
    }
}

impl std::fmt::Display for Crowd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.0} a second made within {:.0} ms, {} sent away within {:.0} ms, {} not sent",
            self.a_second(),
            within(&self.served, 0.99),
            self.away.len(),
            within(&self.away, 0.99),
            self.unsent
        )
    }
}

/// What such a part of them is at most; 0 of none.
fn within(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = (sorted.len() as f64 * part) as usize;
    sorted.get(index).or(sorted.last()).copied().unwrap_or_default()
}

/// An answer to somebody who wants to reserve.
struct Answered {
    status: u16,
    /// After how many seconds they may come back, where that is said.
    wait: Option<u32>,
    /// Milliseconds.
    took: f64,
}

/// Shared lists, whose gifts are reserved in turn: many givers of one gift would wait for each other.
struct Site {
    client: Client,
    address: String,
    shares: Vec<String>,
    /// Where each gift is reserved.
    gifts: Vec<String>,
    next: AtomicU64,
}

impl Site {
    /// Makes the lists, as whoever has this token.
    async fn of(address: String, token: &str) -> Done<Self> {
        // Nothing leaves this machine.
        let client = Client::builder().no_proxy().redirect(Policy::none());
        let client = client.timeout(Duration::from_secs(60)).build()?;
        let (shares, gifts, next) = (Vec::new(), Vec::new(), AtomicU64::new(0));
        let mut site = Self { client, address, shares, gifts, next };
        for number in 0..LISTS {
            let new = json!({
                "title": format!("List {number}"), "description": "For us.",
                "occasion": "Wedding", "imageUrl": "x"
            });
            let made = site.ask(token, "/lists", Some(new)).await?;
            let (list, share) = (text(&made["listId"])?, text(&made["shareToken"])?);
            let gift = |number: usize| json!({ "name": format!("Gift {number}"), "wanted": 999 });
            let gifts: Vec<Value> = (0..GIFTS).map(gift).collect();
            site.ask(token, &format!("/lists/{list}/import"), Some(gifts.into())).await?;
            let whole = site.ask(token, &format!("/lists/{list}"), None).await?;
            for name in whole["order"].as_array().ok_or("there are no gifts")? {
                site.gifts.push(format!("/lists/{share}/reserve/{}", text(name)?));
            }
            site.shares.push(share);
        }
        Ok(site)
    }

    /// Asks by the API, with this body by POST.
    async fn ask(&self, token: &str, path: &str, body: Option<Value>) -> Done<Value> {
        let path = format!("{}/api/v1{path}", self.address);
        let asked = match body {
            Some(body) => self.client.post(path).body(body.to_string()),
            None => self.client.get(path),
        };
        let with_token = if token.is_empty() { asked } else { asked.bearer_auth(token) };
        let answer = with_token.header("content-type", "application/json").send().await?;
        let (status, said) = (answer.status(), answer.bytes().await?);
        if status.as_u16() != 200 {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&said)).into());
        }
        Ok(serde_json::from_slice(&said)?)
    }

    /// How many are reserved, as anybody who holds the links is told.
    async fn reserved(&self) -> Done<u64> {
        let mut reserved = 0;
        for share in &self.shares {
            let shared = self.ask("", &format!("/lists/{share}/shared"), None).await?;
            let products = shared["products"].as_object().ok_or("there are no gifts")?;
            reserved += products.values().filter_map(|gift| gift["reserved"].as_u64()).sum::<u64>();
        }
        Ok(reserved)
    }

    /// A new giver reserves one.
    async fn reserve(&self) -> Done<Answered> {
        let who = self.next.fetch_add(1, Ordering::Relaxed);
        let gift = &self.gifts[usize::try_from(who)? % self.gifts.len()];
        let path = format!("{}/api/v1{gift}/email/giver{who}%40load.example", self.address);
        let body = json!({ "name": "Karl", "quantity": 1 }).to_string();
        let begun = Instant::now();
        let sent = self.client.post(path).header("content-type", "application/json").body(body);
        let answer = sent.send().await?;
        let status = answer.status().as_u16();
        let wait = answer.headers().get("retry-after");
        let wait = wait.and_then(|seconds| seconds.to_str().ok()?.parse().ok());
        answer.bytes().await?;
        Ok(Answered { status, wait, took: begun.elapsed().as_secs_f64() * 1_000.0 })
    }
}

fn text(value: &Value) -> Done<String> {
    Ok(value.as_str().ok_or_else(|| format!("{value} is no text"))?.to_owned())
}
