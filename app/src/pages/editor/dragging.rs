//! What `public/reorder.js` needs beside the rows: its words, in the reader's language (R4.4).

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// Says where a gift has come that was dragged, or that it could not be moved, and fetches the
/// script. Without one there are the buttons, and no handles.
#[component]
pub(super) fn Dragging() -> impl IntoView {
    let locale = language();
    let moved =
        td_string!(locale, gifts.drag.moved, name = "{name}", place = "{place}", count = "{count}");
    view! {
        <div data-dragging=moved>
            <div class="notice error" role="alert" hidden=true>
                <Icon name=IconName::WARNING/>
                <p>{td_string!(locale, gifts.drag.failed)}</p>
            </div>
        </div>
        <script type="module" src="/reorder.js" nonce=use_nonce()></script>
    }
}
