//! Giving: shared lists, reserving, and the giver's own page for a reservation (R5).

mod brief;
mod by_mail;
mod chosen;
mod filter;
mod invitation;
mod manage;
mod mine;
mod moment;
mod passcode;
mod preview;
mod reserve;
mod shared;
mod sheet;

use domain::PictureId;
use leptos::prelude::*;

use crate::{
    components::{CoverImage, Live, Page, Unlisted, language},
    i18n::td_string,
};

pub(super) use self::brief::sold_at;
pub use self::{by_mail::ByMail, manage::Manage, reserve::ReserveGift, shared::Shared};

/// Says that shops may pay for the way to them (R6.5).
#[component]
pub(super) fn Disclosure() -> impl IntoView {
    view! { <p class="small soft disclosure">{td_string!(language(), giving.disclosure)}</p> }
}

/// The end of a road: what is not possible here, and the way on.
#[component]
fn DeadEnd(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// What is so.
    #[prop(into)]
    heading: String,
    /// What to do about it.
    #[prop(into)]
    words: ViewFn,
    /// The picture on top: a cover's word.
    #[prop(default = "other")]
    cover: &'static str,
    /// The owners' own picture, where it is about their list.
    #[prop(optional_no_strip)]
    picture: Option<PictureId>,
    /// Why the form was refused that led here, if one did.
    #[prop(optional)]
    refused: Option<AnyView>,
    /// Where it is told that something changed.
    #[prop(optional_no_strip)]
    live: Option<Live>,
    /// The ways on.
    children: Children,
) -> impl IntoView {
    view! {
        <Unlisted/>
        <Page title class="middle" live>
            {refused}
            <section class="empty">
                <CoverImage cover picture sizes="20rem"/>
                <h1>{heading}</h1>
                <p>{words.run()}</p>
                <div class="row">{children()}</div>
            </section>
        </Page>
    }
}
