//! What surrounds every page: the way to the content, header, footer, and words for bad networks.

use leptos::prelude::*;
use leptos_i18n::Locale as _;

use crate::{
    components::{Icon, language},
    i18n::{Locale, td_string},
    session::{Account, Visit},
};

/// Leads past the header, for those who go by keyboard.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main">{td_string!(language(), common.shell.skip)}</a> }
}

/// The name of the site, and what everybody may do from everywhere.
#[component]
pub fn Header() -> impl IntoView {
    let locale = language();
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let home = if account.is_some() { "/lists" } else { "/" };
    view! {
        <header class="site-header">
            <a class="wordmark" href=home>
                <svg class="mark" aria-hidden="true"><use href="/icons.svg#mark"></use></svg>
                {td_string!(locale, common.brand)}
            </a>
            <nav aria-label=td_string!(locale, common.shell.main_nav)>
                {match account {
                    Some(account) => view! { <Personal account/> }.into_any(),
                    None => view! { <Inviting/> }.into_any(),
                }}
            </nav>
        </header>
    }
}

#[component]
fn Inviting() -> impl IntoView {
    let locale = language();
    view! {
        <a class="button quiet" href="/sign-in">{td_string!(locale, common.shell.sign_in)}</a>
        <a class="button" href="/sign-up">{td_string!(locale, common.shell.start)}</a>
    }
}

#[component]
fn Personal(account: Account) -> impl IntoView {
    let locale = language();
    let console = account.admin.then(|| {
        view! {
            <a class="button quiet" href="/admin">
                <Icon name="eye"/>
                {td_string!(locale, common.shell.console)}
            </a>
        }
    });
    view! {
        <a class="button quiet" href="/lists">{td_string!(locale, common.shell.my_lists)}</a>
        <details class="menu">
            <summary class="button quiet">
                <Icon name="user"/>
                <span class="unseen">{td_string!(locale, common.shell.account)}</span>
                <Icon name="chevron"/>
            </summary>
            <div>
                <p class="small soft"><bdi>{account.email}</bdi></p>
                <a class="button quiet" href="/giving">
                    <Icon name="gift"/>
                    {td_string!(locale, common.shell.giving)}
                </a>
                <a class="button quiet" href="/account">
                    <Icon name="user"/>
                    {td_string!(locale, common.shell.my_account)}
                </a>
                {console}
                // As a whole page, so that nothing of the account stays in the browser's memory.
                <form method="post" action="/fn/sign_out" data-plain>
                    <button class="button quiet">
                        <Icon name="lock"/>
                        {td_string!(locale, common.shell.sign_out)}
                    </button>
                </form>
            </div>
        </details>
    }
}

/// Who we are, the way to add from any shop for those who have lists, and the choice of the language, which comes back to the same page.
#[component]
pub fn Footer() -> impl IntoView {
    let locale = language();
    let signed_in = use_context::<Visit>().is_some_and(|visit| visit.account.is_some());
    let anywhere = signed_in.then(|| {
        view! { <a href="/bookmarklet">{td_string!(locale, common.shell.anywhere)}</a> }
    });
    view! {
        <footer class="site-footer">
            <p>{td_string!(locale, common.tagline)}</p>
            {anywhere}
            <form
                class="languages"
                method="post"
                action="/fn/set_language"
                aria-label=td_string!(locale, common.shell.language)
                data-plain
            >
                <Icon name="globe"/>
                {Locale::get_all()
                    .iter()
                    .map(|choice| view! { <Language choice=*choice/> })
                    .collect_view()}
            </form>
        </footer>
    }
}

#[component]
fn Language(choice: Locale) -> impl IntoView {
    // Each in its own words, for those who can read no other.
    let name = match choice {
        Locale::en => "English",
        Locale::de => "Deutsch",
    };
    let code = choice.to_string();
    view! {
        <button
            name="language"
            value=code.clone()
            lang=code
            aria-current=(choice == language()).then_some("true")
        >
            {name}
        </button>
    }
}

/// Where `navigation.js` says that the network failed, and the words for it. They are here and not
/// in the script, since words are only in the locale files.
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
    }
}

#[component]
fn NetworkNotice(words: &'static str) -> impl IntoView {
    view! {
        <div class="toast network">
            <p>{words}</p>
            <button
                class="icon-button"
                type="button"
                aria-label=td_string!(language(), common.network.close)
            >
                <Icon name="close"/>
            </button>
        </div>
    }
}
