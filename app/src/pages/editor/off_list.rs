//! A gift that was taken off its list while somebody was changing it, and the way back (R4.6).

use leptos::prelude::*;

use crate::{
    components::{FormState, Icon, IconName, language},
    i18n::td_string,
};

/// Says that it is off the list, and what becomes of what was typed, or why it could not be put back.
#[component]
pub(super) fn OffListNotice(
    /// The form by which it is changed.
    state: FormState,
) -> impl IntoView {
    let locale = language();
    // That it was taken off is what the heading says; any other reason is a reason to stay off.
    let why = state.notice().filter(|_| state.code() != Some("gift_withdrawn"));
    let typed = || td_string!(locale, editor.off_list.typed).to_owned();
    let (kind, role, words) = match state.is_refused() {
        true => ("notice error", "alert", why.unwrap_or_else(typed)),
        false => ("notice warning", "status", td_string!(locale, editor.off_list.words).to_owned()),
    };
    view! {
        <div class=kind role=role>
            <Icon name=IconName::WARNING/>
            <p><strong>{td_string!(locale, editor.off_list.heading)}</strong> " " {words}</p>
        </div>
    }
}

/// Sends the form with the wish to have it on the list again, as it stands there.
#[component]
pub(super) fn PutBack(
    /// Where the form is sent.
    save: String,
) -> impl IntoView {
    view! {
        <button class="button primary" form="gift" formaction=save name="put_back" value="on">
            {td_string!(language(), editor.off_list.put_back)}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use domain::DomainError;

    use super::*;
    use crate::{i18n::Locale, session::Refusal};

    fn shown(refused: Option<DomainError>) -> String {
        Owner::new().with(|| {
            if let Some(rule) = refused {
                let action = "/fn/edit_gift".to_owned();
                provide_context(Refusal { action, values: vec![], error: rule.into() });
            }
            let state = FormState::of("/fn/edit_gift");
            view! { <OffListNotice state/> }.to_html()
        })
    }

    // R4.3, R4.6
    #[test]
    fn whoever_can_not_put_it_back_is_told_why() {
        let locale = Locale::en;
        let words = td_string!(locale, editor.off_list.words);
        let typed = td_string!(locale, editor.off_list.typed);
        assert!(shown(None).contains(words));
        assert!(shown(Some(DomainError::GiftWithdrawn)).contains(typed));
        let full = shown(Some(DomainError::ListFull));
        let why = crate::components::words::refused(locale, &DomainError::ListFull.into());
        assert!(full.contains(&why) && !full.contains(typed), "{full}");
    }
}
