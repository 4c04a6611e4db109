//! A gift's picture.

use domain::{PictureId, PictureWidth};
use leptos::prelude::*;

/// Stands where there is no picture.
const NONE: &str = "/gift.svg";

/// Our copy of a gift's picture, or a drawing of a gift. It says nothing by itself: the gift's name
/// stands beside it.
#[component]
pub fn Picture(
    /// Our copy; nothing where there is none.
    picture: Option<PictureId>,
    /// How wide it is shown, as `sizes` of an `<img>` says it.
    #[prop(default = "5rem")]
    sizes: &'static str,
) -> impl IntoView {
    let srcset = picture.as_ref().map(srcset);
    let sizes = srcset.is_some().then_some(sizes);
    let src = picture.map_or_else(|| NONE.to_owned(), |id| id.path(PictureWidth::Small));
    view! {
        <img
            class="picture"
            src=src
            srcset=srcset
            sizes=sizes
            alt=""
            width="320"
            height="320"
            loading="lazy"
            decoding="async"
        />
    }
}

/// The paths of a picture in every width.
pub(super) fn srcset(id: &PictureId) -> String {
    PictureWidth::ALL.map(|width| [&id.path(width), " ", width.digits(), "w"].concat()).join(", ")
}
