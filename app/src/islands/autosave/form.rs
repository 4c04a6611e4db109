//! The form that the server rendered, as the island reads and changes it.

use domain::ListForm;
use js_sys::Reflect;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, NodeList};

/// The fields of a list, by their names.
const FIELDS: [&str; 8] =
    ["title", "occasion", "welcome", "date", "zone", "for_whom", "delivery", "cover"];

/// The form within the island.
pub(super) struct Form(HtmlFormElement);

impl Form {
    /// Finds it.
    pub(super) fn find() -> Option<Self> {
        let form = document().query_selector("[data-autosave] form").ok()??;
        form.dyn_into().ok().map(Self)
    }

    /// What stands in it; a tab is a space.
    pub(super) fn read(&self) -> ListForm {
        let typed = FormData::new_with_form(&self.0).ok();
        let value = |name: &str| {
            let typed = typed.as_ref().and_then(|typed| typed.get(name).as_string());
            // It is kept there as a space, and what was shown is told apart by tabs.
            typed.unwrap_or_default().replace('\t', " ")
        };
        ListForm {
            title: value("title"),
            occasion: value("occasion"),
            welcome: value("welcome"),
            date: value("date"),
            zone: value("zone"),
            for_whom: value("for_whom"),
            delivery: value("delivery"),
            cover: value("cover"),
        }
    }

    /// Puts other values in, and the cursor where the first of them differs.
    pub(super) fn write(&self, form: &ListForm) {
        let shown = self.read();
        let mut changed = FIELDS.iter().filter(|name| value(form, name) != value(&shown, name));
        let first = changed.next();
        for name in first.into_iter().chain(changed) {
            if let Some(control) = self.control(name) {
                set(&control, "value", value(form, name));
            }
        }
        let first = first.and_then(|name| self.control(name));
        if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // Fails for nothing that is on the page.
            _ = first.focus();
        }
    }

    /// Notes that these values are saved: what the page repeats of them is renewed, and they no
    /// longer count as typed when the page is loaded anew.
    pub(super) fn settle(&self, form: &ListForm) {
        self.rename_tab(&form.title);
        for name in FIELDS {
            if let Some(control) = self.control(name) {
                set(&control, "defaultValue", value(form, name));
            }
            if let Ok(Some(mirror)) = self.0.query_selector(&format!("[data-mirrors={name}]")) {
                mirror.set_text_content(Some(value(form, name)));
            }
        }
    }

    /// Calls the tab by the title that is saved now, where it was called by the one before.
    fn rename_tab(&self, title: &str) {
        let known = self.control("title").and_then(|control| get(&control, "defaultValue"));
        let called = get(&document(), "title");
        if let (Some(known), Some(called)) = (known, called)
            && let Some(rest) = called.strip_prefix(known.trim())
        {
            set(&document(), "title", &[title.trim(), rest].concat());
        }
    }

    /// Says beside a field what is wrong with it; whether there is a place for that.
    pub(super) fn complain(&self, name: &str, words: &str) -> bool {
        let place = self.0.query_selector(&format!("[data-problem={name}]"));
        let (Ok(Some(place)), Some(control)) = (place, self.control(name)) else { return false };
        // None of these fail, since the names are names.
        _ = place.set_attribute("role", "alert");
        _ = place.remove_attribute("hidden");
        place.set_text_content(Some(words));
        _ = control.set_attribute("aria-invalid", "true");
        _ = control.set_attribute("aria-describedby", &place.id());
        true
    }

    /// Takes back everything that was said beside fields, by the server too.
    pub(super) fn calm(&self) {
        for problem in elements(self.0.query_selector_all(".error")) {
            problem.set_text_content(None);
            _ = problem.set_attribute("hidden", "");
            _ = problem.remove_attribute("role");
        }
        for control in elements(self.0.query_selector_all("[aria-invalid]")) {
            _ = control.remove_attribute("aria-invalid");
            _ = control.remove_attribute("aria-describedby");
        }
        for notice in elements(self.0.query_selector_all(".notice")) {
            notice.remove();
        }
    }

    fn control(&self, name: &str) -> Option<Element> {
        self.0.query_selector(&format!("[name={name}]")).ok()?
    }
}

/// What the server knows, as it is sent along with what was typed over it (see `shown`).
pub(super) fn as_shown(form: &ListForm) -> String {
    FIELDS.map(|name| [name, "=", value(form, name)].concat()).join("\t")
}

/// Whether others changed what stands in the form. What is typed here and not saved yet is neither
/// theirs nor what the server knew.
pub fn is_stale(fresh: &ListForm) -> bool {
    let Some(form) = Form::find() else { return false };
    let typed = form.read();
    // A list without a date has no zone, and the form offers one.
    FIELDS.iter().filter(|name| **name != "zone").any(|name| {
        let fresh = value(fresh, name);
        let known = form.control(name).and_then(|control| get(&control, "defaultValue"));
        fresh != value(&typed, name).trim() && known.is_none_or(|known| fresh != known.trim())
    })
}

/// Whether somebody is about to use the toast.
pub(super) fn toast_in_use() -> bool {
    let used = "[data-autosave] > [role=status] .toast:is(:hover, :focus-within)";
    document().query_selector(used).is_ok_and(|toast| toast.is_some())
}

fn elements(found: Result<NodeList, JsValue>) -> Vec<Element> {
    let Ok(found) = found else { return vec![] };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

fn get(of: &JsValue, property: &str) -> Option<String> {
    Reflect::get(of, &property.into()).ok()?.as_string()
}

fn set(of: &JsValue, property: &str, value: &str) {
    // Fails only for what is no object.
    _ = Reflect::set(of, &property.into(), &value.into());
}

fn value<'a>(form: &'a ListForm, name: &str) -> &'a str {
    match name {
        "title" => &form.title,
        "occasion" => &form.occasion,
        "welcome" => &form.welcome,
        "date" => &form.date,
        "zone" => &form.zone,
        "for_whom" => &form.for_whom,
        "delivery" => &form.delivery,
        "cover" => &form.cover,
        _ => "",
    }
}
