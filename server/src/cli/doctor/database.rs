//! What is in the database, looked at without changing any of it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Alarm;
use store::{OpenError, Store};

use super::Findings;
use crate::{open, settings::Settings, watch::data_folder};

/// Clocks of machines that the network sets differ by less.
const NO_TIME: TimeDelta = TimeDelta::seconds(5);

/// Opens it, where it is and nobody else has it open. `newest` is when the newest good backup was made.
pub(super) async fn look(
    settings: &Settings,
    now: DateTime<Utc>,
    newest: Option<DateTime<Utc>>,
    found: &mut Findings,
) {
    if settings.store.url.starts_with("mem:") {
        found.wrong(
            "store.url is mem://: whatever people write is forgotten at the end. Name a folder.",
        );
        return;
    }
    let folder = data_folder(&settings.store.url);
    if folder.is_some_and(|folder| !folder.join("CURRENT").exists()) {
        found.well("There is no database yet; the first start makes it.");
        return;
    }
    let store = match open(&settings.store).await {
        Ok(store) => store,
        Err(OpenError::Locked(_)) => {
            found.well(
                "The database is in use, by the running site as it seems. Stop the site and ask \
                 again to have what is in it looked through.",
            );
            return;
        }
        Err(error) => {
            found.wrong(&format!("The database can not be opened: {error}."));
            return;
        }
    };
    if inside(&store, now, found).await && settings.backup.is_on() {
        backups(&store, newest, found).await;
    }
    store.close().await;
}

/// Whether the last backup that the site tried to make failed, and none was made since.
async fn backups(store: &Store, newest: Option<DateTime<Utc>>, found: &mut Findings) {
    match store.alarm(Alarm::BackupFailed).await {
        Ok(Some(state)) if state.raised && newest < state.bad_at => found.wrong(
            "The last backup failed when the site ran, and none was made since. Its log says why: \
             look at the room and the rights where backups go and at backup.scratch, and make one \
             (`ewelists backup`), or start the site, which tries again.",
        ),
        Ok(_) => {}
        Err(error) => found.wrong(&format!("What was told of alarms can not be read: {error}.")),
    }
}

/// Answers whether it is of this version.
async fn inside(store: &Store, now: DateTime<Utc>, found: &mut Findings) -> bool {
    match store.outdated().await {
        Ok(0) => found.well("The database opens and its schema is current."),
        Ok(missing) => {
            found.note(&format!(
                "The database is from an older version: the next start brings it up to date \
                 ({missing} schema files). Make a backup first."
            ));
            return false;
        }
        Err(error) => {
            found.wrong(&format!("The database is not of this program: {error}."));
            return false;
        }
    }
    match store.invariants().await {
        Ok(broken) if broken.is_empty() => found.well("Its counts are right."),
        Ok(broken) => {
            found.wrong("What the database holds does not add up; please report this:");
            broken.iter().for_each(|line| println!("          {line}"));
        }
        Err(error) => found.wrong(&format!("The database can not be read: {error}.")),
    }
    match store.last_change().await {
        Ok(Some(last)) if last > now + NO_TIME => found.wrong(&format!(
            "The clock says {now}, and something was changed at {last}: it went back since. What is \
             due waits until it has caught up. Have it set by the network (timedatectl set-ntp true)."
        )),
        Ok(_) => found.well("The clock is not behind what was changed last."),
        Err(error) => found.wrong(&format!("The change log can not be read: {error}.")),
    }
    match store.mail_backlog(now).await {
        Ok((_, _, dead)) if dead > 0 => found.note(&format!(
            "{dead} mails were given up. The console says why, and sends them again."
        )),
        Ok((0, ..)) => found.well("No mail waits."),
        Ok((waiting, ..)) => found.well(&format!("{waiting} mails wait for the site to run.")),
        Err(error) => found.wrong(&format!("The outbox can not be read: {error}.")),
    }
    true
}
