//! The catalogue, and the products that wait for an admin (R6.1, R6.2).

use app::{
    backend::{Catalogue, Pasted, ProductCard, ProductView, QueuePage, WaitingView},
    error::AppError,
    session::Visit,
    shown::is_still,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{
    DomainError, FieldErrors, Link, ListId, Product, ProductForm, ProductId, ProductWish,
    ReviewNote, Standing,
};

use super::{admin::admin, finding::Found, gifts::pause, person};
use crate::site::Site;

/// How many products that wait are on a page.
const MOST_QUEUED: usize = 100;

/// Fulfils [`Catalogue`].
pub(super) struct Service(pub(super) Site);

impl Service {
    fn card(&self, product: Product) -> ProductCard {
        card(&self.0, product)
    }

    fn cards(&self, products: Vec<Product>) -> Vec<ProductCard> {
        products.into_iter().map(|product| self.card(product)).collect()
    }

    /// A form whose picture is one that we keep, if it is not the product's already.
    async fn with_picture(&self, form: ProductForm, product: Option<&Product>) -> ProductForm {
        let own = product.and_then(|product| product.details.picture.as_ref());
        if own.is_some_and(|own| own.as_str() == form.picture) {
            return form;
        }
        let picture = self.0.picture_still_kept(form.picture).await;
        ProductForm { picture, ..form }
    }

    /// Open pages of these lists fetch themselves anew, and mails that were written leave.
    async fn shown_anew(&self, lists: &[ListId]) {
        self.0.mail.notify_one();
        for list in lists {
            self.0.announce(*list).await;
        }
    }
}

/// A product in a row.
pub(super) fn card(site: &Site, product: Product) -> ProductCard {
    let (now, made_at) = (site.clock.now(), made_at(product.id));
    let Product { id, details, standing } = product;
    ProductCard {
        id,
        name: details.name.to_string(),
        brand: details.brand.to_string(),
        shop: details.shop.to_string(),
        link: details.link.map(String::from),
        price: details.price,
        picture: details.picture,
        hidden: standing == Standing::Catalogue { hidden: true },
        made_at,
        days: u32::try_from((now - made_at).num_days()).unwrap_or(0),
    }
}

/// Ids are time-ordered (UUID version 7), so that they tell since when there is a product.
fn made_at(id: ProductId) -> DateTime<Utc> {
    let stamp = id.uuid().get_timestamp().map(|stamp| stamp.to_unix());
    let at = stamp
        .and_then(|(seconds, nanos)| DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos));
    at.unwrap_or_default()
}

/// What is said of a product, as its page shows it.
pub(super) fn said(product: &Product) -> ProductForm {
    ProductForm::of(&product.details, product.standing == Standing::Catalogue { hidden: true })
}

/// Refuses where something else is said of a product than its page showed.
pub(super) fn require_still(was: &str, product: &Product) -> Result<(), DomainError> {
    if is_still(was, &said(product)) { Ok(()) } else { Err(DomainError::ChangedMeanwhile) }
}

/// What was fetched anew goes before what the owner said; what it does not tell stays.
fn refilled(form: ProductForm, found: Found) -> ProductForm {
    let or = |new: String, old: String| if new.is_empty() { old } else { new };
    let new = found.form;
    let priced = !new.price.is_empty();
    ProductForm {
        link: or(new.link, form.link),
        name: or(new.name, form.name),
        brand: or(new.brand, form.brand),
        shop: or(new.shop, form.shop),
        price_on: if priced { String::new() } else { form.price_on },
        price: or(new.price, form.price),
        currency: or(new.currency, form.currency),
        picture: or(new.picture, form.picture),
        hidden: form.hidden,
    }
}

#[async_trait]
impl Catalogue for Service {
    async fn waiting_count(&self, visit: &Visit) -> Result<u32, AppError> {
        admin(visit)?;
        self.0.answer(self.0.store.waiting_count().await)
    }

    async fn queue(&self, visit: &Visit, after: Option<ProductId>) -> Result<QueuePage, AppError> {
        admin(visit)?;
        // One more than is shown says whether there are more.
        let most = u32::try_from(MOST_QUEUED).unwrap_or(u32::MAX).saturating_add(1);
        let queued = self.0.answer(self.0.store.queue_after(after, most).await)?;
        let more = queued.len() > MOST_QUEUED;
        let shown = queued.into_iter().take(MOST_QUEUED).map(|queued| self.card(queued.product));
        let cards: Vec<_> = shown.collect();
        let next = cards.last().map(|last| last.id).filter(|_| more);
        Ok(QueuePage { cards, later: after.is_some(), next })
    }

    async fn waiting(
        &self,
        visit: &Visit,
        id: ProductId,
        ticket: &str,
    ) -> Result<WaitingView, AppError> {
        admin(visit)?;
        let waiting = self.0.answer(self.0.store.waiting(id).await)?;
        let made = said(&waiting.product);
        let found = self.0.kept_found(person(visit)?, None, ticket);
        let form = match found {
            Some(found) => refilled(made.clone(), found),
            None => made.clone(),
        };
        let declined = match &waiting.product.standing {
            Standing::Declined(note) => Some(note.to_string()),
            _ => None,
        };
        Ok(WaitingView {
            card: self.card(waiting.product),
            made,
            form,
            list_title: waiting.list.map(|(_, title)| title),
            same_link: waiting.same_link,
            alike: self.cards(waiting.alike),
            declined,
        })
    }

    async fn fetch_again(&self, visit: &Visit, id: ProductId) -> Result<Option<String>, AppError> {
        admin(visit)?;
        let who = person(visit)?;
        let waiting = self.0.answer(self.0.store.waiting(id).await)?;
        let Some(link) = waiting.product.details.link else { return Ok(None) };
        let language = visit.language.as_ref();
        self.0.fetching.forget(&link, language);
        let found = self.0.find(who, &link, &Pasted::default(), language).await?;
        let anything = !found.form.name.is_empty() || !found.form.price.is_empty();
        Ok(anything.then(|| self.0.keep_found(who, None, found)))
    }

    async fn promote(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<Vec<ListId>, AppError> {
        admin(visit)?;
        // What waits no longer is not there, whatever was typed.
        let waiting = self.0.answer(self.0.store.waiting(id).await)?;
        let form = self.with_picture(form, Some(&waiting.product)).await;
        let today = self.0.clock.now().date_naive();
        let rule = |product: &Product| -> Result<ProductWish, DomainError> {
            require_still(was, product)?;
            Ok(form.parse(today, product.details.price)?)
        };
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        let promoted = store.promote(errand, id, pause(&self.0), &rule).await;
        let lists = self.0.answer(promoted)?;
        self.shown_anew(&lists).await;
        Ok(lists)
    }

    async fn merge(
        &self,
        visit: &Visit,
        id: ProductId,
        into: ProductId,
        was: &str,
    ) -> Result<(), AppError> {
        admin(visit)?;
        let rule = |product: &Product| require_still(was, product);
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        let merged = store.merge(errand, id, into, pause(&self.0), &rule).await;
        self.shown_anew(&self.0.answer(merged)?).await;
        Ok(())
    }

    async fn decline(
        &self,
        visit: &Visit,
        id: ProductId,
        note: &str,
        was: &str,
    ) -> Result<(), AppError> {
        admin(visit)?;
        let note = ReviewNote::parse(note).map_err(|problem| FieldErrors::one("note", problem))?;
        let rule = |product: &Product| require_still(was, product);
        let declined = self.0.store.decline(self.0.errand(visit), id, note, &rule).await;
        self.shown_anew(&self.0.answer(declined)?).await;
        Ok(())
    }

    async fn products(&self, visit: &Visit, search: &str) -> Result<Vec<ProductCard>, AppError> {
        admin(visit)?;
        let key = Link::parse(search).ok().map(|link| link.cleaned().key());
        let named = self.0.ideas.content().await.called_like(search);
        let found = self.0.store.catalogue(search, key.as_ref(), &named).await;
        Ok(self.cards(self.0.answer(found)?))
    }

    async fn product(&self, visit: &Visit, id: ProductId) -> Result<ProductView, AppError> {
        admin(visit)?;
        let (product, lists) = self.0.answer(self.0.store.product_on_lists(id).await)?;
        let form = said(&product);
        Ok(ProductView { card: self.card(product), form, lists })
    }

    async fn create(&self, visit: &Visit, form: ProductForm) -> Result<ProductId, AppError> {
        admin(visit)?;
        let form = self.with_picture(form, None).await;
        let ProductWish { details, hidden } = form.parse(self.0.clock.now().date_naive(), None)?;
        self.0.answer(self.0.store.create_product(self.0.errand(visit), details, hidden).await)
    }

    async fn edit(
        &self,
        visit: &Visit,
        id: ProductId,
        form: ProductForm,
        was: &str,
    ) -> Result<(), AppError> {
        admin(visit)?;
        // What is not in the catalogue is not there, whatever was typed.
        let product = self.0.answer(self.0.store.product(id).await)?;
        let form = self.with_picture(form, Some(&product)).await;
        let today = self.0.clock.now().date_naive();
        let rule = |product: &Product| -> Result<ProductWish, DomainError> {
            let wish = form.parse(today, product.details.price)?;
            // Whoever sends a form twice is not told of what they did themselves.
            if ProductForm::of(&wish.details, wish.hidden) != said(product) {
                require_still(was, product)?;
            }
            Ok(wish)
        };
        let edited = self.0.store.edit_product(self.0.errand(visit), id, &rule).await;
        self.shown_anew(&self.0.answer(edited)?).await;
        Ok(())
    }
}
