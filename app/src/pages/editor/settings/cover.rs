//! A picture of the owners' own on top of the list (R3.2).

use domain::{Banner, ListId};
use leptos::prelude::*;

use crate::{
    components::{CoverImage, language},
    i18n::td_string,
    pages::editor::{AboutList, picture_form::PictureForm},
};

/// The picture as it is, and the ways to another one. The choice among ours is with the words
/// about the list.
#[component]
pub(super) fn OwnCover(list: ListId, banner: Banner) -> impl IntoView {
    let locale = language();
    let words = match banner.picture {
        Some(_) => td_string!(locale, settings.own_cover.words_now),
        None => td_string!(locale, settings.own_cover.words),
    };
    let shown = banner.picture.map(|picture| {
        view! {
            <div class="cover">
                <CoverImage
                    cover=banner.cover.code()
                    picture=Some(picture)
                    sizes="(max-width: 60rem) 100vw, 45rem"
                />
            </div>
            <form method="post" action="/fn/remove_cover">
                <AboutList list/>
                <button class="button">{td_string!(locale, settings.own_cover.remove)}</button>
            </form>
        }
    });
    view! {
        <section class="panel stack own-cover" aria-labelledby="own-cover-heading">
            <h2 id="own-cover-heading">{td_string!(locale, settings.own_cover.heading)}</h2>
            <p class="small soft">{words}</p>
            {shown}
            <PictureForm action=format!("/lists/{list}/cover")/>
        </section>
    }
}
