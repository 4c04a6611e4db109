//! The head of every page: the name of the site, and what everybody may do from everywhere.

use leptos::prelude::*;

use super::is_bare;
use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
    session::{Account, Visit},
};

/// The name of the site, and what everybody may do from everywhere.
#[component]
pub fn Header() -> impl IntoView {
    let locale = language();
    let account = use_context::<Visit>().and_then(|visit| visit.account);
    let home = if account.is_some() && !is_bare() { "/lists" } else { "/" };
    let ways = match account {
        _ if is_bare() => None,
        Some(account) => Some(view! { <Personal account/> }.into_any()),
        None => Some(view! { <Inviting/> }.into_any()),
    };
    let ways = ways.map(|ways| {
        view! { <nav aria-label=td_string!(locale, common.shell.main_nav)>{ways}</nav> }
    });
    view! {
        <header class="site-header">
            <a class="wordmark" href=home>
                <svg class="mark" aria-hidden="true"><use href="/icons.svg#mark"></use></svg>
                {td_string!(locale, common.brand)}
            </a>
            {ways}
        </header>
    }
}

/// For visitors. Where there is no room, all but the first step folds into a menu.
#[component]
fn Inviting() -> impl IntoView {
    let locale = language();
    view! {
        <div class="wide-screen">
            <Ways/>
        </div>
        <a class="button" href="/sign-up">{td_string!(locale, common.shell.start)}</a>
        <details class="menu small-screen">
            <summary class="button quiet">
                <span class="unseen">{td_string!(locale, common.shell.menu)}</span>
                <Icon name=IconName::MENU/>
            </summary>
            <div>
                <Ways/>
            </div>
        </details>
    }
}

#[component]
fn Ways() -> impl IntoView {
    let locale = language();
    view! {
        <a class="button quiet" href="/how-it-works">{td_string!(locale, common.shell.how)}</a>
        <a class="button quiet" href="/ideas">{td_string!(locale, common.shell.ideas)}</a>
        <a class="button quiet" href="/sign-in">{td_string!(locale, common.shell.sign_in)}</a>
    }
}

#[component]
fn Personal(account: Account) -> impl IntoView {
    let locale = language();
    let console = account.admin.then(|| {
        view! {
            <a class="button quiet" href="/admin">
                <Icon name=IconName::EYE/>
                {td_string!(locale, common.shell.console)}
            </a>
        }
    });
    view! {
        <div class="wide-screen">
            <a class="button quiet" href="/ideas">{td_string!(locale, common.shell.ideas)}</a>
        </div>
        <a class="button quiet" href="/lists">{td_string!(locale, common.shell.my_lists)}</a>
        <details class="menu">
            <summary class="button quiet">
                <Icon name=IconName::USER/>
                <span class="unseen">{td_string!(locale, common.shell.account)}</span>
                <Icon name=IconName::CHEVRON/>
            </summary>
            <div>
                <p class="small soft"><bdi>{account.email}</bdi></p>
                <a class="button quiet" href="/giving">
                    <Icon name=IconName::GIFT/>
                    {td_string!(locale, common.shell.giving)}
                </a>
                <a class="button quiet small-screen" href="/ideas">
                    <Icon name=IconName::STAR/>
                    {td_string!(locale, common.shell.ideas)}
                </a>
                <a class="button quiet" href="/account">
                    <Icon name=IconName::USER/>
                    {td_string!(locale, common.shell.my_account)}
                </a>
                {console}
                // As a whole page, so that nothing of the account stays in the browser's memory.
                <form method="post" action="/fn/sign_out" data-plain>
                    <button class="button quiet">
                        <Icon name=IconName::LOCK/>
                        {td_string!(locale, common.shell.sign_out)}
                    </button>
                </form>
            </div>
        </details>
    }
}
