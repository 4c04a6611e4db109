//! Reserving a gift (R5.2).

use domain::{CONFIRM_HOURS, GiftCard, GiftId, GivingRules, SeenBy, SharedGift, SharedList};
use leptos::prelude::*;

mod obstacle;

use self::obstacle::{CannotReserve, wanted};
use super::{
    Disclosure,
    brief::Brief,
    by_mail::LinksButton,
    chosen::query,
    shared::{NoList, load},
};
use crate::{
    components::{
        Field, FormKey, FormNotice, FormState, FurtherShops, Icon, IconName, Live, Page, Unlisted,
        answer, language, words,
    },
    i18n::{Locale, td_string},
    islands::{
        shared_gifts::{Chips, GiftWords},
        words::ShopWords,
    },
    session::Visit,
};

/// The form by which a gift is reserved, or the reason why it can not be.
#[component]
pub fn ReserveGift() -> impl IntoView {
    let share = answer::param("share");
    let gift = answer::param("gift");
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&share).await {
                    Ok(list) => {
                        let gift = gift.parse().ok();
                        let rules = rules(&share).await;
                        view! { <ReservePage share list gift rules/> }.into_any()
                    }
                    Err(error) => view! { <NoList error share gift/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What the list asks of its givers; as usual, where that can not be read.
async fn rules(share: &str) -> GivingRules {
    let Ok((backend, visit)) = answer::asked() else { return GivingRules::default() };
    backend.givers.asked(&visit, share).await.unwrap_or_default()
}

#[component]
fn ReservePage(
    share: String,
    list: SharedList,
    gift: Option<GiftId>,
    rules: GivingRules,
) -> impl IntoView {
    let gift = gift.and_then(|id| list.gifts.iter().find(|gift| gift.card.id == id).cloned());
    match wanted(&list, gift) {
        Ok(gift) => view! { <ReserveForm share list gift rules/> }.into_any(),
        Err(obstacle) => view! { <CannotReserve share obstacle list/> }.into_any(),
    }
}

#[component]
fn ReserveForm(
    share: String,
    list: SharedList,
    gift: SharedGift,
    rules: GivingRules,
) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_share(&share, &list));
    let form = FormState::of("/fn/reserve");
    let back = query();
    let shop = format!("/l/{share}/{}/shop", gift.card.id);
    let further = shop.clone();
    let path = format!("/l/{share}{back}");
    let confirm = rules.confirm_first.then(|| view! { <ConfirmFirst/> });
    view! {
        <Unlisted/>
        <Page title=td_string!(locale, giving.reserve.title) narrow=true live>
            <p>
                <a href=path>
                    {td_string!(locale, giving.reserve.back)} " " <bdi>{list.banner.title}</bdi>
                </a>
            </p>
            <h1>{td_string!(locale, giving.reserve.heading)}</h1>
            <form class="stack" method="post" action="/fn/reserve" novalidate>
                <input type="hidden" name="share" value=share/>
                <input type="hidden" name="gift" value=gift.card.id.to_string()/>
                <FormKey/>
                <input type="hidden" name="back" value=back.trim_start_matches('?').to_owned()/>
                <Brief card=gift.card.clone() shop>
                    <p class="left">{GiftWords::of(locale).how_many_left(gift.left)}</p>
                </Brief>
                <Which card=gift.card href=further/>
                <WhyRefused state=form.clone()/>
                <Giver state=form.clone() seen_by=list.seen_by/>
                <HowMany state=form most=gift.left.most()/>
                {confirm}
                <button class="button primary large wide">
                    {td_string!(locale, giving.reserve.submit)}
                </button>
                <p class="small soft">{td_string!(locale, giving.reserve.promise)}</p>
            </form>
            <Disclosure/>
        </Page>
    }
}

/// The giver's name and address, which are there already where an account is signed in.
#[component]
fn Giver(
    /// The form's state.
    state: FormState,
    /// Who will see the name.
    seen_by: SeenBy,
) -> impl IntoView {
    let locale = language();
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let (name, email) =
        account.map_or_else(Default::default, |account| (account.name, account.email));
    view! {
        <Field
            state=&state
            label=td_string!(locale, giving.reserve.name)
            name="name"
            value=name
            hint=who_sees(seen_by, locale)
            autocomplete="name"
            required=true
        />
        <Field
            state=&state
            label=td_string!(locale, giving.reserve.email)
            name="email"
            value=email
            kind="email"
            hint=td_string!(locale, giving.reserve.email_hint).to_owned()
            inputmode="email"
            autocomplete="email"
            required=true
        />
    }
}

/// How many are promised, where it can be more than one.
#[component]
fn HowMany(
    /// The form's state.
    state: FormState,
    /// How many it can be.
    most: u32,
) -> impl IntoView {
    if most == 1 {
        return view! { <input type="hidden" name="quantity" value="1"/> }.into_any();
    }
    view! {
        <Field
            state
            label=td_string!(language(), giving.reserve.quantity)
            name="quantity"
            value="1"
            kind="number"
            class="count"
            inputmode="numeric"
            min="1"
            max=most.to_string()
            required=true
        />
    }
    .into_any()
}

/// Why the form was refused; and where a confirmed address would help, how it is confirmed (R2.11,
/// R5.3).
#[component]
fn WhyRefused(state: FormState) -> impl IntoView {
    let how = match state.code() {
        Some("too_many") => Some(td_string!(language(), givers.confirm_helps)),
        Some("too_many_unverified") => None,
        _ => return view! { <FormNotice state/> }.into_any(),
    };
    view! {
        <div class="notice error" role="alert">
            <Icon name=IconName::MAIL/>
            <p>{state.notice()} " " {how}</p>
            <LinksButton/>
        </div>
    }
    .into_any()
}

/// Says that the address is to be confirmed, or it was for nothing (R5.4).
#[component]
fn ConfirmFirst() -> impl IntoView {
    let hours = CONFIRM_HOURS;
    view! {
        <div class="notice">
            <Icon name=IconName::MAIL/>
            <p>{td_string!(language(), givers.hold.form, hours = hours)}</p>
        </div>
    }
}

/// Which one exactly, what its owner says about it, and where else it is sold.
#[component]
fn Which(
    card: GiftCard,
    /// The path to its first shop.
    href: String,
) -> impl IntoView {
    let locale = language();
    let (notes, shops) = (card.notes.clone(), card.further.clone());
    let notes = (!notes.is_empty()).then(|| view! { <p class="said" dir="auto">{notes}</p> });
    view! {
        <Chips card words=GiftWords::of(locale)/>
        {notes}
        <FurtherShops href shops words=ShopWords::of(locale)/>
    }
}

/// Who will see the giver's name, now and later (R3.6).
fn who_sees(seen_by: SeenBy, locale: Locale) -> String {
    match seen_by {
        SeenBy::Owners => td_string!(locale, giving.reserve.seen_by.owners).to_owned(),
        SeenBy::OwnersAfter(day) => {
            let day = words::day(locale, day);
            td_string!(locale, giving.reserve.seen_by.owners_after, day = day)
        }
        SeenBy::OwnersLater => td_string!(locale, giving.reserve.seen_by.owners_later).to_owned(),
    }
}
