//! What every page is wrapped in.

use domain::{OwnerList, SharedList};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::language;
use crate::{
    backend::Managed,
    i18n::td_string,
    session::{Refusal, TitleMark},
};

/// Where an open page is told that something changed, and what it shows. `public/navigation.js` fetches
/// it anew when another revision is told (R5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The path of the stream.
    path: String,
    /// The revision that the page shows.
    revision: String,
}

impl Live {
    /// Of a page that shows a list to those who look after it.
    pub fn of_list(list: &OwnerList) -> Self {
        Self { path: format!("/live/list/{}", list.id), revision: list.revision.to_string() }
    }

    /// Of a page behind a share link.
    pub fn of_share(share: &str, list: &SharedList) -> Self {
        Self { path: format!("/live/share/{share}"), revision: list.revision.to_string() }
    }

    /// Of a giver's own page.
    pub fn of_promise(managed: &Managed) -> Self {
        Self { path: format!("/live/r/{}", managed.token), revision: managed.revision() }
    }
}

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
    /// Where it is told that something changed; nothing for a page that stays as it is, and for one
    /// with an island that follows by itself.
    #[prop(optional_no_strip)]
    live: Option<Live>,
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
    let (follow, revision) = live.map(|live| (live.path, live.revision)).unzip();
    // What was typed into a refused form stands in the page, which is not fetched anew meanwhile.
    let refused = use_context::<Refusal>().map(|_| "");
    view! {
        <Title text=title/>
        <Meta name="description" content=description/>
        <main
            id="main"
            class=class.trim().to_owned()
            data-follow=follow
            data-revision=revision
            data-refused=refused
        >
            {children()}
        </main>
    }
}
