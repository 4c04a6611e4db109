//! What goes on beside requests until the site closes, whatever breaks on the way. A panic ends one turn
//! of it, and neither the whole nor anything else: it is logged, counted, and told by an alarm.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use futures::FutureExt as _;
use tokio::task::JoinHandle;

use crate::{secrets::error_reference, site::Site, telemetry::metrics::JOB_PANICS};

/// Whatever went on for so long before it broke off is begun anew as quickly as at first.
const STEADY: Duration = Duration::from_secs(10 * 60);

/// Does one turn of a job. Answers what came of it, and nothing where it panicked: whoever asks goes on
/// to the next turn, at the time at which that is due anyway.
pub(crate) async fn turn<T>(
    site: &Site,
    job: &'static str,
    work: impl Future<Output = T>,
) -> Option<T> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    if done.is_err() {
        tell(site, job);
    }
    done.ok()
}

/// Begins a job that goes on by itself until it returns. One that panics is begun anew after a pause:
/// a second at first, and up to a minute where it breaks off again and again.
pub(crate) fn keep<F>(
    site: Site,
    job: &'static str,
    begin: impl Fn(Site) -> F + Send + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        let mut in_a_row = 0;
        loop {
            let begun = Instant::now();
            if turn(&site, job, begin(site.clone())).await.is_some() {
                return;
            }
            in_a_row = if begun.elapsed() >= STEADY { 0 } else { in_a_row + 1 };
            tokio::select! {
                () = site.closing.cancelled() => return,
                () = tokio::time::sleep(pause(in_a_row)) => {}
            }
        }
    })
}

/// The panic hook has logged where it was.
fn tell(site: &Site, job: &'static str) {
    let reference = error_reference();
    tracing::error!(
        error.reference = %reference, job.name = job, "a job was ended by a panic, and goes on"
    );
    // Prometheus has a label `job` of its own, and would call this one something else.
    metrics::counter!(JOB_PANICS, "part" => job).increment(1);
    site.watch.note_panic();
    site.errors.tell(&reference, "none", site.clock.now());
}

/// How long to wait before a job that broke off so many times in a row is begun anew.
fn pause(in_a_row: u32) -> Duration {
    Duration::from_secs(60_u64.min(1 << in_a_row.saturating_sub(1).min(6)))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use domain::Alarm;

    use super::*;
    use crate::{
        in_tests::{run, settings},
        prepare, watch,
    };

    /// A site in memory, and the folder of its key.
    async fn site() -> (Site, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(folder.path());
        settings.leptos.site_root = folder.path().join("site").to_string_lossy().into_owned();
        (prepare(settings).await.unwrap(), folder)
    }

    async fn panics() {
        panic!("on purpose")
    }

    async fn alarms(site: &Site) -> Vec<Alarm> {
        watch::facts(site).await.alarms(&site.settings.watch)
    }

    #[test]
    fn a_turn_that_panics_is_told_and_the_next_one_is_done() {
        run(async {
            let (site, _folder) = site().await;
            assert!(!alarms(&site).await.contains(&Alarm::Jobs));
            assert_eq!(turn(&site, "test", panics()).await, None);
            assert_eq!(turn(&site, "test", async { 7 }).await, Some(7));
            assert_eq!(watch::facts(&site).await.panics, 1);
            assert!(alarms(&site).await.contains(&Alarm::Jobs));
        });
    }

    #[test]
    fn a_job_that_panics_is_begun_anew_and_not_at_once() {
        run(async {
            let (site, _folder) = site().await;
            let begun = Arc::new(Mutex::new(Vec::new()));
            let noted = begun.clone();
            let job = keep(site.clone(), "test", move |_| {
                let mut begun = noted.lock().unwrap();
                begun.push(Instant::now());
                let is_first = begun.len() == 1;
                async move { assert!(!is_first, "on purpose") }
            });
            tokio::time::timeout(Duration::from_secs(60), job).await.unwrap().unwrap();
            let begun = begun.lock().unwrap().clone();
            assert_eq!(begun.len(), 2, "what came to its end is not begun anew");
            let waited = begun[1] - begun[0];
            assert!(waited >= pause(1), "it waits before it is begun anew: {waited:?}");
            assert_eq!(watch::facts(&site).await.panics, 1);
        });
    }

    #[test]
    fn a_job_that_always_panics_keeps_no_site_from_closing() {
        run(async {
            let (site, _folder) = site().await;
            let job = keep(site.clone(), "test", |_| panics());
            while site.watch.panics() == 0 {
                tokio::task::yield_now().await;
            }
            site.closing.cancel();
            tokio::time::timeout(Duration::from_secs(60), job).await.unwrap().unwrap();
        });
    }

    #[test]
    fn pauses_grow_up_to_a_minute() {
        let pauses = [0, 1, 2, 3, 6, 7, 8, u32::MAX].map(|number| pause(number).as_secs());
        assert_eq!(pauses, [1, 1, 2, 4, 32, 60, 60, 60]);
    }
}
