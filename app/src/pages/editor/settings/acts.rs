//! Acts that ask once more before they happen: a new link, closing, and opening again.

use domain::ListId;
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, Panel, language},
    i18n::td_string,
    pages::editor::AboutList,
};

/// An act that unfolds into the question whether it is meant, which works without a script.
#[component]
fn Act(
    id: &'static str,
    icon: IconName,
    heading: &'static str,
    words: &'static str,
    open: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Panel id heading>
            <p class="small soft">{words}</p>
            <details class="asking">
                <summary class="button"><Icon name=icon/> {open}</summary>
                {children()}
            </details>
        </Panel>
    }
}

/// Replaces the share link (R3.7).
#[component]
pub(super) fn Rotate(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Act
            id="rotate-heading"
            icon=IconName::LINK
            heading=td_string!(locale, settings.rotate.heading)
            words=td_string!(locale, settings.rotate.words)
            open=td_string!(locale, settings.rotate.open)
        >
            <form class="stack tight" method="post" action="/fn/rotate_share">
                <AboutList list/>
                <p>{td_string!(locale, settings.rotate.ask)}</p>
                <button class="button primary">
                    {td_string!(locale, settings.rotate.confirm)}
                </button>
            </form>
        </Act>
    }
}

/// Closes the list, which ends a surprise (R3.5, R3.6).
#[component]
pub(super) fn Close(
    list: ListId,
    /// Whether there is a surprise to end.
    kept: bool,
) -> impl IntoView {
    let locale = language();
    let ends = kept.then(|| {
        view! { <p><strong>{td_string!(locale, settings.close.ends_surprise)}</strong></p> }
    });
    view! {
        <Act
            id="close-heading"
            icon=IconName::LOCK
            heading=td_string!(locale, settings.close.heading)
            words=td_string!(locale, settings.close.words)
            open=td_string!(locale, settings.close.open)
        >
            <form class="stack tight" method="post" action="/fn/close_list">
                <AboutList list/>
                <p>{td_string!(locale, settings.close.ask)}</p>
                {ends}
                <label class="check">
                    <input type="checkbox" name="tell_givers" checked/>
                    {td_string!(locale, settings.close.tell)}
                </label>
                <button class="button primary">{td_string!(locale, settings.close.confirm)}</button>
            </form>
        </Act>
    }
}

/// Opens a closed list again. It asks nothing: closing undoes it.
#[component]
pub(super) fn Reopen(list: ListId) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="reopen-heading" heading=td_string!(locale, settings.reopen.heading)>
            <p class="soft">{td_string!(locale, settings.reopen.words)}</p>
            <form method="post" action="/fn/reopen_list">
                <AboutList list/>
                <button class="button primary">
                    {td_string!(locale, settings.reopen.confirm)}
                </button>
            </form>
        </Panel>
    }
}
