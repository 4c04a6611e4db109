//! What it costs to take what waits to be sent, mails and messages to programs, where little waits and
//! where very much does.
//!
//! `claims COUNT` fills stores on disk with little and with so many of both, and prints: how many
//! milliseconds half of the claims took at most with each, and how often the one goes into the other; how
//! many mails were taken, and taken and settled, in a second; and what a claim took afterwards, where
//! all that stood first in the index is gone. It fails where a claim takes more than three times as long
//! with so many waiting: it is to cost what it takes, and not what waits.

use std::{env, error::Error, time::Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Letter, PersonId, WebhookForm, WebhookId, WebhookMessage};
use serde_json::json;
use store::{Keys, Overlay, Store};
use tokio::task::JoinSet;
use uuid::Uuid;

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// So many times as long may a claim take.
const MOST: f64 = 3.0;
/// So many mails are little.
const FEW_MAILS: u32 = 100;
/// And so many messages, for so many programs. A claim reads a thousand at most to know whose turn it is.
const FEW_MESSAGES: u32 = 1_000;
const PROGRAMS: u32 = 100;
/// What a worker takes at once, for so many seconds, and how many mails it sends at the same time.
const MAILS_AT_ONCE: u32 = 32;
const MESSAGES_AT_ONCE: usize = 8;
const LEASE_SECONDS: i64 = 60;
const SENT_AT_ONCE: usize = 8;
/// So many claims are measured.
const CLAIMS: u32 = 50;
/// One of so many mails is settled.
const SETTLED: u32 = 10;

/// A store in which mails and messages wait.
struct Queues {
    store: Store,
    now: DateTime<Utc>,
}

/// What half of the claims took at most, in milliseconds.
struct Took {
    mails: f64,
    messages: f64,
}

fn main() -> Done<()> {
    let count: u32 = env::args().nth(1).ok_or("say how many are to wait")?.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(10 << 20)
        .enable_all()
        .build()?;
    runtime.block_on(measure(count))
}

async fn measure(count: u32) -> Done<()> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| format!("rocksdb://{}", folder.path().join(name).display());
    let queues = Queues::filled(&place("few"), FEW_MAILS, FEW_MESSAGES).await?;
    let few = queues.claims().await?;
    queues.store.close().await;

    let queues = Queues::filled(&place("many"), count, count).await?;
    let many = queues.claims().await?;
    let mails = told("mails", count, few.mails, many.mails);
    let messages = told("messages", count, few.messages, many.messages);
    let settled = queues.settle(count / SETTLED).await?;
    println!(
        "mails: {:.0}/s are taken, {settled:.0}/s taken and settled",
        f64::from(MAILS_AT_ONCE) * 1_000.0 / many.mails
    );
    let after = queues.claims().await?;
    println!("a claim of mails behind {} that are gone: {:.1} ms", count / SETTLED, after.mails);
    queues.store.close().await;
    if mails.max(messages) > MOST {
        return Err(format!("a claim takes more than {MOST} times as long").into());
    }
    Ok(())
}

/// Prints what claims took, and answers how often the one goes into the other.
fn told(what: &str, count: u32, few: f64, many: f64) -> f64 {
    let ratio = many / few;
    println!(
        "a claim of {what}: {few:.1} ms, and {many:.1} ms while {count} wait: {ratio:.2} times"
    );
    ratio
}

impl Queues {
    /// A store in which so many mails and messages are due.
    async fn filled(url: &str, mails: u32, messages: u32) -> Done<Self> {
        let now: DateTime<Utc> = "2026-11-01T12:00:00Z".parse()?;
        let store = Store::open(url).await?;
        store.migrate(now).await?;
        let form = WebhookForm {
            url: "https://desk.example/in".to_owned(),
            events: vec!["figures.day".to_owned()],
        };
        let wish = form.parse(true, false).map_err(|wrong| format!("{wrong:?}"))?;
        let programs = (0..PROGRAMS).map(|number| (WebhookId::new(id(number)), wish.clone()));
        store.keep_site_webhooks(&programs.collect::<Vec<_>>(), now).await?;
        // One after the other.
        let due = |number: u32| {
            (now - TimeDelta::days(1) + TimeDelta::milliseconds(i64::from(number))).to_rfc3339()
        };
        let (overlay, keys) = (Overlay::new(tempfile::tempfile()?), Keys::default());
        let mut refill = store.refill(&overlay, &keys, 0.0);
        for number in 0..mails {
            refill.row("outbox", &mail(number, &due(number))?).await?;
        }
        let day = now.date_naive();
        for number in 0..messages {
            let figures = WebhookMessage::Figures { day };
            refill.row("delivery", &message(number, &figures, &due(number))?).await?;
        }
        refill.finish().await?;
        Ok(Self { store, now })
    }

    /// Takes mails and messages again and again; each time all of them are let go of, so that the next
    /// claim finds as many.
    async fn claims(&self) -> Done<Took> {
        let Self { store, now } = self;
        let (mut mails, mut messages) = (Vec::new(), Vec::new());
        for _ in 0..CLAIMS {
            let begun = Instant::now();
            let taken = store.claim_mail(*now, LEASE_SECONDS, MAILS_AT_ONCE).await?.len();
            mails.push(begun.elapsed().as_secs_f64() * 1_000.0);
            let begun = Instant::now();
            let told = store.claim_deliveries(*now, LEASE_SECONDS, MESSAGES_AT_ONCE).await?.len();
            messages.push(begun.elapsed().as_secs_f64() * 1_000.0);
            if taken != MAILS_AT_ONCE as usize || told != MESSAGES_AT_ONCE {
                return Err(format!("{taken} mails and {told} messages were taken").into());
            }
            store.release_leases().await?;
        }
        Ok(Took { mails: half(mails), messages: half(messages) })
    }

    /// Takes mails and notes that they were sent, as a worker does. Answers how many a second.
    async fn settle(&self, count: u32) -> Done<f64> {
        let (begun, mut settled) = (Instant::now(), 0);
        while settled < count {
            let claimed = self.store.claim_mail(self.now, LEASE_SECONDS, MAILS_AT_ONCE).await?;
            if claimed.is_empty() {
                return Err("nothing is left".into());
            }
            for some in claimed.chunks(SENT_AT_ONCE) {
                let mut under_way = JoinSet::new();
                for mail in some {
                    let (store, id, now) = (self.store.clone(), mail.id, self.now);
                    under_way.spawn(async move { store.mail_sent(id, now).await });
                }
                while let Some(sent) = under_way.join_next().await {
                    sent??;
                    settled += 1;
                }
            }
        }
        Ok(f64::from(settled) / begun.elapsed().as_secs_f64())
    }
}

fn id(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

/// A mail that waits, as a copy of its table has it.
fn mail(number: u32, due: &str) -> Done<String> {
    let letter = Letter::Welcome { person: PersonId::new(id(number)) };
    let row = json!({
        "id": id(number).simple().to_string(),
        "version": 1,
        "kind": letter.kind(),
        "letter": serde_json::to_string(&letter)?,
        "state": "waiting",
        "made_at": { "$at": due },
        "due_at": { "$at": due },
    });
    Ok(row.to_string())
}

/// A message that waits for one of the programs, as a copy of its table has it.
fn message(number: u32, message: &WebhookMessage, due: &str) -> Done<String> {
    let program = WebhookId::new(id(number % PROGRAMS));
    let row = json!({
        "id": id(number).simple().to_string(),
        "version": 1,
        "webhook": { "$record": ["webhook", program.to_string()] },
        "event": message.event().code(),
        "message": serde_json::to_string(message)?,
        "state": "waiting",
        "made_at": { "$at": due },
        "due_at": { "$at": due },
        "tries": 0,
    });
    Ok(row.to_string())
}

/// What half of them were at most.
fn half(mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    took[took.len() / 2]
}
