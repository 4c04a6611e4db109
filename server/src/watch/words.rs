//! What is wrong, in words: for mails, the console and the command line.

use app::i18n::Locale;
use domain::{Alarm, HowBad};
use leptos_i18n::td_string;

/// An alarm in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What is wrong, or is right again.
    pub heading: &'static str,
    /// How bad it is or was.
    pub figure: String,
    /// What to do about it.
    pub advice: &'static str,
}

/// An alarm that was raised, or is over, with how bad it is or was, in words.
pub fn said(locale: Locale, alarm: Alarm, raised: bool, how_bad: HowBad) -> Said {
    let number = how_bad.figure().unwrap_or_default();
    let (bad, good, figure, advice) = match alarm {
        Alarm::Database => (
            td_string!(locale, watch.database.bad),
            td_string!(locale, watch.database.good),
            td_string!(locale, watch.database.said, figure = number),
            td_string!(locale, watch.database.advice),
        ),
        Alarm::Schema => (
            td_string!(locale, watch.schema.bad),
            td_string!(locale, watch.schema.good),
            td_string!(locale, watch.schema.said, figure = number),
            td_string!(locale, watch.schema.advice),
        ),
        Alarm::Mail => (
            td_string!(locale, watch.mail.bad),
            td_string!(locale, watch.mail.good),
            td_string!(locale, watch.mail.said, figure = number),
            td_string!(locale, watch.mail.advice),
        ),
        Alarm::DeadMail => (
            td_string!(locale, watch.dead_mail.bad),
            td_string!(locale, watch.dead_mail.good),
            td_string!(locale, watch.dead_mail.said, figure = number),
            td_string!(locale, watch.dead_mail.advice),
        ),
        Alarm::BackupFailed => (
            td_string!(locale, watch.backup_failed.bad),
            td_string!(locale, watch.backup_failed.good),
            td_string!(locale, watch.backup_failed.said, figure = number),
            td_string!(locale, watch.backup_failed.advice),
        ),
        Alarm::BackupLate => (
            td_string!(locale, watch.backup_late.bad),
            td_string!(locale, watch.backup_late.good),
            td_string!(locale, watch.backup_late.said, figure = number),
            td_string!(locale, watch.backup_late.advice),
        ),
        Alarm::ChangeLog => (
            td_string!(locale, watch.change_log.bad),
            td_string!(locale, watch.change_log.good),
            td_string!(locale, watch.change_log.said, figure = number),
            td_string!(locale, watch.change_log.advice),
        ),
        Alarm::Disk => (
            td_string!(locale, watch.disk.bad),
            td_string!(locale, watch.disk.good),
            td_string!(locale, watch.disk.said, figure = number),
            td_string!(locale, watch.disk.advice),
        ),
        Alarm::BackupDisk => (
            td_string!(locale, watch.backup_disk.bad),
            td_string!(locale, watch.backup_disk.good),
            td_string!(locale, watch.backup_disk.said, figure = number),
            td_string!(locale, watch.backup_disk.advice),
        ),
        Alarm::Certificate => (
            td_string!(locale, watch.certificate.bad),
            td_string!(locale, watch.certificate.good),
            td_string!(locale, watch.certificate.said, figure = number),
            td_string!(locale, watch.certificate.advice),
        ),
        Alarm::Clock => (
            td_string!(locale, watch.clock.bad),
            td_string!(locale, watch.clock.good),
            td_string!(locale, watch.clock.said, figure = number),
            td_string!(locale, watch.clock.advice),
        ),
        Alarm::Requests => (
            td_string!(locale, watch.requests.bad),
            td_string!(locale, watch.requests.good),
            td_string!(locale, watch.requests.said, figure = number),
            td_string!(locale, watch.requests.advice),
        ),
        Alarm::Failures => (
            td_string!(locale, watch.failures.bad),
            td_string!(locale, watch.failures.good),
            td_string!(locale, watch.failures.said, figure = number),
            td_string!(locale, watch.failures.advice),
        ),
        Alarm::Jobs => (
            td_string!(locale, watch.jobs.bad),
            td_string!(locale, watch.jobs.good),
            td_string!(locale, watch.jobs.said, figure = number),
            td_string!(locale, watch.jobs.advice),
        ),
    };
    let figure = match how_bad {
        HowBad::NoBackup => td_string!(locale, watch.no_backup).to_owned(),
        HowBad::Figure(_) => figure,
    };
    Said { heading: if raised { bad } else { good }, figure, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.4
    #[test]
    fn every_alarm_has_words_of_its_own_in_every_language() {
        let mut headings = Vec::new();
        for locale in [Locale::en, Locale::de, Locale::fr, Locale::es] {
            for alarm in Alarm::ALL {
                for raised in [true, false] {
                    let said = said(locale, alarm, raised, HowBad::Figure(4711));
                    assert!(said.figure.contains("4711"), "{said:?}");
                    headings.push(said.heading);
                }
            }
            for alarm in [Alarm::BackupFailed, Alarm::BackupLate] {
                let said = said(locale, alarm, true, HowBad::NoBackup);
                assert!(!said.figure.chars().any(|it| it.is_ascii_digit()), "{said:?}");
            }
        }
        let all = headings.len();
        headings.sort_unstable();
        headings.dedup();
        assert_eq!(headings.len(), all);
    }
}
