//! The catalogue as admins' programs look after it, here and in other instances (R6.6).

use app::{
    backend::{PeerState, ProductCard, PutThere, QueuedProduct, Tools},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{DomainError, PersonId, Product, ProductForm, ProductId, ProductWish};
use futures::future::join_all;
use store::CatalogueEntry;

use super::{
    admin::admin,
    catalogue::{card, require_still, said},
};
use crate::{
    peers::{Entry, Peer, PeerError},
    site::Site,
};

/// Fulfils [`Tools`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn name_of(&self, person: Option<PersonId>) -> Result<Option<String>, AppError> {
        let Some(person) = person else { return Ok(None) };
        let found = self.0.answer(self.0.store.person(person).await)?;
        Ok(found.map(|person| person.name.to_string()))
    }

    async fn card(&self, id: ProductId) -> Result<ProductCard, AppError> {
        let product = self.0.answer(self.0.store.product(id).await)?;
        Ok(card(&self.0, product))
    }

    /// A product as other instances and files have it.
    async fn entry(&self, id: ProductId) -> Result<(ProductCard, Entry), AppError> {
        let card = self.card(id).await?;
        let entry = Entry::of(&card, &self.0.settings.site.origin());
        Ok((card, entry))
    }

    async fn shown_anew(&self, lists: Vec<domain::ListId>) {
        for list in lists {
            self.0.announce(list).await;
        }
    }
}

/// Puts a product into another instance.
async fn put_at(peer: Peer, entry: Entry) -> (String, PutThere) {
    let put = match peer.put(&entry).await {
        Ok(true) => PutThere::Created,
        Ok(false) => PutThere::Updated,
        Err(error) => {
            complain(&peer, &error);
            PutThere::Failed
        }
    };
    (peer.name().to_owned(), put)
}

/// How a product is in another instance.
async fn state_at(peer: Peer, here: Entry) -> (String, PeerState) {
    let state = match peer.entry(&here.product_id).await {
        Ok(Some(there)) if here.differences(&there).is_empty() => PeerState::InSync,
        Ok(Some(_)) => PeerState::NotInSync,
        Ok(None) => PeerState::Missing,
        Err(error) => {
            complain(&peer, &error);
            PeerState::Silent
        }
    };
    (peer.name().to_owned(), state)
}

fn complain(peer: &Peer, error: &PeerError) {
    tracing::warn!(
        peer.name = peer.name(),
        error.cause = %error,
        "a peer could not be asked about the catalogue"
    );
}

#[async_trait]
impl Tools for Service {
    async fn queue(
        &self,
        visit: &Visit,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<QueuedProduct>, AppError> {
        admin(visit)?;
        let queued = self.0.answer(self.0.store.queue_after(after, most).await)?;
        let queued = queued.into_iter().map(|queued| QueuedProduct {
            made: said(&queued.product),
            card: card(&self.0, queued.product),
            made_by: queued.made_by,
            maker: None,
            list: None,
        });
        Ok(queued.collect())
    }

    async fn queued(&self, visit: &Visit, id: ProductId) -> Result<QueuedProduct, AppError> {
        admin(visit)?;
        let waiting = self.0.answer(self.0.store.waiting(id).await)?;
        Ok(QueuedProduct {
            made: said(&waiting.product),
            card: card(&self.0, waiting.product),
            made_by: waiting.made_by,
            maker: self.name_of(waiting.made_by).await?,
            list: waiting.list,
        })
    }

    async fn catalogue(
        &self,
        visit: &Visit,
        after: Option<ProductId>,
        most: u32,
    ) -> Result<Vec<ProductCard>, AppError> {
        admin(visit)?;
        let products = self.0.answer(self.0.store.catalogue_after(after, most).await)?;
        Ok(products.into_iter().map(|product| card(&self.0, product)).collect())
    }

    async fn put(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<bool, AppError> {
        admin(visit)?;
        let ProductWish { details, hidden } = form.parse(self.0.clock.now().date_naive(), None)?;
        let entry = CatalogueEntry { id, details, hidden };
        let rule = |there: Option<&Product>| match there {
            Some(product) => require_still(was, product),
            None if was.is_empty() => Ok(()),
            None => Err(DomainError::ChangedMeanwhile),
        };
        let put = self.0.store.put_product(self.0.errand(visit), &entry, &rule).await;
        let put = self.0.answer(put)?;
        if let Some((_, refused)) = put.refused.into_iter().next() {
            return Err(refused.into());
        }
        self.shown_anew(put.lists).await;
        Ok(!put.created.is_empty())
    }

    async fn hide(&self, visit: &Visit, id: ProductId, hidden: bool) -> Result<(), AppError> {
        admin(visit)?;
        let hid = self.0.store.hide_product(self.0.errand(visit), id, hidden).await;
        self.shown_anew(self.0.answer(hid)?).await;
        Ok(())
    }

    async fn delete(&self, visit: &Visit, id: ProductId) -> Result<(), AppError> {
        admin(visit)?;
        self.0.answer(self.0.store.delete_product(self.0.errand(visit), id).await)
    }

    async fn copy_picture(&self, visit: &Visit, address: &str) -> Result<String, AppError> {
        admin(visit)?;
        let picture = self.0.picture_at(address).await;
        Ok(picture.map_or_else(String::new, |picture| picture.to_string()))
    }

    async fn instances(&self, visit: &Visit) -> Result<(String, Vec<String>), AppError> {
        admin(visit)?;
        let own = self.0.settings.site.environment.instance().to_owned();
        Ok((own, self.0.peers.iter().map(|peer| peer.name().to_owned()).collect()))
    }

    async fn put_there(
        &self,
        visit: &Visit,
        id: ProductId,
        peers: &[String],
    ) -> Result<Vec<(String, PutThere)>, AppError> {
        admin(visit)?;
        let (_, entry) = self.entry(id).await?;
        let asked: Vec<_> = peers.iter().filter_map(|name| self.0.peers.named(name)).collect();
        let puts = asked.into_iter().map(|peer| put_at(peer.clone(), entry.clone()));
        Ok(join_all(puts).await)
    }

    async fn compare(
        &self,
        visit: &Visit,
        id: ProductId,
    ) -> Result<(ProductCard, Vec<(String, PeerState)>), AppError> {
        admin(visit)?;
        let (card, here) = self.entry(id).await?;
        let states = self.0.peers.iter().map(|peer| state_at(peer.clone(), here.clone()));
        Ok((card, join_all(states).await))
    }
}
