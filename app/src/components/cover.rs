//! What stands on top of a list.

use domain::{PictureId, PictureWidth};
use leptos::prelude::*;

use super::picture::srcset;

/// A list's cover: its owners' own picture, or one of ours. It stands in a box that says its shape.
#[component]
pub fn CoverImage(
    /// Which of ours, by its word.
    cover: &'static str,
    /// The owners' own, which takes its place.
    #[prop(optional_no_strip)]
    picture: Option<PictureId>,
    /// How wide it is shown, as `sizes` of an `<img>` says it.
    #[prop(default = "(max-width: 40rem) 100vw, 68rem")]
    sizes: &'static str,
    /// Whether it stands on top of a page, so that it is fetched before all other pictures.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let ours = || format!("/covers/{cover}.svg");
    let srcset = picture.as_ref().map(srcset);
    let sizes = srcset.is_some().then_some(sizes);
    let own = srcset.is_some().then_some("own");
    let src = picture.map_or_else(ours, |id| id.path(PictureWidth::Medium));
    view! {
        <img
            class=own
            src=src
            srcset=srcset
            sizes=sizes
            alt=""
            width="640"
            height="360"
            decoding="async"
            fetchpriority=first.then_some("high")
        />
    }
}
