//! Changing one gift (R4.5).

use domain::{GiftId, GiftName, ListId, ListState, OwnerGift, OwnerList};
use leptos::prelude::*;

use super::{AboutGift, gift_fields::GiftFields, owned};
use crate::{
    components::{Field, FormNotice, FormState, Icon, Page, Trouble, answer, language, words},
    error::AppError,
    i18n::td_string,
};

/// Every field of one gift, and the button that takes it off the list.
#[component]
pub fn EditGift() -> impl IntoView {
    let (list, gift) = (answer::param("list"), answer::param("gift"));
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&list, &gift).await {
                    Ok((list, gift)) => view! { <EditGiftPage list gift/> }.into_any(),
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(list: &str, gift: &str) -> Result<(OwnerList, OwnerGift), AppError> {
    let list = owned(list).await?;
    let gift: GiftId = gift.parse()?;
    let found = list.gifts.gifts().into_iter().find(|it| it.card.id == gift).cloned();
    let gift = found.ok_or_else(AppError::not_found)?;
    Ok((list, gift))
}

#[component]
fn EditGiftPage(list: OwnerList, gift: OwnerGift) -> impl IntoView {
    let locale = language();
    let back = format!("/lists/{}", list.id);
    let name = gift.card.name.clone();
    let body = match list.state {
        ListState::Closed => view! { <Closed/> }.into_any(),
        ListState::Draft | ListState::Open => {
            view! { <Form list=list.id gift back=back.clone()/> }.into_any()
        }
    };
    view! {
        <Page title=td_string!(locale, editor.rows.edit, name = name.clone()) class="middle">
            <p><a href=back><bdi>{list.banner.title}</bdi></a></p>
            <h1><bdi>{name}</bdi></h1>
            {body}
        </Page>
    }
}

#[component]
fn Closed() -> impl IntoView {
    view! {
        <div class="notice" role="status">
            <Icon name="lock"/>
            <p>{td_string!(language(), editor.edit.closed)}</p>
        </div>
    }
}

#[component]
fn Form(list: ListId, gift: OwnerGift, back: String) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/edit_gift");
    let removing = FormState::of("/fn/remove_gift");
    let id = gift.card.id;
    let read = gift.card.price.map(|price| {
        td_string!(locale, editor.gift.price_read, day = words::day(locale, price.read_on))
    });
    view! {
        <FormNotice state=&state/>
        <FormNotice state=removing/>
        <div class="panel stack">
            <form id="gift" class="stack" method="post" action="/fn/edit_gift" novalidate>
                <AboutGift list gift=id/>
                <div class="gift-brief">
                    <img class="picture" src="/gift.svg" alt="" width="320" height="320"/>
                    <Field
                        state=&state
                        label=td_string!(locale, editor.gift.link)
                        name="link"
                        kind="url"
                        inputmode="url"
                        placeholder="https://"
                        value=gift.form.link.clone()
                        autocomplete="off"
                        optional=true
                    />
                </div>
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.name)
                    name="name"
                    value=gift.form.name.clone()
                    maxlength=GiftName::MAX
                    autocomplete="off"
                    required=true
                />
                <GiftFields state form=gift.form price_hint=read/>
            </form>
            <div class="row apart">
                <div class="row">
                    <button class="button primary" form="gift">
                        {td_string!(locale, editor.edit.save)}
                    </button>
                    <a class="button quiet" href=back>{td_string!(locale, editor.edit.back)}</a>
                </div>
                <form method="post" action="/fn/remove_gift">
                    <AboutGift list gift=id/>
                    <button class="button danger">
                        <Icon name="trash"/>
                        {td_string!(locale, editor.edit.remove)}
                    </button>
                </form>
            </div>
        </div>
    }
}
