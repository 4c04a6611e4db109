//! The foot of every page: who we are, what else there is to read, and the choice of the language.

use leptos::prelude::*;
use leptos_i18n::Locale as _;

use super::is_bare;
use crate::{
    components::{Icon, IconName, language},
    i18n::{Locale, td_string},
    session::Visit,
};

/// Who we are, what else there is to read, the way to add from any shop for those who have lists,
/// and the choice of the language, which comes back to the same page.
#[component]
pub fn Footer() -> impl IntoView {
    let locale = language();
    let rest = (!is_bare()).then(|| view! { <More/> <Languages/> });
    view! {
        <footer class="site-footer">
            <p>{td_string!(locale, common.tagline)}</p>
            {rest}
        </footer>
    }
}

#[component]
fn More() -> impl IntoView {
    let locale = language();
    let signed_in = use_context::<Visit>().is_some_and(|visit| visit.account.is_some());
    let anywhere = signed_in.then(|| ("/bookmarklet", td_string!(locale, common.shell.anywhere)));
    let pages = [
        ("/how-it-works", td_string!(locale, common.shell.how)),
        ("/ideas", td_string!(locale, common.shell.ideas)),
        ("/faq", td_string!(locale, common.shell.questions)),
        ("/about", td_string!(locale, common.shell.about)),
        ("/contact", td_string!(locale, common.shell.contact)),
        ("/terms", td_string!(locale, common.shell.terms)),
        ("/privacy", td_string!(locale, common.shell.privacy)),
        ("/cookies", td_string!(locale, common.shell.cookies)),
        ("/api/v1/docs", td_string!(locale, api.link)),
    ];
    let links = anywhere
        .into_iter()
        .chain(pages)
        .map(|(path, name)| view! { <li><a href=path>{name}</a></li> });
    view! {
        <nav aria-label=td_string!(locale, common.shell.more_nav)>
            <ul role="list">{links.collect_view()}</ul>
        </nav>
    }
}

#[component]
fn Languages() -> impl IntoView {
    view! {
        <form
            class="languages"
            method="post"
            action="/fn/set_language"
            aria-label=td_string!(language(), common.shell.language)
            data-plain
        >
            <Icon name=IconName::GLOBE/>
            {Locale::get_all()
                .iter()
                .map(|choice| view! { <Language choice=*choice/> })
                .collect_view()}
        </form>
    }
}

#[component]
fn Language(choice: Locale) -> impl IntoView {
    let code = choice.to_string();
    view! {
        <button
            name="language"
            value=code.clone()
            lang=code
            aria-current=(choice == language()).then_some("true")
        >
            // Each in its own language, for those who can read no other.
            {td_string!(choice, common.shell.language_name)}
        </button>
    }
}
