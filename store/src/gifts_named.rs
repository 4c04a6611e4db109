//! Gifts as programs name them: by their own id or by that of their product (R10.1).

use domain::{Gift, GiftId, ListId, ProductId};
use uuid::Uuid;

use crate::{Result, Store, lists::gifts, row::record};

const GIFTS_NAMED: &str = include_str!("../query/gifts_named.surql");

impl Store {
    /// The gifts of a list that an id names, in their order, hidden and removed ones too.
    ///
    /// # Errors
    /// [`crate::StoreError::Unavailable`].
    pub async fn gifts_named(&self, list: ListId, id: Uuid) -> Result<Vec<Gift>> {
        let is_named = |gift: &Gift| gift.id.uuid() == id || gift.product.uuid() == id;
        if let Some(whole) = self.memory().lists.find(&list) {
            return Ok(whole.gifts.iter().filter(|gift| is_named(gift)).cloned().collect());
        }
        let ask = self.ask(GIFTS_NAMED).with("list", record("list", list));
        let ask = ask.with("gift", record("wants", GiftId::new(id)));
        let ask = ask.with("product", record("product", ProductId::new(id)));
        // Where there are several, it takes all others of the list to know how they stand.
        let mut gifts = gifts(ask.one().await?)?;
        gifts.retain(is_named);
        Ok(gifts)
    }
}
