//! What every page is wrapped in.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::language;
use crate::{i18n::td_string, session::TitleMark};

/// A page's title and its `<main>`. Its one `<h1>` is the page's own.
#[component]
pub fn Page(
    /// What the page is called; the name of the site is put behind it.
    #[prop(into)]
    title: String,
    /// What search engines and link previews say of it.
    #[prop(optional, into)]
    description: Option<String>,
    /// Whether it is as narrow as a short form.
    #[prop(optional)]
    narrow: bool,
    /// Another width or air: `middle`, `airy`.
    #[prop(optional)]
    class: &'static str,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let mark = use_context::<TitleMark>().map(|TitleMark(mark)| mark).unwrap_or_default();
    let title = format!("{title} · {}{mark}", td_string!(locale, common.brand));
    // `leptos_meta` writes it into the head as it is.
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let description =
        description.unwrap_or_else(|| td_string!(locale, common.shell.description).to_owned());
    let narrow = if narrow { "narrow" } else { "" };
    let class = ["page", narrow, class].join(" ");
    view! {
        <Title text=title/>
        <Meta name="description" content=description/>
        <main id="main" class=class.trim().to_owned()>
            {children()}
        </main>
    }
}
