//! How to add gifts straight from the page of a shop (R4.2).

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, Page, address, language},
    i18n::td_string,
};

/// What the bookmark does, on whichever page it is pressed: opens our page for what arrives from
/// elsewhere, with the page's address and what little it says about itself. It is a constant of
/// ours: what people type never becomes a script.
const BOOKMARKLET: &str = concat!(
    "javascript:(()=>{",
    "const m=(...names)=>{for(const n of names){",
    "const e=document.querySelector(`meta[property='${n}'],meta[name='${n}']`);",
    "if(e&&e.content)return e.content}return''};",
    "open('ORIGIN/add?'+new URLSearchParams({",
    "url:location.href,",
    "title:m('og:title')||document.title,",
    "image:m('og:image','twitter:image'),",
    "price:m('product:price:amount','og:price:amount'),",
    "currency:m('product:price:currency','og:price:currency')",
    "}),'_blank','noopener')",
    "})()",
);

/// Where the site's origin goes in it.
const ORIGIN: &str = "ORIGIN";

/// Three steps for a computer, and three for a phone.
#[component]
pub fn Bookmarklet() -> impl IntoView {
    let locale = language();
    view! {
        <Page
            title=td_string!(locale, editor.bookmarklet.title)
            description=td_string!(locale, editor.bookmarklet.lede)
            class="middle"
        >
            <h1>{td_string!(locale, editor.bookmarklet.heading)}</h1>
            <p class="lede">{td_string!(locale, editor.bookmarklet.lede)}</p>
            <section class="panel stack" aria-labelledby="computer-heading">
                <h2 id="computer-heading">{td_string!(locale, editor.bookmarklet.computer)}</h2>
                <DragMe/>
                <ol class="numbered" role="list">
                    <li>{td_string!(locale, editor.bookmarklet.bar)}</li>
                    <li>{td_string!(locale, editor.bookmarklet.drag)}</li>
                    <li>{td_string!(locale, editor.bookmarklet.press)}</li>
                </ol>
                <p class="small soft">{td_string!(locale, editor.bookmarklet.reads)}</p>
            </section>
            <section class="panel stack" aria-labelledby="phone-heading">
                <h2 id="phone-heading">{td_string!(locale, editor.bookmarklet.phone)}</h2>
                <ol class="numbered" role="list">
                    <li>{td_string!(locale, editor.bookmarklet.install)}</li>
                    <li>{td_string!(locale, editor.bookmarklet.share)}</li>
                    <li>{td_string!(locale, editor.bookmarklet.choose)}</li>
                </ol>
                <p class="small soft">{td_string!(locale, editor.bookmarklet.iphone)}</p>
            </section>
            <p><a href="/lists">{td_string!(locale, problems.page.my_lists)}</a></p>
        </Page>
    }
}

/// The bookmark itself. Pressed here it does nothing: our pages run no script from a link.
#[component]
fn DragMe() -> impl IntoView {
    let locale = language();
    let script = BOOKMARKLET.replacen(ORIGIN, &address(""), 1);
    view! {
        <p class="drag-me">
            <a class="button primary" href=script aria-describedby="drag-hint" data-plain>
                <Icon name=IconName::GIFT/>
                {td_string!(locale, editor.bookmarklet.name)}
            </a>
            <span class="small soft" id="drag-hint">
                {td_string!(locale, editor.bookmarklet.drag_hint)}
            </span>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R4.2
    #[test]
    fn the_bookmark_leads_to_our_own_page_and_survives_an_address() {
        let script = BOOKMARKLET.replacen(ORIGIN, "https://ewelists.example", 1);
        assert!(script.contains("open('https://ewelists.example/add?'+"), "{script}");
        // What an address escapes or cuts off would break it.
        assert!(!script.contains(['"', '#', '%', '\n', '<']), "{script}");
        assert!(!script.contains(ORIGIN), "{script}");
    }
}
