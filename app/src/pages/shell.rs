//! What surrounds every page: the way to the content, header, footer, and words for bad networks.

mod footer;
mod header;

pub use self::{footer::Footer, header::Header};

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
    next::Next,
    pages::signing_in::SESSION_ENDED,
    session::Visit,
};

/// Leads past the header, for those who go by keyboard.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">{td_string!(language(), common.shell.skip)}</a> }
}

/// Whether the page stands alone: a copy of it is shown without a network, where nothing else could
/// be gone to.
fn is_bare() -> bool {
    use_context::<Visit>().is_some_and(|visit| visit.path == "/offline")
}

/// Where `navigation.js` says that the network failed or a session ended, and the words for it. They
/// are here and not in the script, since words are only in the locale files.
#[component]
pub fn NetworkWords() -> impl IntoView {
    let locale = language();
    view! {
        <div data-offline role="alert"></div>
        <p class="unseen" data-said role="status"></p>
        <template id="offline-words">
            <NetworkNotice words=td_string!(locale, common.network.offline)/>
        </template>
        <template id="failed-words">
            <NetworkNotice words=td_string!(locale, common.network.failed)/>
        </template>
        <template id="ended-words">
            <NetworkNotice words=td_string!(locale, common.network.ended)>
                <SignInBeside/>
            </NetworkNotice>
        </template>
    }
}

#[component]
fn NetworkNotice(
    words: &'static str,
    /// The way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if children.is_some() { "toast network long" } else { "toast network" };
    view! {
        <div class=class>
            <p>{words}</p>
            {children.map(|children| children())}
            <button
                class="icon-button"
                type="button"
                aria-label=td_string!(language(), common.network.close)
            >
                <Icon name=IconName::CLOSE/>
            </button>
        </div>
    }
}

/// Leads to where one signs in, beside the page: what was typed there stays.
#[component]
fn SignInBeside() -> impl IntoView {
    let locale = language();
    let way = Next::parse(SESSION_ENDED).after("/sign-in");
    view! {
        <a class="button" href=way target="_blank" rel="noopener">
            {td_string!(locale, account.sign_in.submit)}
            <span class="unseen">" " {td_string!(locale, giving.gift.new_tab)}</span>
        </a>
    }
}
