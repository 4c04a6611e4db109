//! Where pictures are kept.

use std::path::PathBuf;

use super::{bucket, section::section, value::Secret};
use crate::bucket::Address;

section! {
    /// Where pictures are kept: in a folder on this machine, or in a bucket that speaks S3, which
    /// several machines can share.
    PicturesSettings, "pictures", "snake_case" {
        /// The folder. It is created when the first picture comes.
        directory: PathBuf = PathBuf::from("data/pictures"),
        /// The bucket, such as "pictures". If one is named, it is used instead of the folder.
        bucket: String = String::new(),
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
    }
}

impl PicturesSettings {
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
        match self.bucket.is_empty() {
            true => Vec::new(),
            false => bucket::wrong("pictures", &self.address()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> PicturesSettings {
        PicturesSettings { bucket: "pictures".to_owned(), ..PicturesSettings::default() }
    }

    #[test]
    fn a_bucket_that_can_not_work_is_refused() {
        let at = |endpoint: &str, allow_http| {
            let endpoint = endpoint.to_owned();
            PicturesSettings { endpoint, allow_http, ..bucket() }.wrong().len()
        };
        for (endpoint, allow_http, wrong) in [
            ("", false, 0),
            ("https://s3.example.org", false, 0),
            ("http://127.0.0.1:9000", true, 0),
            ("http://127.0.0.1:9000", false, 1),
            ("s3.example.org", true, 1),
        ] {
            assert_eq!(at(endpoint, allow_http), wrong, "{endpoint} {allow_http}");
        }
        let half = PicturesSettings { access_key_id: "us".to_owned(), ..bucket() };
        assert_eq!(half.wrong().len(), 1);
        let unused = PicturesSettings { bucket: String::new(), ..half };
        assert!(unused.wrong().is_empty() && PicturesSettings::default().wrong().is_empty());
    }

    #[test]
    fn the_secret_is_not_shown() {
        let secret_access_key = Secret::new("canary");
        let settings = PicturesSettings { secret_access_key, ..bucket() };
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
