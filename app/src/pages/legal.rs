//! Terms, privacy and cookies (R8.1). What they say about stored data follows the program; what they
//! say about who runs the site is a sample.

mod cookies;
mod privacy;
mod terms;

pub use self::{cookies::Cookies, privacy::Privacy, terms::Terms};

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, PublicPage, language},
    i18n::td_string,
};

/// Says that whoever runs this puts their own words here.
#[component]
pub(super) fn SampleText() -> impl IntoView {
    view! {
        <div class="notice">
            <Icon name=IconName::INFO/>
            <p>{td_string!(language(), legal.sample)}</p>
        </div>
    }
}

/// Who runs this, and where they are.
#[component]
pub(super) fn Operator() -> impl IntoView {
    view! { <address>{td_string!(language(), legal.operator)}</address> }
}

/// One of these pages.
#[component]
fn LegalPage(
    title: &'static str,
    description: &'static str,
    path: &'static str,
    lede: &'static str,
    children: Children,
) -> impl IntoView {
    let locale = language();
    view! {
        <PublicPage title description path class="middle prose">
            <h1>{title}</h1>
            <p class="lede">{lede}</p>
            <SampleText/>
            {children()}
            <p class="small soft">
                {td_string!(locale, legal.as_of)} ". "
                <a href="/contact">{td_string!(locale, legal.write)}</a>
            </p>
        </PublicPage>
    }
}

/// One thing that is said on them.
#[component]
fn Clause(
    heading: &'static str,
    words: &'static str,
    /// What else there is to say about it.
    #[prop(optional)]
    more: Option<&'static str>,
    /// How long it is kept.
    #[prop(optional)]
    time: Option<&'static str>,
) -> impl IntoView {
    let time = time.map(|time| {
        view! {
            <p class="how-long small soft">
                <Icon name=IconName::CALENDAR/>
                <span>{time}</span>
            </p>
        }
    });
    view! {
        <section class="stack tight">
            <h2>{heading}</h2>
            <p>{words}</p>
            {more.map(|more| view! { <p>{more}</p> })}
            {time}
        </section>
    }
}
