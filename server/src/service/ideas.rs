//! Articles, and what is added to lists from them (R8.5).

use app::{
    backend::{
        AddingIdea, Block, Category, Gifts as _, Idea, IdeaCard, IdeaProduct, IdeaShelf, Ideas,
        ListToAddTo,
    },
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{DomainError, GiftForm, Link, ListId, ListState, Product, ProductId};
use store::OwnedList;

use super::{gifts, person};
use crate::{ideas::Article, site::Site};

/// Fulfils [`IdeaShelf`].
pub(super) struct Service(pub(super) Site);

/// How many products are shown below the articles of a category.
const THINGS: usize = 8;

impl Service {
    /// The visitor's lists that are not closed, the newest first; none where nobody is signed in.
    async fn open_lists(&self, visit: &Visit) -> Result<Vec<OwnedList>, AppError> {
        let Some(owner) = visit.actor.person else { return Ok(vec![]) };
        let lists = self.0.answer(self.0.store.lists_of(owner).await)?;
        let open = lists.into_iter().rev().filter(|owned| owned.list.state != ListState::Closed);
        Ok(open.collect())
    }

    /// Products, as far as the catalogue shows them, in the order of their ids here.
    async fn products(
        &self,
        visit: &Visit,
        ids: &[ProductId],
    ) -> Result<Vec<IdeaProduct>, AppError> {
        let found = self.0.answer(self.0.store.shown_products(ids).await)?;
        let lists = if found.is_empty() { vec![] } else { self.open_lists(visit).await? };
        let names = self.0.ideas.names(visit.language).await;
        let found: Vec<_> = found.into_iter().map(|product| names.product(product)).collect();
        let in_order = ids.iter().filter_map(|id| found.iter().find(|product| product.id == *id));
        Ok(in_order.map(|product| shown(product, &lists)).collect())
    }
}

/// Whether a list has a product: by itself, or another with its link.
fn has(owned: &OwnedList, product: &Product) -> bool {
    let key = product.details.link.as_ref().map(Link::key);
    owned.gifts.iter().filter(|gift| !gift.removed).any(|gift| {
        let same_link = || gift.details.link.as_ref().map(Link::key) == key;
        gift.product == product.id || key.is_some() && same_link()
    })
}

fn shown(product: &Product, lists: &[OwnedList]) -> IdeaProduct {
    let Product { id, details, .. } = product;
    IdeaProduct {
        id: *id,
        name: details.name.to_string(),
        brand: details.brand.to_string(),
        shop: details.shop.to_string(),
        sold: details.link.is_some(),
        price: details.price,
        picture: details.picture.clone(),
        wished: lists.iter().any(|owned| has(owned, product)),
    }
}

/// Every product that a text names.
fn named(blocks: &[Block], into: &mut Vec<ProductId>) {
    for block in blocks {
        match block {
            Block::Products(ids) => into.extend(ids),
            Block::Points(items) | Block::Steps(items) => {
                items.iter().for_each(|item| named(item, into));
            }
            Block::Quote(parts) => named(parts, into),
            Block::Heading { .. } | Block::Paragraph(_) | Block::Pause => {}
        }
    }
}

#[async_trait]
impl IdeaShelf for Service {
    async fn ideas(&self, visit: &Visit, category: Option<Category>) -> Result<Ideas, AppError> {
        let content = self.0.ideas.content().await;
        let language = visit.language.to_string();
        let asked = |of: Category| category.is_none_or(|category| category == of);
        let cards = content.articles(&language).into_iter().map(|article| &article.card);
        let cards: Vec<IdeaCard> = cards.filter(|card| asked(card.category)).cloned().collect();
        let things = content.products.iter().filter(|product| Some(product.category) == category);
        let things: Vec<_> = things.map(|product| product.id).take(THINGS).collect();
        Ok(Ideas { cards, products: self.products(visit, &things).await? })
    }

    async fn idea(&self, visit: &Visit, slug: &str) -> Result<Idea, AppError> {
        let content = self.0.ideas.content().await;
        let language = visit.language.to_string();
        let article = content.find_article(slug, &language).ok_or_else(AppError::not_found)?;
        let Article { card, occasion, body, below, related, .. } = article.clone();
        let mut ids = below.clone();
        named(&body, &mut ids);
        let related = related.iter().filter_map(|slug| content.find_article(slug, &language));
        let related = related.map(|article| article.card.clone()).collect();
        let products = self.products(visit, &ids).await?;
        Ok(Idea { card, occasion, body, below, products, related })
    }

    async fn adding(&self, visit: &Visit, product: ProductId) -> Result<AddingIdea, AppError> {
        person(visit)?;
        let found = self.0.answer(self.0.store.shown_products(&[product]).await)?;
        let product = found.into_iter().next().ok_or_else(AppError::not_found)?;
        let product = self.0.ideas.names(visit.language).await.product(product);
        let lists = self.open_lists(visit).await?;
        let choices = lists.iter().map(|owned| ListToAddTo {
            id: owned.list.id,
            title: owned.list.details.title.to_string(),
            has: has(owned, &product),
        });
        Ok(AddingIdea { product: shown(&product, &lists), lists: choices.collect() })
    }

    async fn add(&self, visit: &Visit, list: ListId, product: ProductId) -> Result<(), AppError> {
        let one = GiftForm::default();
        let gifts = gifts::Service(self.0.clone());
        match gifts.add(visit, list, Some(product), false, one).await {
            // It is where it was wanted.
            Err(AppError::Refused { rule: DomainError::OnListAlready { .. } }) => Ok(()),
            added => added.map(|_| ()),
        }
    }
}
