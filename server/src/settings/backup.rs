//! Where backups go, and when.

use std::path::PathBuf;

use super::{bucket, section::section, value::Secret};
use crate::{backup::Recipients, bucket::Address};

section! {
    /// Where backups go, and when: into a folder, best on another disk, or into a bucket that speaks S3.
    /// The change log is put there too, every 15 seconds, so that the site can be restored to any
    /// moment of the last 35 days. With neither, no backups are made.
    BackupSettings, "backup", "snake_case" {
        /// The folder. It is created with the first backup.
        directory: PathBuf = PathBuf::new(),
        /// The bucket, such as "backups". If one is named, it is used instead of the folder.
        bucket: String = String::new(),
        /// What the names in the bucket begin with, such as "ewelists/production".
        prefix: String = String::new(),
        /// The address of the service that has the bucket, such as "https://s3.example.org". Without
        /// one it is Amazon's own. The bucket's name is added to it, as its path.
        endpoint: String = String::new(),
        /// The region that the bucket is in.
        region: String = "us-east-1".to_owned(),
        /// Who we are to the service. Without it, the machine's own role is asked for.
        access_key_id: String = String::new(),
        /// And the secret that proves it.
        secret_access_key: Secret = Secret::new(""),
        /// Whether the service may be asked without TLS, in a network where nobody listens in.
        allow_http: bool = false,
        /// The hour of the day, from 0 to 23 in UTC, at which the daily backup is made.
        hour: u16 = 6,
        /// How many daily backups are kept. Those that were made by hand stay.
        keep: u32 = 7,
        /// Public keys (age1...) that backups are encrypted to. Keep the private ones elsewhere: to
        /// restore you need one of them, and the site needs none. `ewelists backup-key` makes a
        /// pair. Without any, backups are not encrypted, do not contain the key of links, and cannot
        /// be downloaded. A bucket needs at least one.
        recipients: Vec<String> = Vec::new(),
        /// A folder for what is needed only while a backup is made and tried out. It is emptied
        /// afterwards, and needs room for the backup and for a second database.
        scratch: PathBuf = PathBuf::from("data/scratch"),
    }
}

impl BackupSettings {
    /// Whether backups are made.
    pub fn is_on(&self) -> bool {
        !self.directory.as_os_str().is_empty() || !self.bucket.is_empty()
    }

    /// How the bucket is asked, if there is one.
    pub(crate) fn address(&self) -> Address<'_> {
        Address {
            bucket: &self.bucket,
            region: &self.region,
            endpoint: &self.endpoint,
            access_key_id: &self.access_key_id,
            secret_access_key: &self.secret_access_key,
            allow_http: self.allow_http,
        }
    }

    /// Sentences about values that can be read and do not work.
    pub fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.hour > 23 {
            wrong.push("backup.hour is no hour of the day; the last one is 23.".to_owned());
        }
        if self.keep == 0 {
            wrong.push("backup.keep is 0: no daily backup would be kept.".to_owned());
        }
        if let Err(said) = Recipients::parse(&self.recipients) {
            wrong.push(format!("backup.recipients: {said}."));
        }
        if self.bucket.is_empty() {
            return wrong;
        }
        if self.recipients.is_empty() {
            wrong.push(
                "backup.recipients is empty: what is put into a bucket must be encrypted. Make a \
                 pair of keys with `ewelists backup-key`."
                    .to_owned(),
            );
        }
        wrong.extend(bucket::wrong("backup", &self.address()));
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECIPIENT: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    fn wrong(change: impl FnOnce(&mut BackupSettings)) -> usize {
        let mut settings = BackupSettings::default();
        change(&mut settings);
        settings.wrong().len()
    }

    #[test]
    fn what_can_not_work_is_refused() {
        assert_eq!(wrong(|_| {}), 0);
        assert_eq!(wrong(|backup| backup.hour = 24), 1);
        assert_eq!(wrong(|backup| backup.keep = 0), 1);
        assert_eq!(wrong(|backup| backup.recipients = vec!["age1x".to_owned()]), 1);
        assert_eq!(wrong(|backup| backup.recipients = vec![RECIPIENT.to_owned()]), 0);
        assert_eq!(wrong(|backup| backup.bucket = "backups".to_owned()), 1);
        let bucket = |backup: &mut BackupSettings| {
            backup.bucket = "backups".to_owned();
            backup.recipients = vec![RECIPIENT.to_owned()];
        };
        assert_eq!(wrong(bucket), 0);
        for (endpoint, allow_http, number) in [
            ("https://s3.example.org", false, 0),
            ("http://127.0.0.1:9000", true, 0),
            ("http://127.0.0.1:9000", false, 1),
        ] {
            let found = wrong(|backup| {
                bucket(backup);
                (backup.endpoint, backup.allow_http) = (endpoint.to_owned(), allow_http);
            });
            assert_eq!(found, number, "{endpoint}");
        }
        let half = |backup: &mut BackupSettings| {
            bucket(backup);
            backup.access_key_id = "us".to_owned();
        };
        assert_eq!(wrong(half), 1);
    }

    #[test]
    fn backups_are_made_where_there_is_a_place_for_them() {
        let mut settings = BackupSettings::default();
        assert!(!settings.is_on());
        settings.directory = PathBuf::from("/backups");
        assert!(settings.is_on());
    }
}
