use super::*;

fn well() -> Facts {
    Facts {
        at: "2026-11-28T12:00:00Z".parse().unwrap(),
        database: Some(Duration::from_millis(1)),
        schema: Some((19, 19)),
        outbox: Some(Outbox { waiting: 3, oldest: Some(TimeDelta::minutes(14)), dead: 0 }),
        backups: Some(BackupHealth {
            newest_good_at: Some("2026-11-28T06:01:00Z".parse().unwrap()),
            since: Some("2026-11-28T11:00:00Z".parse().unwrap()),
            last_failed: false,
            log_behind: Some(TimeDelta::seconds(50)),
            folder: None,
        }),
        disks: [Place::Data, Place::Backups]
            .map(|place| Disk { place, free: 9 << 30, size: 20 << 30 })
            .to_vec(),
        queue: Some(Queue { waiting: 4, oldest: None }),
        certificate_ends: Some("2027-02-01T00:00:00Z".parse().unwrap()),
        clock_jump: TimeDelta::milliseconds(-3),
        traffic: Minute { requests: 1000, failures: 2 },
        panics: 0,
    }
}

/// What is wrong, and how much; no figure where no good backup is known.
fn wrong(facts: &Facts) -> Vec<(Alarm, Option<u64>)> {
    let settings = WatchSettings { requests: 2000, ..WatchSettings::default() };
    let verdicts = judge(facts, &settings);
    verdicts.iter().filter_map(|it| Some((it.alarm, it.bad?.figure()))).collect()
}

fn ready(facts: &Facts) -> bool {
    facts.is_ready(&WatchSettings::default())
}

#[test]
fn a_site_that_is_well_has_no_alarm_and_every_alarm_is_looked_at() {
    assert_eq!(wrong(&well()), []);
    assert!(ready(&well()));
    let mut looked: Vec<_> =
        judge(&well(), &WatchSettings::default()).iter().map(|it| it.alarm).collect();
    looked.sort_unstable();
    assert_eq!(looked, Alarm::ALL);
}

#[test]
fn each_thing_that_is_wrong_is_one_alarm() {
    let outbox = |minutes, dead| {
        Some(Outbox { waiting: 1, oldest: Some(TimeDelta::minutes(minutes)), dead })
    };
    let backups = |hour: &str, last_failed, behind| {
        let newest = format!("2026-11-{hour}:00:00Z").parse().unwrap();
        Some(BackupHealth {
            newest_good_at: Some(newest),
            since: Some(newest),
            last_failed,
            log_behind: Some(TimeDelta::seconds(behind)),
            folder: None,
        })
    };
    // None is known, of a process that has looked after them since then.
    let none = |hour: &str, last_failed| {
        let since = format!("2026-11-{hour}:00:00Z").parse().unwrap();
        Some(BackupHealth { since: Some(since), last_failed, ..BackupHealth::default() })
    };
    let disks = |data: u64, backups: u64| {
        vec![
            Disk { place: Place::Data, free: data << 20, size: 1 << 40 },
            Disk { place: Place::Backups, free: backups << 20, size: 1 << 40 },
        ]
    };
    let ends = |text: &str| Some(text.parse().unwrap());
    let traffic = |requests, failures| Minute { requests, failures };
    // What is known, what is wrong about it, and whether requests should still come.
    let table = [
        (Facts { database: None, ..well() }, vec![(Alarm::Database, Some(2))], false),
        (Facts { schema: Some((18, 19)), ..well() }, vec![(Alarm::Schema, Some(1))], false),
        (Facts { schema: Some((20, 19)), ..well() }, vec![(Alarm::Schema, Some(1))], false),
        (Facts { outbox: outbox(15, 0), ..well() }, vec![(Alarm::Mail, Some(15))], false),
        (Facts { outbox: outbox(1, 2), ..well() }, vec![(Alarm::DeadMail, Some(2))], true),
        (
            Facts { backups: backups("28T06", true, 0), ..well() },
            vec![(Alarm::BackupFailed, Some(6))],
            true,
        ),
        (
            Facts { backups: backups("27T10", false, 0), ..well() },
            vec![(Alarm::BackupLate, Some(26))],
            false,
        ),
        (Facts { backups: backups("27T11", false, 0), ..well() }, vec![], true),
        (
            Facts { backups: backups("28T06", false, 301), ..well() },
            vec![(Alarm::ChangeLog, Some(5))],
            true,
        ),
        (Facts { backups: none("27T11", false), ..well() }, vec![], true),
        (Facts { backups: none("28T12", true), ..well() }, vec![(Alarm::BackupFailed, None)], true),
        (Facts { backups: none("27T10", false), ..well() }, vec![(Alarm::BackupLate, None)], false),
        (Facts { backups: None, ..well() }, vec![], true),
        (Facts { disks: disks(511, 512), ..well() }, vec![(Alarm::Disk, Some(511))], false),
        (Facts { disks: disks(512, 0), ..well() }, vec![(Alarm::BackupDisk, Some(0))], true),
        (
            Facts { certificate_ends: ends("2026-12-12T11:00:00Z"), ..well() },
            vec![(Alarm::Certificate, Some(13))],
            true,
        ),
        (
            Facts { certificate_ends: ends("2026-11-01T00:00:00Z"), ..well() },
            vec![(Alarm::Certificate, Some(0))],
            true,
        ),
        (Facts { certificate_ends: None, ..well() }, vec![], true),
        (
            Facts { clock_jump: TimeDelta::hours(-1), ..well() },
            vec![(Alarm::Clock, Some(3600))],
            true,
        ),
        (Facts { traffic: traffic(2001, 0), ..well() }, vec![(Alarm::Requests, Some(2001))], true),
        (Facts { traffic: traffic(100, 5), ..well() }, vec![(Alarm::Failures, Some(5))], true),
        (Facts { traffic: traffic(49, 49), ..well() }, vec![], true),
        (Facts { traffic: traffic(0, 0), ..well() }, vec![], true),
        (Facts { panics: 3, ..well() }, vec![(Alarm::Jobs, Some(3))], true),
    ];
    for (facts, expected, comes) in table {
        assert_eq!((wrong(&facts), ready(&facts)), (expected, comes), "{facts:?}");
    }
}

// R3.6
#[test]
fn what_mails_and_backups_are_like_is_not_for_everybody() {
    let settings = WatchSettings::default();
    let late = Some(Outbox { waiting: 1, oldest: Some(TimeDelta::hours(1)), dead: 1 });
    for outbox in [late, None] {
        let facts = Facts { outbox, ..well() };
        assert!(facts.is_up(&settings) && facts.public_reasons(&settings).is_empty());
        assert!(!facts.is_ready(&settings));
    }
    let full = vec![Disk { place: Place::Data, free: 1, size: 20 << 30 }];
    let facts = Facts { disks: full, outbox: late, ..well() };
    assert_eq!(facts.public_reasons(&settings), [Alarm::Disk]);
    for facts in [Facts { database: None, ..well() }, Facts { schema: None, ..well() }] {
        assert!(!facts.is_up(&settings), "{facts:?}");
    }
}

#[test]
fn what_could_not_be_found_out_is_no_reason_to_send_requests_here() {
    for facts in [Facts { schema: None, ..well() }, Facts { outbox: None, ..well() }] {
        assert!(wrong(&facts).is_empty() && !ready(&facts));
    }
}

#[test]
fn alarms_can_be_switched_off() {
    let settings = WatchSettings { requests: 0, failures: 0, ..WatchSettings::default() };
    let facts = Facts { traffic: Minute { requests: 1 << 40, failures: 1 << 40 }, ..well() };
    assert!(judge(&facts, &settings).iter().all(|it| it.bad.is_none()));
}
