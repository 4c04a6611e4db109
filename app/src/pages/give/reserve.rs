//! Reserving a gift (R5.2).

use domain::{
    CONFIRM_HOURS, GiftCard, GiftId, GivingRules, ListId, SeenBy, SharedGift, SharedList,
};
use leptos::prelude::*;

use super::{
    DeadEnd, Disclosure, NoIndex,
    brief::Brief,
    by_mail::LinksButton,
    chosen::query,
    shared::{NoList, load},
};
use crate::{
    components::{
        Field, FormKey, FormNotice, FormState, FurtherShops, Icon, IconName, Live, Page, answer,
        language, words,
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

/// Why a gift can not be reserved by the one who asks.
enum Obstacle {
    /// It is their own list.
    Own(ListId),
    /// It is not on the list, or not any more.
    Gone,
    /// They have reserved it already, and this is where it is changed.
    Mine(String),
    /// The list takes nothing any more.
    Closed,
    /// Others were quicker.
    Taken,
}

fn wanted(list: &SharedList, gift: Option<SharedGift>) -> Result<SharedGift, Obstacle> {
    if let Some(id) = list.owner_looks {
        return Err(Obstacle::Own(id));
    }
    let gift = gift.ok_or(Obstacle::Gone)?;
    if let Some(own) = gift.mine.iter().find(|own| !own.purchased) {
        return Err(Obstacle::Mine(own.manage.clone()));
    }
    match gift {
        _ if list.closed => Err(Obstacle::Closed),
        gift if gift.left.is_taken() => Err(Obstacle::Taken),
        gift => Ok(gift),
    }
}

/// Says why, and shows the way on.
#[component]
fn CannotReserve(share: String, obstacle: Obstacle, list: SharedList) -> impl IntoView {
    let locale = language();
    let live = Some(Live::of_share(&share, &list));
    let banner = list.banner;
    let list = format!("/l/{share}{}", query());
    let see_list = td_string!(locale, giving.reserve.see_list);
    let see_others = td_string!(locale, giving.reserve.see_others);
    let (heading, words, ways) = match obstacle {
        Obstacle::Own(id) => (
            td_string!(locale, giving.reserve.own.heading),
            td_string!(locale, giving.reserve.own.words),
            vec![(format!("/lists/{id}"), td_string!(locale, giving.reserve.own.back))],
        ),
        Obstacle::Gone => {
            answer::status(404);
            (
                td_string!(locale, giving.reserve.gone.heading),
                td_string!(locale, giving.reserve.gone.words),
                vec![(list, see_others)],
            )
        }
        Obstacle::Mine(manage) => (
            td_string!(locale, giving.reserve.mine.heading),
            td_string!(locale, giving.reserve.mine.words),
            vec![(manage, td_string!(locale, giving.gift.change)), (list, see_list)],
        ),
        Obstacle::Closed => (
            td_string!(locale, giving.reserve.closed.heading),
            td_string!(locale, giving.reserve.closed.words),
            vec![(list, see_list)],
        ),
        Obstacle::Taken => (
            td_string!(locale, giving.reserve.taken.heading),
            td_string!(locale, giving.reserve.taken.words),
            vec![(list, see_others)],
        ),
    };
    let ways = ways.into_iter().enumerate().map(|(index, (path, words))| {
        let class = if index == 0 { "button primary" } else { "button" };
        view! { <a class=class href=path>{words}</a> }
    });
    view! {
        <DeadEnd
            title=td_string!(locale, giving.reserve.title)
            heading
            words=move || words
            cover=banner.cover.code()
            picture=banner.picture
            live
        >
            {ways.collect_view()}
        </DeadEnd>
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
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let (name, email) =
        account.map_or_else(Default::default, |account| (account.name, account.email));
    let back = query();
    let shop = format!("/l/{share}/{}/shop", gift.card.id);
    let further = shop.clone();
    let path = format!("/l/{share}{back}");
    let confirm = rules.confirm_first.then(|| view! { <ConfirmFirst/> });
    let most = gift.left.most();
    let quantity = if most == 1 {
        view! { <input type="hidden" name="quantity" value="1"/> }.into_any()
    } else {
        view! {
            <Field
                state=&form
                label=td_string!(locale, giving.reserve.quantity)
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
    };
    view! {
        <NoIndex/>
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
                <Field
                    state=&form
                    label=td_string!(locale, giving.reserve.name)
                    name="name"
                    value=name
                    hint=who_sees(list.seen_by, locale)
                    autocomplete="name"
                    required=true
                />
                <Field
                    state=&form
                    label=td_string!(locale, giving.reserve.email)
                    name="email"
                    value=email
                    kind="email"
                    hint=td_string!(locale, giving.reserve.email_hint).to_owned()
                    inputmode="email"
                    autocomplete="email"
                    required=true
                />
                {quantity}
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
