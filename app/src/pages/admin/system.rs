//! How the site is, in words.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;

use super::{Console, Tab, shown, wrong::Health};
use crate::{
    backend::{BackupState, DiskRoom, SystemView},
    components::{Panel, answer, language, words},
    error::AppError,
    i18n::{Locale, td_string},
};

async fn load() -> Result<SystemView, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.system.state(&visit).await
}

/// What runs, what waits, and what is kept safe.
#[component]
pub fn SystemPage() -> impl IntoView {
    shown(load(), |system| view! { <State system/> }.into_any())
}

#[component]
fn State(system: SystemView) -> impl IntoView {
    let locale = language();
    let (program, waits, safe) =
        (program(locale, &system), waits(locale, &system), safe(locale, &system));
    view! {
        <Console title=td_string!(locale, system.heading) here=Tab::System>
            <Health wrong=system.wrong/>
            <div class="halves">
                <Part id="program" heading=td_string!(locale, system.program.heading) pairs=program/>
                <Part id="waits" heading=td_string!(locale, system.waits.heading) pairs=waits/>
                <Part id="safe" heading=td_string!(locale, system.safe.heading) pairs=safe/>
                <Panel id="settings" heading=td_string!(locale, system.settings.heading)>
                    <p>{td_string!(locale, system.settings.words)}</p>
                    <p>
                        <a class="button" href="/admin/settings">
                            {td_string!(locale, system.settings.open)}
                        </a>
                    </p>
                </Panel>
            </div>
        </Console>
    }
}

/// What something is called, and how it is.
type Pair = (&'static str, String);

/// A part of the page: name and value, one pair a line.
#[component]
fn Part(
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What it says.
    pairs: Vec<Pair>,
) -> impl IntoView {
    let lines = pairs.into_iter().map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! {
        <section class="panel stack" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            <dl class="facts-list">{lines.collect_view()}</dl>
        </section>
    }
}

fn program(locale: Locale, system: &SystemView) -> Vec<Pair> {
    let database = match system.database {
        Some(millis) => td_string!(locale, system.program.answers, count = millis),
        None => td_string!(locale, system.program.silent).to_owned(),
    };
    let schema = match system.schema {
        Some((applied, known)) if applied == known => {
            td_string!(locale, system.program.schema_all, count = applied)
        }
        Some((applied, known)) => {
            td_string!(locale, system.program.schema_part, applied = applied, known = known)
        }
        None => unknown(locale),
    };
    let peers = match system.peers.as_slice() {
        [] => td_string!(locale, system.program.no_peers).to_owned(),
        peers => peers.join(", "),
    };
    vec![
        (td_string!(locale, system.program.version), system.version.to_owned()),
        (td_string!(locale, system.program.environment), system.environment.clone()),
        (td_string!(locale, system.program.since), since(locale, system.started_at, system.at)),
        (td_string!(locale, system.program.database), database),
        (td_string!(locale, system.program.schema), schema),
        (td_string!(locale, system.program.peers), peers),
    ]
}

fn waits(locale: Locale, system: &SystemView) -> Vec<Pair> {
    let oldest = |count: u64, oldest: Option<DateTime<Utc>>| match oldest.filter(|_| count > 0) {
        Some(at) => {
            let age = age(locale, system.at - at);
            td_string!(locale, system.waits.oldest, count = count, age = age)
        }
        None => count.to_string(),
    };
    let products = match system.queue {
        Some(queue) => oldest(queue.waiting, queue.oldest),
        None => unknown(locale),
    };
    let mails = oldest(u64::from(system.mails.waiting), system.mails.oldest);
    vec![
        (td_string!(locale, system.waits.products), products),
        (td_string!(locale, system.waits.mails), mails),
        (td_string!(locale, system.waits.dead), system.mails.dead.to_string()),
    ]
}

fn safe(locale: Locale, system: &SystemView) -> Vec<Pair> {
    let mut pairs = Vec::new();
    if let Some(bytes) = system.database_size {
        pairs.push((td_string!(locale, system.safe.database), size(locale, bytes)));
    }
    pairs.extend(system.disks.iter().map(|disk| room(locale, disk)));
    match system.backups {
        Some(backups) => pairs.extend(of_backups(locale, backups)),
        None => pairs.push((
            td_string!(locale, system.safe.backup),
            td_string!(locale, system.safe.off).to_owned(),
        )),
    }
    let certificate = match system.certificate_ends {
        Some(ends) => words::day(locale, ends.date_naive()),
        None => td_string!(locale, system.safe.no_certificate).to_owned(),
    };
    pairs.push((td_string!(locale, system.safe.certificate), certificate));
    pairs
}

fn of_backups(locale: Locale, backups: BackupState) -> Vec<Pair> {
    let newest = match (backups.newest_good, backups.failed) {
        (Some(at), false) => words::moment(locale, at),
        (Some(at), true) => {
            td_string!(locale, system.safe.failed, moment = words::moment(locale, at))
        }
        (None, _) => td_string!(locale, system.safe.none).to_owned(),
    };
    let mut pairs = vec![(td_string!(locale, system.safe.backup), newest)];
    if let Some(behind) = backups.log_behind {
        let lag = match behind / 60 {
            0 => td_string!(locale, system.safe.log_fresh).to_owned(),
            minutes => td_string!(locale, system.safe.log_behind, count = minutes),
        };
        pairs.push((td_string!(locale, system.safe.log), lag));
    }
    pairs
}

fn room(locale: Locale, disk: &DiskRoom) -> Pair {
    let name = match disk.backups {
        true => td_string!(locale, system.safe.backup_disk),
        false => td_string!(locale, system.safe.disk),
    };
    let (free, all) = (size(locale, disk.free), size(locale, disk.size));
    (name, td_string!(locale, system.safe.room, free = free, size = all))
}

fn unknown(locale: Locale) -> String {
    td_string!(locale, system.unknown).to_owned()
}

/// A moment, and how long that is ago.
fn since(locale: Locale, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (at, age) = (words::moment(locale, at), age(locale, now - at));
    td_string!(locale, system.program.since_age, moment = at, age = age)
}

/// How long something lasts, in its largest unit.
fn age(locale: Locale, lasts: TimeDelta) -> String {
    match (lasts.num_days(), lasts.num_hours(), lasts.num_minutes()) {
        (days @ 1.., ..) => td_string!(locale, system.age.days, count = days),
        (_, hours @ 1.., _) => td_string!(locale, system.age.hours, count = hours),
        (_, _, minutes @ 1..) => td_string!(locale, system.age.minutes, count = minutes),
        _ => td_string!(locale, system.age.moment).to_owned(),
    }
}

/// How much something takes, in MB, or in GB with one digit behind the point.
pub(super) fn size(locale: Locale, bytes: u64) -> String {
    const MB: u64 = 1_000_000;
    if bytes < 1000 * MB {
        return td_string!(locale, system.size.mb, number = bytes.div_ceil(MB));
    }
    let tenths = bytes / (100 * MB);
    let point = if locale == Locale::en { '.' } else { ',' };
    let number = format!("{}{point}{}", tenths / 10, tenths % 10);
    td_string!(locale, system.size.gb, number = number)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.4
    #[test]
    fn sizes_and_ages_are_said_in_their_largest_unit() {
        assert_eq!(size(Locale::en, 0), "0 MB");
        assert_eq!(size(Locale::en, 1), "1 MB");
        assert_eq!(size(Locale::en, 999_000_001), "1000 MB");
        assert_eq!(size(Locale::en, 12_345_678_901), "12.3 GB");
        assert_eq!(size(Locale::de, 1_000_000_000), "1,0 GB");
        assert_eq!(age(Locale::en, TimeDelta::seconds(59)), "less than a minute");
        assert_eq!(age(Locale::en, TimeDelta::seconds(61)), "1 minute");
        assert_eq!(age(Locale::en, TimeDelta::minutes(180)), "3 hours");
        assert_eq!(age(Locale::en, TimeDelta::hours(50)), "2 days");
        assert_eq!(age(Locale::en, TimeDelta::hours(-1)), "less than a minute");
    }
}
