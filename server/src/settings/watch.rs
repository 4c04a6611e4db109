//! When those who look after the site are told that something is wrong with it.

use super::{Settings, section::section, value::Seconds};

section! {
    /// When those who look after the site are told that something is wrong with it: all admins, and
    /// `mail.team`. They are told once when it turns bad, and once when it is good again.
    WatchSettings, "watch", "snake_case" {
        /// Whether they are mailed at all. What is found stands in the log in any case.
        mails: bool = true,
        /// It is looked so often.
        every: Seconds = Seconds(60),
        /// A mail that waits longer is a sign that none leave. The site then is not ready, either.
        mail_age: Seconds = Seconds(900),
        /// Where the database lies, and where backups go, so many MiB must be free. With less the site
        /// is not ready.
        disk_free: u64 = 512,
        /// The newest good backup may be so many hours old, where backups are made.
        backup_age: u32 = 26,
        /// The copy of the change log may be behind by so many seconds, where one is made.
        log_lag: Seconds = Seconds(300),
        /// A certificate that ends in fewer days is about to be forgotten.
        certificate_days: u32 = 14,
        /// The clock may jump by so many seconds.
        clock_jump: Seconds = Seconds(30),
        /// More requests within a minute, of one process, are an alarm. 0: however many come is well.
        requests: u32 = 0,
        /// If so many of a hundred requests within a minute fail by our fault, that is an alarm. 0: it
        /// never is.
        failures: u32 = 5,
        /// Of fewer requests within a minute nothing is concluded.
        failures_of: u32 = 50,
        /// From this hour in UTC on admins are told, once a day, that products wait for them.
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
