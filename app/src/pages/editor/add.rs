//! Adding a gift: with what was found behind a link, or by hand (R4.2, R4.3).

mod form;
mod notices;

use domain::{DomainError, GiftForm, GiftId, ListState, OwnerList, Priority};
use leptos::prelude::*;

use self::{
    form::AddForm,
    notices::{AlreadyNotice, FoundNotice, GoneNotice, TakenOutNotice},
};
use super::{NotWhileClosed, find::FindForm, owned, sort_fields::headings};
use crate::{
    backend::{FoundGift, Outcome},
    components::{FormNotice, FormState, Page, answer, language, once_loaded},
    error::AppError,
    i18n::td_string,
    session::refusal,
};

/// What is known before the form is filled in.
enum Looked {
    /// Nothing was looked up.
    Not,
    /// What was found is not kept any more.
    Gone,
    /// This was found.
    Found(Box<FoundGift>),
}

/// The form for a new gift.
#[component]
pub fn AddGift() -> impl IntoView {
    let (list, ticket) = (answer::param("list"), answer::query("found"));
    once_loaded(load(list, ticket), |(list, looked)| view! { <AddPage list looked/> }.into_any())
}

async fn load(list: String, ticket: String) -> Result<(OwnerList, Looked), AppError> {
    let list = owned(&list).await?;
    if ticket.is_empty() || list.state == ListState::Closed {
        return Ok((list, Looked::Not));
    }
    let (backend, visit) = answer::asked()?;
    let found = backend.finding.found(&visit, list.id, &ticket).await?;
    let looked = found.map_or(Looked::Gone, |found| Looked::Found(Box::new(found)));
    Ok((list, looked))
}

#[component]
fn AddPage(list: OwnerList, looked: Looked) -> impl IntoView {
    let locale = language();
    let back = format!("/lists/{}", list.id);
    let title = list.banner.title.clone();
    let body = match list.state {
        ListState::Closed => {
            view! { <NotWhileClosed words=td_string!(locale, editor.add.closed)/> }.into_any()
        }
        ListState::Draft | ListState::Open => view! { <Body list looked/> }.into_any(),
    };
    view! {
        <Page title=td_string!(locale, editor.add.heading) class="middle">
            <p><a href=back><bdi>{title}</bdi></a></p>
            <h1 id="add-heading">{td_string!(locale, editor.add.heading)}</h1>
            {body}
        </Page>
    }
}

#[component]
fn Body(list: OwnerList, looked: Looked) -> impl IntoView {
    let state = FormState::of("/fn/add_gift");
    let (notice, found) = match looked {
        Looked::Not => (None, None),
        Looked::Gone => (Some(view! { <GoneNotice/> <FindForm list=list.id/> }.into_any()), None),
        Looked::Found(found) => {
            let FoundGift { outcome, form, .. } = &*found;
            let (outcome, told) = (*outcome, !form.name.is_empty() || !form.price.is_empty());
            let once_more =
                (outcome == Outcome::NoLink).then(|| view! { <FindForm list=list.id/> });
            (Some(view! { <FoundNotice outcome told/> {once_more} }.into_any()), Some(*found))
        }
    };
    let (form, product, already) = match found {
        Some(found) => {
            let form = alike(found.form, found.already.as_ref(), &list);
            (filled(form, &list), found.product, found.already)
        }
        None => (blank(&list), None, None),
    };
    let refused = refused_for(&list);
    let (just_now, said_otherwise) = (refused.is_some(), state.is_refused() && refused.is_none());
    let already = refused.or(already);
    // Sent as a product of the catalogue, which it is no longer.
    let taken_out = product.is_none() && !state.value("product", "").is_empty();
    let otherwise = said_otherwise.then(|| match taken_out {
        true => view! { <TakenOutNotice/> }.into_any(),
        false => view! { <FormNotice state=&state/> }.into_any(),
    });
    // That it is there already is all there is to say of what was found.
    let notice = notice.filter(|_| already.is_none());
    // Asked for once more, and then refused for something else: it is still asked for.
    let again = already.is_some() || !state.value("again", "").is_empty();
    let id = list.id;
    view! {
        {already.map(|(gift, name)| view! { <AlreadyNotice list=id gift name just_now/> })}
        <FormNotice state=FormState::of("/fn/want_one_more")/>
        {otherwise}
        {notice}
        <AddForm list=id state=state.clone() form product again headings=headings(&list)/>
    }
}

/// The gift that is on the list already, if the form was refused for that.
fn refused_for(list: &OwnerList) -> Option<(GiftId, String)> {
    let gift = match refusal("/fn/add_gift")?.error {
        AppError::Refused { rule: DomainError::OnListAlready { gift } } => gift,
        _ => return None,
    };
    let gifts = list.gifts.gifts();
    gifts.iter().find(|it| it.card.id == gift).map(|it| (gift, it.card.name.clone()))
}

/// What was found behind the link of a gift that is there already: what the page did not tell is as
/// it is of that one.
fn alike(found: GiftForm, already: Option<&(GiftId, String)>, list: &OwnerList) -> GiftForm {
    let gifts = list.gifts.gifts();
    let first = already.and_then(|(id, _)| gifts.into_iter().find(|gift| gift.card.id == *id));
    let Some(first) = first.map(|gift| gift.form.clone()) else { return found };
    let or = |said: String, first: String| if said.is_empty() { first } else { said };
    let (price, currency) = match found.price.is_empty() {
        true => (first.price, first.currency),
        false => (found.price, found.currency),
    };
    GiftForm {
        name: or(found.name, first.name),
        brand: or(found.brand, first.brand),
        shop: or(found.shop, first.shop),
        picture: or(found.picture, first.picture),
        price,
        currency,
        ..found
    }
}

/// A new gift: one is wanted, and its price is in the currency of the one before.
fn blank(list: &OwnerList) -> GiftForm {
    let gifts = list.gifts.gifts();
    let mut currencies = gifts.iter().rev().map(|gift| &gift.form.currency);
    GiftForm {
        wanted: "1".to_owned(),
        priority: Priority::default().code().to_owned(),
        currency: currencies.find(|code| !code.is_empty()).cloned().unwrap_or_default(),
        ..GiftForm::default()
    }
}

/// What was found, and what is usual where that says nothing.
fn filled(found: GiftForm, list: &OwnerList) -> GiftForm {
    let usual = blank(list);
    let or = |said: String, usual: String| if said.is_empty() { usual } else { said };
    GiftForm {
        wanted: or(found.wanted, usual.wanted),
        priority: or(found.priority, usual.priority),
        currency: or(found.currency, usual.currency),
        ..found
    }
}
