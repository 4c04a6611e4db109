//! The ways to providers, for those who sign in or up elsewhere (R2.5).

use leptos::prelude::*;

use crate::{
    backend::{Backend, Provider},
    components::{Icon, IconName, language},
    i18n::td_string,
    next::Next,
};

/// Where a provider is gone to, and back from to the page that was asked for.
pub(super) fn way_to(provider: &str, next: &Next) -> String {
    next.after(&format!("/sign-in/with/{provider}"))
}

/// The same, to show once more who is there.
pub(super) fn way_again(provider: &str, next: &Next) -> String {
    let way = way_to(provider, next);
    let mark = if way.contains('?') { '&' } else { '?' };
    format!("{way}{mark}again=1")
}

/// The providers, one button each; nothing where there are none.
#[component]
pub(super) fn ProvidersRow(
    /// The page that was asked for.
    next: Next,
) -> impl IntoView {
    let providers = use_context::<Backend>().map(|backend| backend.accounts.providers());
    let providers = providers.unwrap_or_default();
    (!providers.is_empty()).then(|| {
        let links = providers.into_iter().map(|provider| {
            let href = way_to(&provider.id, &next);
            view! { <GoOnWith provider href/> }
        });
        view! {
            <Or/>
            <div class="stack tight">{links.collect_view()}</div>
        }
    })
}

/// Stands between a form and what can be done in its place.
#[component]
pub(super) fn Or() -> impl IntoView {
    view! { <p class="divider small soft">{td_string!(language(), account.divider)}</p> }
}

/// The way to one provider. It leaves the site, so it is left to the browser.
#[component]
pub(super) fn GoOnWith(provider: Provider, href: String) -> impl IntoView {
    let words = td_string!(language(), account.go_on_with, provider = provider.label);
    let icon = provider.icon.map(|_| view! { <Icon name=IconName::GLOBE/> });
    view! {
        <a class="button wide" href=href data-plain>
            {icon}
            <span>{words}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R2.7
    #[test]
    fn the_page_that_was_asked_for_comes_along() {
        let next = Next::parse("/account/ways");
        assert_eq!(way_to("google", &next), "/sign-in/with/google?next=/account/ways");
        assert_eq!(way_again("google", &next), "/sign-in/with/google?next=/account/ways&again=1");
        let home = Next::parse("");
        assert_eq!(way_to("google", &home), "/sign-in/with/google");
        assert_eq!(way_again("google", &home), "/sign-in/with/google?again=1");
    }
}
