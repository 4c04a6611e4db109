//! From a pasted link to a filled form (R4.2, R4.3): the catalogue first, then the shop's page.

use std::time::Duration;

use app::{
    backend::{Finding, FoundGift, FoundProduct, Outcome, Pasted},
    error::AppError,
    session::Visit,
};
use async_trait::async_trait;
use domain::{
    DomainError, FieldErrors, FieldProblem, GiftForm, GiftName, Link, ListId, ListState, Money,
    PersonId, PictureId, Priority, Product, Quantity, beginning,
};
use tokio::time::timeout;
use url::Url;

use super::{limits::Limited, person};
use crate::{
    fetch::{READING_LASTS, Reading},
    secrets,
    site::Site,
};

/// Fulfils [`Finding`].
pub(super) struct Service(pub(super) Site);

/// How long the pictures of a page are tried, and how many of them.
const PICTURES_WITHIN: Duration = Duration::from_secs(6);
const MOST_PICTURES: usize = 3;

/// How long somebody waits for another page of theirs.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// What was found for somebody, and for which of their lists.
#[derive(Debug, Clone)]
pub struct Ticket {
    person: PersonId,
    list: Option<ListId>,
    found: Found,
}

/// What a link turned out to be.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) outcome: Outcome,
    pub(super) form: GiftForm,
    pub(super) product: Option<Product>,
}

impl Site {
    /// What is behind a link. One errand of a person at a time.
    ///
    /// # Errors
    /// [`AppError::Busy`] while another of theirs is under way, and as the store.
    pub(super) async fn find(
        &self,
        who: PersonId,
        link: &Link,
        pasted: &Pasted,
        language: &str,
    ) -> Result<Found, AppError> {
        let found = self.look_up(who, link, pasted, language).await?;
        self.count_lookup(found.outcome);
        Ok(found)
    }

    async fn look_up(
        &self,
        who: PersonId,
        link: &Link,
        pasted: &Pasted,
        language: &str,
    ) -> Result<Found, AppError> {
        let link = link.cleaned();
        if let Some(found) = self.known(&link).await? {
            return Ok(found);
        }
        let turn = timeout(LONGEST_WAIT, self.fetching.one_each.turn(who)).await;
        let _permit = turn.map_err(|_| AppError::Busy)?;
        let (link, page) = match shop::refuses(&link) {
            Some(_) => (link, None),
            None => {
                let reading = self.fetching.read(&link, language).await;
                let link = led_to(link, &reading);
                if let Some(found) = self.known(&link).await? {
                    return Ok(found);
                }
                (link, reading.page)
            }
        };
        // Asked once more: a short link may have led to such a shop.
        Ok(match (shop::refuses(&link), page) {
            (Some(shop), _) => self.told(&link, Outcome::ShopRefuses(shop), pasted).await,
            (None, None) => self.told(&link, Outcome::Nothing, pasted).await,
            (None, Some(page)) => self.filled(&link, &page, pasted).await,
        })
    }

    async fn known(&self, link: &Link) -> Result<Option<Found>, AppError> {
        let product = self.answer(self.store.in_catalogue(&link.key()).await)?;
        Ok(product.map(|product| Found {
            outcome: Outcome::InCatalogue,
            form: blank().about(&product.details),
            product: Some(product),
        }))
    }

    /// A product that was found, as the catalogue shows it now; nothing once an admin took it out.
    async fn still_known(&self, product: Option<Product>) -> Result<Option<Product>, AppError> {
        let ids: Vec<_> = product.iter().map(|product| product.id).collect();
        let shown = self.answer(self.store.shown_products(&ids).await)?;
        Ok(shown.into_iter().next())
    }

    /// Nothing was read: what the browser or phone told along with the link has to do.
    async fn told(&self, link: &Link, outcome: Outcome, pasted: &Pasted) -> Found {
        let filled = self.filled(link, &shop::Reading::default(), pasted).await;
        Found { outcome, ..filled }
    }

    /// The form with what the page says, and where it says nothing, what the browser told.
    async fn filled(&self, link: &Link, page: &shop::Reading, pasted: &Pasted) -> Found {
        let name = page.name.as_ref().map(|name| name.value.clone());
        let name = name.or_else(|| shop::name_by_title(&pasted.title, link)).unwrap_or_default();
        let host = link.host();
        let told_price = || {
            let currency = Some(pasted.currency.as_str()).filter(|code| !code.is_empty());
            shop::price::parse(&pasted.price, currency, &host)
        };
        let price = page.price.as_ref().map(|price| price.value).or_else(told_price);
        let told_picture = told_picture(&pasted.image, link);
        let pictures = page.pictures.iter().map(|picture| picture.value.clone());
        let picture = self.copy_first(pictures.chain(told_picture)).await;
        let known = [!name.is_empty(), price.is_some(), picture.is_some()];
        let text = |found: &Option<shop::Found<String>>| {
            found.as_ref().map_or_else(String::new, |found| found.value.clone())
        };
        let form = GiftForm {
            link: link.as_str().to_owned(),
            name,
            brand: text(&page.brand),
            shop: text(&page.shop),
            price: price.map_or_else(String::new, Money::plain),
            currency: price.map_or_else(String::new, |money| money.currency().to_owned()),
            picture: picture.map_or_else(String::new, |picture| picture.to_string()),
            ..blank()
        };
        let outcome = match known {
            [true, true, true] => Outcome::Found,
            [false, false, false] => Outcome::Nothing,
            _ => Outcome::Partly,
        };
        Found { outcome, form, product: None }
    }

    /// Our copy of the first of these pictures that is one.
    pub(super) async fn copy_first(
        &self,
        pictures: impl Iterator<Item = Url>,
    ) -> Option<PictureId> {
        let copying = async {
            for url in pictures.take(MOST_PICTURES) {
                let Ok(bytes) = self.fetching.fetcher.picture(&url).await else { continue };
                if let Ok(picture) = self.pictures.add(bytes).await {
                    return Some(picture);
                }
            }
            None
        };
        timeout(PICTURES_WITHIN, copying).await.ok().flatten()
    }

    /// Keeps what was found for an hour, for one person.
    pub(super) fn keep_found(
        &self,
        person: PersonId,
        list: Option<ListId>,
        found: Found,
    ) -> String {
        let ticket = secrets::random_token();
        self.found.keep(ticket.clone(), Ticket { person, list, found }, READING_LASTS);
        ticket
    }

    /// What is kept under a ticket of this person's.
    pub(super) fn kept_found(
        &self,
        person: PersonId,
        list: Option<ListId>,
        ticket: &str,
    ) -> Option<Found> {
        let kept = self.found.find(ticket)?;
        (kept.person == person && kept.list == list).then_some(kept.found)
    }
}

/// Where a link leads, if only asking can tell: through a shortener, from one site to a product on
/// another, or to a shop that refuses.
fn led_to(link: Link, reading: &Reading) -> Link {
    let led = reading.url.as_ref().and_then(|url| Link::parse(url.as_str()).ok());
    let Some(led) = led else { return link };
    let page = reading.page.as_ref();
    let is_product = page.is_some_and(|page| page.name.is_some() && page.price.is_some());
    let elsewhere = led.host() != link.host() && (is_product || shop::refuses(&led).is_some());
    if link.is_short() || elsewhere { led.cleaned() } else { link }
}

/// The address of a picture on a link's page, as the page may have it. Where its shop refuses, that
/// is not asked for it (R6.5), but whoever keeps its pictures is.
fn told_picture(image: &str, link: &Link) -> Option<Url> {
    let image = Some(image.trim()).filter(|image| !image.is_empty())?;
    let picture = Url::parse(link.as_str()).ok()?.join(image).ok()?;
    let in_shop = Link::parse(picture.as_str()).is_ok_and(|it| it.host() == link.host());
    (!in_shop || shop::refuses(link).is_none()).then_some(picture)
}

/// A new gift: one is wanted.
fn blank() -> GiftForm {
    GiftForm {
        wanted: Quantity::ONE.get().to_string(),
        priority: Priority::default().code().to_owned(),
        ..GiftForm::default()
    }
}

/// A title, cut where it is too long for a name.
fn short_name(title: &str) -> Option<String> {
    let title = beginning(title.trim(), GiftName::MAX as usize);
    GiftName::parse(title).ok().map(|name| name.to_string())
}

/// What was typed without a link in it may be what the gift is called. An address that is none of
/// the web's stays where addresses stand.
fn without_link(pasted: &Pasted) -> Found {
    let text = pasted.text.trim();
    let form = if text.contains("://") {
        let name = short_name(&pasted.title).unwrap_or_default();
        GiftForm { name, link: text.to_owned(), ..blank() }
    } else {
        let typed = [pasted.title.as_str(), text].into_iter().find_map(short_name);
        let name = typed.unwrap_or_default();
        // What a name has no room for is lost nowhere: its owner sees it, and shortens it.
        let titled = short_name(&pasted.title).is_some();
        let whole = GiftName::parse(text).is_ok_and(|whole| whole.as_str() == name);
        let notes = if titled || whole || name.is_empty() { "" } else { text };
        GiftForm { name, notes: notes.to_owned(), ..blank() }
    };
    Found { outcome: Outcome::NoLink, form, product: None }
}

#[async_trait]
impl Finding for Service {
    async fn find(&self, visit: &Visit, list: ListId, pasted: Pasted) -> Result<String, AppError> {
        let owner = person(visit)?;
        let owned = self.0.answer(self.0.store.owned_list(owner, list).await)?;
        if owned.list.state == ListState::Closed {
            return Err(DomainError::ListClosed.into());
        }
        let found = match Link::parse(&pasted.text) {
            Ok(link) => {
                self.0.count(Limited::Find, &owner).await?;
                self.0.find(owner, &link, &pasted, visit.language.as_ref()).await?
            }
            Err(FieldProblem::Required) if pasted.title.trim().is_empty() => {
                return Err(FieldErrors::one("text", FieldProblem::Required).into());
            }
            Err(FieldProblem::TooLong { max }) => {
                return Err(FieldErrors::one("text", FieldProblem::TooLong { max }).into());
            }
            Err(_) => without_link(&pasted),
        };
        Ok(self.0.keep_found(owner, Some(list), found))
    }

    async fn found(
        &self,
        visit: &Visit,
        list: ListId,
        ticket: &str,
    ) -> Result<Option<FoundGift>, AppError> {
        let owner = person(visit)?;
        let Some(found) = self.0.kept_found(owner, Some(list), ticket) else { return Ok(None) };
        let Found { outcome, form, product } = found;
        let product = self.0.still_known(product).await?;
        // What it said there stands in the form, which is its owner's then.
        let outcome = match (outcome, &product) {
            (Outcome::InCatalogue, None) => Outcome::Partly,
            (outcome, _) => outcome,
        };
        let link = Link::parse(&form.link).ok();
        let id = product.as_ref().map(|product| product.id);
        let already = self.0.store.on_list_already(owner, list, id, link.as_ref()).await;
        let already = self.0.answer(already)?;
        let names = self.0.ideas.names(visit.language).await;
        let product = product.map(|product| names.product(product));
        let already = already.map(|gift| names.gift(gift));
        Ok(Some(FoundGift {
            outcome,
            form,
            product: product.map(|product| FoundProduct {
                id: product.id,
                name: product.details.name.to_string(),
                brand: product.details.brand.to_string(),
                shop: product.details.shop.to_string(),
                price: product.details.price,
                picture: product.details.picture,
            }),
            already: already.map(|gift| (gift.id, gift.details.name.to_string())),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R9.7
    #[test]
    fn what_was_typed_without_a_link_is_a_name_of_whole_characters() {
        let named = |text: &str| {
            let pasted = Pasted { text: text.to_owned(), ..Pasted::default() };
            without_link(&pasted).form.name
        };
        let families = |number: usize| "👨‍👩‍👧‍👦".repeat(number);
        assert_eq!(named(&families(60)), families(60));
        assert_eq!(named(&families(300)), families(200));
    }

    // R4.2
    #[test]
    fn what_was_typed_without_a_link_and_is_too_long_for_a_name_is_in_the_notes() {
        let noted = |title: &str, text: &str| {
            let pasted =
                Pasted { title: title.to_owned(), text: text.to_owned(), ..Pasted::default() };
            let form = without_link(&pasted).form;
            (form.name, form.notes)
        };
        let long = "red wooden train ".repeat(20);
        let (name, notes) = noted("", &long);
        assert!(long.starts_with(&name) && name.len() < long.len(), "{name}");
        assert_eq!(notes, long.trim());
        assert_eq!(noted("", " Train "), ("Train".to_owned(), String::new()));
        assert_eq!(noted("Train", &long), ("Train".to_owned(), String::new()));
        let padded = format!("Train{}red", " ".repeat(300));
        assert_eq!(noted("", &padded), ("Train".to_owned(), padded));
        assert_eq!(noted("", "\u{200B}").1, "");
    }
}
