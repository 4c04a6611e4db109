//! Products, for whoever looks for one by a program (R6.1, R6.3).

use app::{
    backend::{Pasted, ProductCard, Products},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{FieldErrors, GiftForm, Link, PictureId, ProductId};
use url::Url;

use super::{catalogue::card, limits::Limited, person};
use crate::site::Site;

/// Fulfils [`Products`].
pub(super) struct Service(pub(super) Site);

/// A link that somebody sent.
fn link(sent: &str) -> Result<Link, AppError> {
    Link::parse(sent).map_err(|problem| FieldErrors::one("url", problem).into())
}

impl Site {
    /// The picture of ours that an address names, whether or not it is kept.
    fn picture_named(&self, address: &str) -> Option<PictureId> {
        let path = self.settings.site.public_url.own_path(address.trim())?;
        let (picture, _) = PictureId::parse_file_name(path.strip_prefix("/pictures/")?)?;
        Some(picture)
    }

    /// The picture that a form names, unless it was thrown away since the form was shown (R6.4).
    pub(super) async fn picture_still_kept(&self, named: String) -> String {
        let Ok(picture) = named.parse::<PictureId>() else { return named };
        match self.pictures.has(&picture).await {
            Ok(false) => String::new(),
            // What nobody can tell is left as it is.
            Ok(true) | Err(_) => named,
        }
    }

    /// Our copy of the picture at an address: one that we keep, a peer's, or one of the open web.
    pub(crate) async fn picture_at(&self, address: &str) -> Option<PictureId> {
        if let Some(picture) = self.picture_named(address) {
            let kept = self.pictures.has(&picture).await.unwrap_or(false);
            return kept.then_some(picture);
        }
        let address = address.trim();
        // As pages have it that do not care by which scheme they came.
        let url = match address.strip_prefix("//") {
            Some(rest) => Url::parse(&format!("https://{rest}")).ok()?,
            None => Url::parse(address).ok()?,
        };
        let Some(peer) = self.peers.with_picture(&url) else {
            return self.copy_first([url].into_iter()).await;
        };
        match peer.picture(&url).await {
            Ok(bytes) => self.pictures.add(bytes).await.ok(),
            Err(error) => {
                tracing::warn!(
                    peer.name = peer.name(),
                    error.cause = %error,
                    "a peer's picture could not be copied"
                );
                None
            }
        }
    }
}

#[async_trait]
impl Products for Service {
    async fn product(&self, id: ProductId) -> Result<ProductCard, AppError> {
        let product = self.0.answer(self.0.store.product(id).await)?;
        Ok(card(&self.0, product))
    }

    async fn by_link(&self, visit: &Visit, sent: &str) -> Result<Option<ProductCard>, AppError> {
        person(visit)?;
        let product = self.0.answer(self.0.store.in_catalogue(&link(sent)?.key()).await)?;
        Ok(product.map(|product| card(&self.0, product)))
    }

    async fn read(&self, visit: &Visit, sent: &str) -> Result<GiftForm, AppError> {
        let who = person(visit)?;
        let link = link(sent)?;
        self.0.count(Limited::Find, &who).await?;
        let language = visit.language.as_ref();
        Ok(self.0.find(who, &link, &Pasted::default(), language).await?.form)
    }

    async fn own_picture(&self, address: &str) -> Result<String, AppError> {
        let Some(picture) = self.0.picture_named(address) else { return Ok(String::new()) };
        let kept = self.0.pictures.has(&picture).await;
        let kept =
            kept.map_err(|error| crate::site::internal("pictures are out of reach", &error))?;
        Ok(if kept { picture.to_string() } else { String::new() })
    }
}
