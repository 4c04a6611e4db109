//! Giving: shared lists, reserving, and the giver's own page for a reservation (R5).

mod brief;
mod filter;
mod invitation;
mod manage;
mod reserve;
mod shared;

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::components::Page;

pub use self::{manage::Manage, reserve::ReserveGift, shared::Shared};

/// Keeps a page that is behind a private link out of search engines (R3.7).
#[component]
fn NoIndex() -> impl IntoView {
    view! { <Meta name="robots" content="noindex"/> }
}

/// A name that people chose, to be put into a sentence of ours (R9.7).
fn isolated(name: &str) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let name = name.to_owned();
    move || view! { <bdi>{name.clone()}</bdi> }.into_any()
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
    /// The ways on.
    children: Children,
) -> impl IntoView {
    view! {
        <NoIndex/>
        <Page title class="middle">
            <section class="empty">
                <img src=format!("/covers/{cover}.svg") alt="" width="640" height="360"/>
                <h1>{heading}</h1>
                <p>{words.run()}</p>
                <div class="row">{children()}</div>
            </section>
        </Page>
    }
}
