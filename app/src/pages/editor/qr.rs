//! The QR code of a list, on a page that can be printed (R3.7).

use domain::OwnerList;
use leptos::{nonce::use_nonce, prelude::*};

use super::about_list;
use crate::{
    components::{Icon, IconName, Page, address, language},
    i18n::td_string,
};

/// The code, large, with what to do with it.
#[component]
pub fn ListCode() -> impl IntoView {
    about_list(|list| view! { <CodePage list/> }.into_any())
}

#[component]
fn CodePage(list: OwnerList) -> impl IntoView {
    let locale = language();
    let title = format!("{}: {}", td_string!(locale, sharing.qr.title), list.banner.title);
    let back = format!("/lists/{}/settings", list.id);
    let name = list.banner.title.clone();
    let code = match list.share.clone() {
        Some(share) => view! { <Code list share/> }.into_any(),
        None => view! {
            <h1><bdi>{list.banner.title}</bdi></h1>
            <p>{td_string!(locale, sharing.qr.draft)}</p>
        }
        .into_any(),
    };
    view! {
        <Page title class="middle">
            <p class="off-paper">
                <a href=back>{td_string!(locale, sharing.qr.back)} " " <bdi>{name}</bdi></a>
            </p>
            {code}
        </Page>
    }
}

#[component]
fn Code(list: OwnerList, share: String) -> impl IntoView {
    let locale = language();
    let file = format!("/lists/{}/qr", list.id);
    let (svg, png) = (format!("{file}.svg"), format!("{file}.png"));
    let link = address(&share);
    let passcode = list.passcode.then(|| view! { " " {td_string!(locale, sharing.qr.passcode)} });
    view! {
        <section class="qr-card">
            <h1><bdi>{list.banner.title}</bdi></h1>
            <img
                src=svg.clone()
                alt=td_string!(locale, sharing.qr.alt)
                width="400"
                height="400"
            />
            <p>{td_string!(locale, sharing.qr.how)} {passcode}</p>
            <p class="small soft">
                {td_string!(locale, sharing.qr.typed)} " " <span class="address">{link}</span>
            </p>
        </section>
        <div class="row off-paper">
            <button class="button primary scripted" type="button" data-print>
                <Icon name=IconName::PRINTER/>
                {td_string!(locale, sharing.qr.print)}
            </button>
            <a class="button" href=svg download="qr.svg">{td_string!(locale, sharing.qr.svg)}</a>
            <a class="button" href=png download="qr.png">{td_string!(locale, sharing.qr.png)}</a>
        </div>
        <script type="module" src="/print.js" nonce=use_nonce()></script>
    }
}
