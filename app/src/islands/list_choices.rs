//! Choices about a list that nobody has made yet, and that follow from others (R3.1, R3.6).

use leptos::prelude::*;

/// Fills in the browser's time zone, and lets the choice about surprise follow the occasion for as
/// long as nobody made it. It shows nothing. A list that has a zone of its own is left alone by not
/// having this on its pages.
#[island]
pub fn ListChoices(
    /// Whether the form comes back refused: then everything on it was chosen.
    refused: bool,
) -> impl IntoView {
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        if !refused {
            choices::follow_time_zone();
            choices::follow_occasion();
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = refused;
    });
}

#[cfg(feature = "hydrate")]
mod choices {
    use std::{cell::Cell, rc::Rc};

    use domain::{Occasion, Surprise};
    use leptos::prelude::document;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{HtmlOptionElement, HtmlSelectElement};

    use crate::islands::browser::{inputs, listen};

    /// Chooses the zone that the browser is in, unless another one was chosen before; one that the
    /// list lacks is added.
    pub(super) fn follow_time_zone() {
        let Some(zone) = browser_zone() else { return };
        let select = document().get_element_by_id("zone");
        let Some(select) = select.and_then(|it| it.dyn_into::<HtmlSelectElement>().ok()) else {
            return;
        };
        let shown = chosen(&select);
        if shown.as_ref().is_some_and(|option| !option.default_selected()) {
            return;
        }
        select.set_value(&zone);
        if select.value() != zone
            && let Ok(option) = HtmlOptionElement::new_with_text_and_value(&zone, &zone)
        {
            // Fails only where an element can not have children.
            _ = select.append_child(&option);
            select.set_value(&zone);
        }
        // Nobody chose it, so that it gives way where the page comes anew with another one.
        for (option, default) in [(shown, false), (chosen(&select), true)] {
            if let Some(option) = option {
                option.set_default_selected(default);
            }
        }
    }

    fn chosen(select: &HtmlSelectElement) -> Option<HtmlOptionElement> {
        let at = u32::try_from(select.selected_index()).ok()?;
        select.item(at)?.dyn_into().ok()
    }

    fn browser_zone() -> Option<String> {
        let nothing = js_sys::Array::new();
        let format = js_sys::Intl::DateTimeFormat::new(&nothing, &js_sys::Object::new());
        let options = JsValue::from(format.resolved_options());
        js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    }

    /// Chooses what is usual for the occasion, now and whenever that is another one.
    pub(super) fn follow_occasion() {
        // On a form that was not refused, whatever is checked was chosen before this woke.
        let checked = inputs("input[name=surprise]").iter().any(|choice| choice.checked());
        let chosen = Rc::new(Cell::new(checked));
        for choice in inputs("input[name=surprise]") {
            let chosen = Rc::clone(&chosen);
            listen(&choice, "change", move || chosen.set(true));
        }
        for occasion in inputs("input[name=occasion]") {
            let chosen = Rc::clone(&chosen);
            let Ok(usual) = Occasion::parse(&occasion.value()).map(Occasion::usual_surprise) else {
                continue;
            };
            let follow = move || {
                if !chosen.get() {
                    choose(usual);
                }
            };
            if occasion.checked() {
                follow();
            }
            listen(&occasion, "change", follow);
        }
    }

    fn choose(surprise: Surprise) {
        for choice in inputs("input[name=surprise]") {
            choice.set_checked(choice.value() == surprise.code());
        }
    }
}
