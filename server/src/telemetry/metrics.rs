//! Figures for Prometheus, on a listener of their own. What they count stands in one table, to which
//! docs/ops/ is held. No label names anybody, and each has few values: routes by their templates,
//! methods, statuses, words of ours.

use std::{io, net::SocketAddr, sync::OnceLock, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, task::JoinHandle};

use super::process;
use crate::{
    site::Site,
    watch::{self, Facts},
};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only rises, from 0 at each start of the process.
    Counter,
    /// It is as it is.
    Gauge,
    /// How many there were of each size.
    Histogram,
}

/// One figure.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its name, with its unit.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it says, with its labels.
    pub about: &'static str,
}

const fn counter(name: &'static str, about: &'static str) -> Metric {
    Metric { name, kind: Kind::Counter, about }
}

const fn gauge(name: &'static str, about: &'static str) -> Metric {
    Metric { name, kind: Kind::Gauge, about }
}

const fn histogram(name: &'static str, about: &'static str) -> Metric {
    Metric { name, kind: Kind::Histogram, about }
}

pub(crate) const REQUESTS: &str = "ewelists_http_requests_total";
pub(crate) const REQUEST_DURATION: &str = "ewelists_http_request_duration_seconds";
pub(crate) const FUNCTION_DURATION: &str = "ewelists_server_function_duration_seconds";
pub(crate) const MAILS: &str = "ewelists_mails_total";
pub(crate) const MAIL_TRIES: &str = "ewelists_mail_tries_total";
pub(crate) const FETCHES: &str = "ewelists_fetches_total";
pub(crate) const FETCH_DURATION: &str = "ewelists_fetch_duration_seconds";
pub(crate) const STREAMS: &str = "ewelists_live_streams_open";
pub(crate) const REFUSED: &str = "ewelists_connections_refused_total";
pub(crate) const JOB_PANICS: &str = "ewelists_job_panics_total";

const DATABASE_UP: &str = "ewelists_database_up";
const OUTBOX_WAITING: &str = "ewelists_outbox_waiting";
const OUTBOX_OLDEST: &str = "ewelists_outbox_oldest_seconds";
const OUTBOX_DEAD: &str = "ewelists_outbox_dead";
const QUEUE_WAITING: &str = "ewelists_not_found_waiting";
const QUEUE_OLDEST: &str = "ewelists_not_found_oldest_seconds";
const BACKUP_AGE: &str = "ewelists_backup_age_seconds";
const BACKUP_FAILED: &str = "ewelists_backup_failed";
const LOG_LAG: &str = "ewelists_change_log_lag_seconds";
const DISK_FREE: &str = "ewelists_disk_free_bytes";
const CERTIFICATE: &str = "ewelists_certificate_remaining_seconds";
const ALARM: &str = "ewelists_alarm";
const MEMORY: &str = "ewelists_process_resident_memory_bytes";
const OPEN_FILES: &str = "ewelists_process_open_files";
const TASKS: &str = "ewelists_process_tasks";
const BUILD: &str = "ewelists_build_info";

/// All figures.
pub const METRICS: &[Metric] = &[
    counter(REQUESTS, "Requests that were answered, by route, method and status."),
    histogram(REQUEST_DURATION, "Seconds until an answer began, by route and method."),
    histogram(FUNCTION_DURATION, "Seconds that a server function took, by function."),
    histogram(store::figures::DURATION, "Seconds that the database took, by kind: read, write."),
    counter(store::figures::CONFLICTS, "Transactions that were overtaken and made anew."),
    counter(store::figures::GIVEN_UP, "Errands that were overtaken until patience ran out."),
    counter(store::figures::SESSIONS, "Sessions that were opened."),
    counter(store::figures::RESERVATIONS, "Reservations that were made."),
    counter(MAILS, "What mails came to, by outcome: sent, moot, again, dead."),
    counter(MAIL_TRIES, "Mails that were handed to the mail server."),
    counter(FETCHES, "What fetching from shops came to, by kind and outcome."),
    histogram(FETCH_DURATION, "Seconds that fetching from a shop took, by kind."),
    gauge(STREAMS, "Open pages that listen for news."),
    counter(REFUSED, "Connections that were closed at once: their network address had its places."),
    counter(JOB_PANICS, "Panics that ended a turn of what goes on beside requests, by part."),
    gauge(DATABASE_UP, "Whether the database answers."),
    gauge(OUTBOX_WAITING, "Mails that wait."),
    gauge(OUTBOX_OLDEST, "Seconds that the oldest of them waits."),
    gauge(OUTBOX_DEAD, "Mails that were given up."),
    gauge(QUEUE_WAITING, "Products that wait for an admin."),
    gauge(QUEUE_OLDEST, "Seconds that the oldest of them waits."),
    gauge(
        BACKUP_AGE,
        "Seconds since the newest good backup, NaN where none is known; nothing where none are made.",
    ),
    gauge(BACKUP_FAILED, "Whether the last backup failed, or it can not be read which there are."),
    gauge(LOG_LAG, "Seconds by which the copy of the change log is behind."),
    gauge(DISK_FREE, "Bytes that are free, by place: data, backups."),
    gauge(CERTIFICATE, "Seconds for which our certificate is still good."),
    gauge(ALARM, "Whether something is wrong, by alarm."),
    gauge(MEMORY, "Bytes of memory of this process."),
    gauge(OPEN_FILES, "Files and connections that this process has open."),
    gauge(TASKS, "Tasks that this process has begun and not ended."),
    gauge(BUILD, "The version, as a label."),
];

/// The upper ends of the buckets, in seconds.
const BUCKETS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// How often what was counted is put in order.
const UPKEEP: Duration = Duration::from_secs(30);

/// What counts, once for a process.
static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count.
fn recorder() -> Option<&'static PrometheusHandle> {
    let made = RECORDER.get_or_init(|| {
        let seconds = Matcher::Suffix("_seconds".to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(seconds, &BUCKETS).ok()?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        ::metrics::set_global_recorder(recorder).ok()?;
        METRICS.iter().for_each(describe);
        Some(handle)
    });
    made.as_ref()
}

fn describe(metric: &Metric) {
    match metric.kind {
        Kind::Counter => ::metrics::describe_counter!(metric.name, metric.about),
        Kind::Gauge => ::metrics::describe_gauge!(metric.name, metric.about),
        Kind::Histogram => ::metrics::describe_histogram!(metric.name, metric.about),
    }
}

/// A listener for figures that is bound, and answers nothing yet.
pub struct Desk {
    listener: TcpListener,
    /// Where it is.
    pub address: SocketAddr,
}

impl Desk {
    /// Takes the address.
    ///
    /// # Errors
    /// What the system says.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Counts from now on, and answers, until the site closes.
    pub fn spawn(self, site: Site) -> JoinHandle<()> {
        let counting = recorder();
        tracing::info!(metrics.address = %self.address, "figures can be had");
        let closing = site.closing.clone();
        let router = Router::new().route("/metrics", get(scrape)).with_state(site);
        tokio::spawn(async move {
            let closed = closing.clone();
            let serving = axum::serve(self.listener, router)
                .with_graceful_shutdown(async move { closed.cancelled().await });
            let upkeep = async {
                loop {
                    tokio::time::sleep(UPKEEP).await;
                    if let Some(counting) = counting {
                        counting.run_upkeep();
                    }
                }
            };
            // A connection that is kept open does not keep the site from closing.
            tokio::select! {
                served = async { serving.await } => {
                    if let Err(error) = served {
                        tracing::warn!(error.cause = %error, "figures can not be had any more");
                    }
                }
                () = upkeep => {}
                () = closing.cancelled() => {}
            }
        })
    }
}

async fn scrape(State(site): State<Site>) -> Response {
    let Some(recorder) = recorder() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    show(&watch::facts(&site).await, &site);
    let text = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, text)], recorder.render()).into_response()
}

/// Sets what is as it is.
fn show(facts: &Facts, site: &Site) {
    let now = site.clock.now();
    let set = |name: &'static str, value: f64| ::metrics::gauge!(name).set(value);
    let whether = |yes: bool| f64::from(u8::from(yes));
    set(DATABASE_UP, whether(facts.database.is_some()));
    if let Some(outbox) = &facts.outbox {
        set(OUTBOX_WAITING, count(outbox.waiting));
        set(OUTBOX_OLDEST, outbox.oldest.map_or(0.0, |age| age.as_seconds_f64()));
        set(OUTBOX_DEAD, count(outbox.dead));
    }
    if let Some(queue) = &facts.queue {
        set(QUEUE_WAITING, count(queue.waiting));
        set(QUEUE_OLDEST, queue.oldest.map_or(0.0, |at| (now - at).as_seconds_f64()));
    }
    if let Some(backups) = &facts.backups {
        let age = backups.newest_good_at.map(|at| (now - at).as_seconds_f64());
        set(BACKUP_AGE, age.unwrap_or(f64::NAN));
        set(BACKUP_FAILED, whether(backups.last_failed));
        if let Some(behind) = backups.log_behind {
            set(LOG_LAG, behind.as_seconds_f64());
        }
    }
    for disk in &facts.disks {
        ::metrics::gauge!(DISK_FREE, "place" => disk.place.code()).set(count(disk.free));
    }
    if let Some(ends) = facts.certificate_ends {
        set(CERTIFICATE, (ends - now).as_seconds_f64());
    }
    for verdict in watch::judge(facts, &site.settings.watch) {
        let alarm = verdict.alarm.code();
        ::metrics::gauge!(ALARM, "alarm" => alarm).set(whether(verdict.bad.is_some()));
    }
    if let Some(bytes) = process::resident_memory() {
        set(MEMORY, count(bytes));
    }
    if let Some(files) = process::open_files() {
        set(OPEN_FILES, count(u64::try_from(files).unwrap_or(u64::MAX)));
    }
    if let Some(tasks) = process::tasks() {
        set(TASKS, count(u64::try_from(tasks).unwrap_or(u64::MAX)));
    }
    ::metrics::gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
}

/// Beyond 2^53 nobody counts.
fn count(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_name_of_its_own_with_its_unit() {
        let mut names: Vec<_> = METRICS.iter().map(|metric| metric.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), METRICS.len());
        for Metric { name, kind, about } in METRICS {
            assert!(name.starts_with("ewelists_"), "{name}");
            assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
            assert!(*kind != Kind::Histogram || name.ends_with("_seconds"), "{name}");
            // What Prometheus says itself of where a figure is from.
            let labels = about.split_once(", by ").map_or("", |(_, labels)| labels);
            let mut words = labels.split(|letter: char| !letter.is_ascii_alphanumeric());
            assert!(!words.any(|word| ["job", "instance"].contains(&word)), "{name}");
        }
    }

    /// Every word in a text that looks like one of our figures.
    fn figures(text: &str) -> Vec<&str> {
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        words.filter(|word| word.starts_with("ewelists_")).collect()
    }

    #[test]
    fn what_the_dashboard_and_the_rules_ask_for_is_there() {
        for file in ["grafana-dashboard.json", "alerts.yaml"] {
            let path = format!("{}/../docs/ops/{file}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            let asked = figures(&text);
            assert!(asked.len() > 10, "{file}");
            for name in &asked {
                let base = ["_bucket", "_sum", "_count"]
                    .iter()
                    .find_map(|end| name.strip_suffix(end))
                    .filter(|base| METRICS.iter().any(|metric| metric.name == *base));
                let known = METRICS.iter().find(|metric| metric.name == base.unwrap_or(name));
                let metric = known.unwrap_or_else(|| panic!("{file} asks for {name}"));
                assert_eq!(base.is_some(), metric.kind == Kind::Histogram, "{file}: {name}");
            }
            if file.ends_with("json") {
                let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert!(parsed["panels"].as_array().is_some_and(|panels| panels.len() > 8));
                for Metric { name, .. } in METRICS {
                    assert!(
                        asked.iter().any(|asked| asked.starts_with(name)),
                        "{file} lacks {name}"
                    );
                }
            }
        }
    }
}
