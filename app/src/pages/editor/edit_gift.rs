//! Changing one gift (R4.5).

use domain::{EditorList, GiftForm, GiftId, ListId, ListState, OwnerGift, OwnerList};
use leptos::prelude::*;

use super::{
    AboutGift, NotWhileClosed,
    filter::{Filter, FromPart},
    off_list::{OffListNotice, PutBack},
    owned,
    product::ProductFacts,
    product_fields::ProductFields,
    sort_fields::{SortFields, headings},
    wish_fields::WishFields,
};
use crate::{
    components::{
        FormNotice, FormNotices, FormState, Icon, IconName, Page, PictureChoice, ShopLink, answer,
        language, once_loaded, words,
    },
    error::AppError,
    i18n::td_string,
    islands::words::ShopWords,
    shown::pack,
};

/// Every field of one gift that is its owner's to change, and the button that takes it off the
/// list.
#[component]
pub fn EditGift() -> impl IntoView {
    let (list, gift) = (answer::param("list"), answer::param("gift"));
    once_loaded(load(list, gift), |found| view! { <EditGiftPage found/> }.into_any())
}

/// A gift on the way to being changed.
struct Found {
    list: OwnerList,
    gift: OwnerGift,
    /// Whether a shop pays for the way to it (R6.5).
    sponsored: bool,
    /// Whether it was taken off the list, perhaps while it was being changed.
    off_list: bool,
}

async fn load(list: String, gift: String) -> Result<Found, AppError> {
    let (backend, visit) = answer::asked()?;
    let list = owned(&list).await?;
    let id: GiftId = gift.parse()?;
    let found = list.gifts.gifts().into_iter().find(|it| it.card.id == id).cloned();
    let off_list = found.is_none();
    let gift = match found {
        Some(gift) => gift,
        None => backend.gifts.off_list(&visit, list.id, id).await?,
    };
    let GiftForm { further_1, further_2, further_3, .. } = &gift.form;
    let links = gift.card.link.iter().chain([further_1, further_2, further_3]);
    let sponsored = links.into_iter().any(|link| backend.gifts.is_sponsored(link));
    Ok(Found { list, gift, sponsored, off_list })
}

#[component]
fn EditGiftPage(found: Found) -> impl IntoView {
    let locale = language();
    let Found { list, gift, sponsored, off_list } = found;
    // What was looked at before, where the way back leads.
    let filter = Filter::asked(&EditorList::of(&list).gifts);
    let back = filter.back(list.id);
    let name = gift.card.name.clone();
    let arrival = (list.state != ListState::Draft && !off_list)
        .then(|| view! { <Arrival list=list.id gift=gift.card.id received=gift.received/> });
    let body = match list.state {
        ListState::Closed => {
            view! { <NotWhileClosed words=td_string!(locale, editor.edit.closed)/> }.into_any()
        }
        ListState::Draft | ListState::Open => {
            let (id, headings) = (list.id, headings(&list));
            view! { <Open list=id gift filter headings sponsored off_list/> }.into_any()
        }
    };
    view! {
        <Page title=td_string!(locale, editor.rows.edit, name = name.clone()) class="middle">
            <p><a href=back><bdi>{list.banner.title}</bdi></a></p>
            <h1><bdi>{name}</bdi></h1>
            {body}
            {arrival}
        </Page>
    }
}

/// Ticks a gift off as here, on a closed list, too (R3.5).
#[component]
fn Arrival(list: ListId, gift: GiftId, received: bool) -> impl IntoView {
    let locale = language();
    let (value, words, said) = match received {
        true => {
            ("", td_string!(locale, gifts.arrived.no), td_string!(locale, gifts.arrived.is_here))
        }
        false => (
            "on",
            td_string!(locale, gifts.arrived.yes),
            td_string!(locale, gifts.arrived.is_awaited),
        ),
    };
    view! {
        <FormNotice state=FormState::of("/fn/set_arrived")/>
        <form class="panel row apart" method="post" action="/fn/set_arrived">
            <AboutGift list gift/>
            <p>{said}</p>
            <button class="button" name="received" value=value>
                <Icon name=IconName::PARCEL/>
                {words}
            </button>
        </form>
    }
}

#[component]
fn Open(
    list: ListId,
    gift: OwnerGift,
    filter: Filter,
    headings: Vec<String>,
    sponsored: bool,
    off_list: bool,
) -> impl IntoView {
    let refused = match off_list {
        true => view! { <OffListNotice state=FormState::of("/fn/edit_gift")/> }.into_any(),
        false => view! { <FormNotices of=&["/fn/edit_gift", "/fn/remove_gift"]/> }.into_any(),
    };
    view! {
        {refused}
        {gift.declined.clone().map(|note| view! { <Declined note/> })}
        <Form list gift filter headings sponsored off_list/>
    }
}

/// An admin looked at it and left it as it was made (R6.2).
#[component]
fn Declined(note: String) -> impl IntoView {
    view! {
        <div class="notice" role="note">
            <Icon name=IconName::INFO/>
            <p>{td_string!(language(), editor.edit.declined)}</p>
            <p class="said" dir="auto">{note}</p>
        </div>
    }
}

#[component]
fn Form(
    list: ListId,
    gift: OwnerGift,
    filter: Filter,
    headings: Vec<String>,
    sponsored: bool,
    off_list: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/edit_gift");
    let id = gift.card.id;
    let form = gift.form.clone();
    let was = state.value("was", &pack(&form));
    let back = format!("{}#gift-{id}", filter.back(list));
    // Back on the list it is this gift that is looked at: a redirect keeps the fragment.
    let save = format!("/fn/edit_gift#gift-{id}");
    let submit = match off_list {
        true => view! { <PutBack save/> }.into_any(),
        false => view! {
            <button class="button primary" form="gift" formaction=save>
                {td_string!(locale, editor.edit.save)}
            </button>
        }
        .into_any(),
    };
    let remove = (!off_list).then(|| {
        let filter = filter.clone();
        view! {
            <form method="post" action="/fn/remove_gift">
                <AboutGift list gift=id/>
                <FromPart filter/>
                <button class="button danger">
                    <Icon name=IconName::TRASH/>
                    {td_string!(locale, editor.edit.remove)}
                </button>
            </form>
        }
    });
    let what = match gift.catalogue {
        true => view! { <OfCatalogue list gift/> }.into_any(),
        false => view! { <OfOwner list gift state=state.clone()/> }.into_any(),
    };
    view! {
        <div class="panel stack">
            <form
                id="gift"
                class="stack"
                method="post"
                action="/fn/edit_gift"
                enctype="multipart/form-data"
                novalidate
            >
                <AboutGift list gift=id/>
                <FromPart filter/>
                <input type="hidden" name="was" value=was/>
                {what}
                {sponsored.then(|| {
                    let words = td_string!(locale, gifts.sponsored);
                    view! { <p class="small soft disclosure">{words}</p> }
                })}
                <WishFields state=state.clone() form=form.clone()/>
                <SortFields state form headings/>
            </form>
            <div class="row apart">
                <div class="row">
                    {submit}
                    <a class="button quiet" href=back>{td_string!(locale, editor.edit.back)}</a>
                </div>
                {remove}
            </div>
        </div>
    }
}

/// What is the catalogue's, as facts. Nothing of it is sent.
#[component]
fn OfCatalogue(list: ListId, gift: OwnerGift) -> impl IntoView {
    let locale = language();
    let card = gift.card;
    let shop = card.link.is_some().then(|| view! { <p><ToShop list gift=card.id/></p> });
    view! {
        <ProductFacts
            name=card.name
            brand=gift.form.brand
            shop=card.shop
            price=card.price
            picture=card.picture
        >
            {shop}
        </ProductFacts>
        <p class="small soft">{td_string!(locale, editor.edit.catalogue)}</p>
    }
}

/// What is its owner's to say.
#[component]
fn OfOwner(list: ListId, gift: OwnerGift, state: FormState) -> impl IntoView {
    let locale = language();
    let card = gift.card;
    let read = card.price.map(|price| {
        td_string!(locale, editor.gift.price_read, day = words::day(locale, price.read_on))
    });
    let shop = card.link.is_some().then(|| view! { <p><ToShop list gift=card.id/></p> });
    let picture = gift.form.picture.clone();
    view! {
        <ProductFields state=state.clone() form=gift.form price_hint=read/>
        {shop}
        <PictureChoice state picture/>
    }
}

#[component]
fn ToShop(list: ListId, gift: GiftId) -> impl IntoView {
    let locale = language();
    view! {
        <ShopLink href=format!("/lists/{list}/gifts/{gift}/shop") words=ShopWords::of(locale)>
            {td_string!(locale, giving.gift.in_the_shop)}
        </ShopLink>
    }
}
