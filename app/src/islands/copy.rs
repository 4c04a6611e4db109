//! Copies a link.

use leptos::prelude::*;

use super::words::island_words;
use crate::components::{Icon, IconName};

island_words! {
    /// What it says.
    CopyWords {
        /// On the button.
        copy = common.copy.copy;
        /// That it is done.
        copied = common.copy.copied;
        /// How to go on where it is not.
        by_hand = common.copy.by_hand;
    }
}

/// A button that copies what stands in a field. Where the browser does not let it, the field is
/// selected, and words say how to go on.
#[island]
pub fn Copy(
    /// What it says.
    words: CopyWords,
    /// The id of the field.
    field: String,
) -> impl IntoView {
    let awake = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    Effect::new(move |_| awake.set(true));
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        browser::copy(field.clone(), move |copied| {
            said.set(if copied { words.copied() } else { words.by_hand() });
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = (&field, said);
    };
    view! {
        <button class="button primary" type="button" hidden=move || !awake.get() on:click=copy>
            <Icon name=IconName::COPY/>
            {words.copy()}
        </button>
        <p class="small" class:unseen=move || said.with(String::is_empty) role="status">
            {move || said.get()}
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::HtmlInputElement;

    /// Copies the value of the field with this id, selects it, and says whether it was copied.
    pub(super) fn copy(field: String, said: impl Fn(bool) + 'static) {
        let Some(field) = document().get_element_by_id(&field) else { return };
        let Ok(field) = field.dyn_into::<HtmlInputElement>() else { return };
        field.select();
        // Outside of https there is no clipboard, whatever its type says.
        let navigator = window().navigator();
        let present = js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false);
        if !present {
            return said(false);
        }
        let copying = JsFuture::from(navigator.clipboard().write_text(&field.value()));
        leptos::task::spawn_local(async move { said(copying.await.is_ok()) });
    }
}
