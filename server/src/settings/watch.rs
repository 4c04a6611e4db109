//! When those who look after the site are told that something is wrong with it.

use super::{Settings, section::section, value::Seconds};

section! {
    /// When the people who look after the site are told that something is wrong with it: all admins,
    /// and `mail.team`. They are told once when it goes wrong, and once when it is good again.
    WatchSettings, "watch", "snake_case" {
        /// Whether they are mailed at all. What is found is logged in any case.
        mails: bool = true,
        /// How often the site is checked, in seconds.
        every: Seconds = Seconds(60),
        /// A mail that waits for more seconds than this is a sign that none are sent. The site is then
        /// not ready, either.
        mail_age: Seconds = Seconds(900),
        /// How many MiB must be free where the database is, and where backups go. With less, the site
        /// is not ready.
        disk_free: u64 = 512,
        /// How many hours old the newest good backup may be, if backups are made.
        backup_age: u32 = 26,
        /// By how many seconds the copy of the change log may be behind, if one is made.
        log_lag: Seconds = Seconds(300),
        /// With fewer days than this until it ends, a certificate is about to be forgotten.
        certificate_days: u32 = 14,
        /// By how many seconds the clock may jump.
        clock_jump: Seconds = Seconds(30),
        /// More requests than this within a minute, in one process, are an alarm. 0: any number is fine.
        requests: u32 = 0,
        /// How many of a hundred requests within a minute must fail by our fault for an alarm. 0: there
        /// never is one.
        failures: u32 = 5,
        /// From fewer requests than this within a minute nothing is concluded.
        failures_of: u32 = 50,
        /// From this hour in UTC on, admins are told once a day that products are waiting for them.
        queue_hour: u32 = 7,
    }
}

impl WatchSettings {
    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.failures > 100 {
            wrong.push("watch.failures is a number of a hundred.".to_owned());
        }
        if self.queue_hour > 23 {
            wrong.push("watch.queue_hour is an hour from 0 to 23.".to_owned());
        }
        wrong
    }
}

impl Settings {
    /// What of the settings by which the site is watched can be read and does not work, a sentence
    /// for each.
    pub(super) fn wrong_watch(&self) -> Vec<String> {
        let mut wrong = self.watch.wrong();
        wrong.extend(self.log.wrong());
        wrong.extend(self.metrics.wrong());
        wrong.extend(self.traces.wrong());
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::*;

    #[test]
    fn what_does_not_work_is_said_without_the_secret_in_it() {
        let mut settings = Settings::default();
        assert_eq!(settings.wrong_watch(), Vec::<String>::new());
        settings.log.error_webhook = Secret::new("ftp://CANARY");
        settings.metrics.listen = "9464".to_owned();
        settings.traces.endpoint = "collector:4318".to_owned();
        settings.traces.percent = 101;
        settings.watch.failures = 101;
        settings.watch.queue_hour = 24;
        let wrong = settings.wrong_watch();
        assert_eq!(wrong.len(), 6, "{wrong:?}");
        assert!(!wrong.concat().contains("CANARY"));
        settings.log.error_webhook = Secret::new("http://10.0.0.2/errors?key=CANARY");
        assert!(settings.log.error_address().is_some(), "it may lie within a private network");
        assert!(!format!("{:?} {}", settings, settings.shown()).contains("CANARY"));
    }
}
