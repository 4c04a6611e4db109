//! Products of people's own making that programs handle by themselves (R6.2).

use app::{
    backend::{NotFound, ProductCard},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{GiftForm, GiftId, ListId, ProductId, Standing};
use store::OwnProduct;

use super::{admin::admin, catalogue::card, limits::Limited, person};
use crate::site::Site;

/// Fulfils [`NotFound`].
pub(super) struct Service(pub(super) Site);

impl Service {
    async fn own(&self, id: ProductId) -> Result<OwnProduct, AppError> {
        self.0.answer(self.0.store.own_product(id).await)
    }
}

#[async_trait]
impl NotFound for Service {
    async fn make(&self, visit: &Visit, form: GiftForm) -> Result<ProductId, AppError> {
        let maker = person(visit)?;
        let wish = form.parse(self.0.clock.now().date_naive(), None)?;
        self.0.count(Limited::NotFound, &maker).await?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        self.0.answer(store.make_product(errand, maker, wish.details.product()).await)
    }

    async fn product(&self, visit: &Visit, id: ProductId) -> Result<ProductCard, AppError> {
        let who = person(visit)?;
        let own = self.own(id).await?;
        let theirs = own.is_of(who) || admin(visit).is_ok();
        let elsewhere =
            matches!(own.product.standing, Standing::Catalogue { .. } | Standing::Merged { .. });
        if theirs && !elsewhere {
            Ok(card(&self.0, own.product))
        } else {
            Err(AppError::not_found())
        }
    }

    async fn delete(&self, visit: &Visit, id: ProductId) -> Result<(), AppError> {
        let maker = person(visit)?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        self.0.answer(store.delete_own_product(errand, maker, id).await)
    }

    async fn add(
        &self,
        visit: &Visit,
        list: ListId,
        product: ProductId,
        form: GiftForm,
    ) -> Result<(GiftId, ProductId), AppError> {
        let owner = person(visit)?;
        let own = self.own(product).await?;
        // Whose it is comes before what is wrong with the form, as the store has it.
        let elsewhere =
            matches!(own.product.standing, Standing::Catalogue { .. } | Standing::Merged { .. });
        if !elsewhere && !own.is_of(owner) {
            return Err(AppError::not_found());
        }
        let form = form.about(&own.product.details);
        let wish = form.parse(self.0.clock.now().date_naive(), None)?;
        let (store, errand) = (&self.0.store, self.0.errand(visit));
        let added = store.add_own_product(errand, owner, list, product, &wish).await;
        let added = self.0.answer(added)?;
        self.0.announce(list).await;
        Ok(added)
    }
}
