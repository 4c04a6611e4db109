//! Whether the bucket of pictures can be used. A folder of pictures is looked at with the others.

use tokio::time::timeout;

use super::{Findings, PATIENCE};
use crate::{pictures::Pictures, settings::PicturesSettings};

/// Asks the bucket, where pictures are kept in one.
pub(super) async fn look(settings: &PicturesSettings, found: &mut Findings) {
    if settings.bucket.is_empty() {
        return;
    }
    let pictures = Pictures::new(settings);
    match timeout(PATIENCE, pictures.check()).await {
        Ok(Ok(())) => {
            found.well("Something can be put into the bucket of pictures, and taken away.");
        }
        Ok(Err(error)) => found.wrong(&format!(
            "Pictures can not be kept: {error}. Are pictures.endpoint, pictures.region and the keys \
             right, and may they write there? Is the clock here right?"
        )),
        Err(_) => found.wrong("Pictures can not be kept: the bucket does not answer in time."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bucket::stub::Stub, settings::Secret};

    #[tokio::test]
    async fn a_bucket_that_takes_nothing_is_wrong() {
        let service = Stub::start().await;
        let mut found = Findings::default();
        look(&PicturesSettings::default(), &mut found).await;
        look(&service.pictures(), &mut found).await;
        assert_eq!((found.wrong, service.names().len()), (0, 0), "nothing is left behind");
        let secret_access_key = Secret::new("canary");
        let settings = PicturesSettings { secret_access_key, ..service.pictures() };
        look(&settings, &mut found).await;
        assert_eq!((found.wrong, service.turned_away()), (1, 1));
    }
}
