//! The moment at which a surprise has just ended: what is taken, and by whom (R3.6).

use domain::{ListId, ShownGift};
use leptos::prelude::*;

use crate::{components::language, i18n::td_string};

/// So many are called by their names here; all of them stand below.
const MOST_NAMED: usize = 8;

/// Celebrates it. The paper that falls is drawn by the style sheet, and lies still where motion is
/// not wanted.
#[component]
pub(super) fn Reveal(list: ListId, gifts: Vec<ShownGift>) -> impl IntoView {
    let locale = language();
    let taken: u32 = gifts.iter().map(|shown| shown.reserved + shown.purchased).sum();
    let body = match taken {
        0 => view! { <p role="status">{td_string!(locale, thanks.reveal.nothing)}</p> }.into_any(),
        count => view! {
            <p role="status">{td_string!(locale, thanks.reveal.taken, count = count)}</p>
            <Givers gifts/>
            <a class="button primary large" href=format!("/lists/{list}/thanks")>
                {td_string!(locale, thanks.reveal.submit)}
            </a>
        }
        .into_any(),
    };
    view! {
        <section class="reveal panel" aria-labelledby="reveal-heading">
            <h2 id="reveal-heading">{td_string!(locale, thanks.reveal.heading)}</h2>
            {body}
        </section>
    }
}

/// Everybody who gives something, once.
#[component]
fn Givers(gifts: Vec<ShownGift>) -> impl IntoView {
    let locale = language();
    let mut names: Vec<String> = Vec::new();
    for taker in gifts.into_iter().flat_map(|shown| shown.takers) {
        names.extend(taker.name.filter(|name| !names.contains(name)));
    }
    if names.is_empty() {
        return ().into_any();
    }
    let more = names.len().saturating_sub(MOST_NAMED);
    let more = (more > 0).then(|| {
        view! { <li class="chip">{td_string!(locale, thanks.reveal.more, count = more)}</li> }
    });
    let named = names.into_iter().take(MOST_NAMED);
    let named = named.map(|name| view! { <li class="chip tint"><bdi>{name}</bdi></li> });
    view! {
        <p>{td_string!(locale, thanks.reveal.by)}</p>
        <ul class="chips" role="list">
            {named.collect_view()} {more}
        </ul>
    }
    .into_any()
}
