//! What was typed into a form and why it was refused, as the page shows it again.

use leptos::prelude::*;

use super::{Notice, Tone, language, words};
use crate::{
    error::AppError,
    i18n::{Locale, td_string},
    session::{Refusal, refusal},
};

/// A form as it comes back: with what was typed, and with what is wrong with it.
#[derive(Debug, Clone)]
pub struct FormState {
    locale: Locale,
    refusal: Option<Refusal>,
}

impl From<&FormState> for FormState {
    fn from(state: &FormState) -> Self {
        state.clone()
    }
}

impl FormState {
    /// The state of the form that posts to `action`, such as `/fn/sign_in`.
    pub fn of(action: &str) -> Self {
        Self { locale: language(), refusal: refusal(action) }
    }

    /// The same, where several forms of a page post there: refused only if the one was sent in
    /// which the field `name` was `value`.
    pub fn about(mut self, name: &str, value: &str) -> Self {
        self.refusal = self.refusal.filter(|refusal| typed(refusal, name) == Some(value));
        self
    }

    /// What was typed into a field; `default` where the form is new.
    pub fn value(&self, name: &str, default: &str) -> String {
        match &self.refusal {
            None => default.to_owned(),
            Some(refusal) => typed(refusal, name).unwrap_or_default().to_owned(),
        }
    }

    /// Whether a box was ticked; `default` where the form is new.
    pub fn ticked(&self, name: &str, default: bool) -> bool {
        match &self.refusal {
            None => default,
            Some(refusal) => typed(refusal, name).is_some_and(|value| !value.is_empty()),
        }
    }

    /// What is wrong with a field, in words.
    pub fn problem(&self, name: &str) -> Option<String> {
        let problem = self.error()?.fields()?.of(name)?;
        Some(words::field_problem(self.locale, name, problem))
    }

    /// Why the form was refused, where that is not about a field.
    pub fn notice(&self) -> Option<String> {
        let error = self.error().filter(|error| error.fields().is_none())?;
        Some(words::refused(self.locale, error))
    }

    /// The word that never changes for why the form was refused.
    pub fn code(&self) -> Option<&'static str> {
        self.error().map(AppError::code)
    }

    /// Whether the form comes back.
    pub fn is_refused(&self) -> bool {
        self.refusal.is_some()
    }

    fn error(&self) -> Option<&AppError> {
        self.refusal.as_ref().map(|refusal| &refusal.error)
    }
}

fn typed<'a>(refusal: &'a Refusal, name: &str) -> Option<&'a str> {
    refusal.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
}

/// Says above a refused form what is wrong, or that a field below needs another value.
#[component]
pub fn FormNotice(
    /// The form's state.
    #[prop(into)]
    state: FormState,
) -> impl IntoView {
    state.is_refused().then(|| {
        let look_below = || td_string!(state.locale, problems.look_below).to_owned();
        let words = state.notice().unwrap_or_else(look_below);
        view! { <Notice tone=Tone::Error words/> }
    })
}

/// The same for several forms of a page, of which at most one was sent.
#[component]
pub fn FormNotices(
    /// Where each of them posts to, such as `/fn/sign_in`.
    of: &'static [&'static str],
) -> impl IntoView {
    of.iter().map(|action| view! { <FormNotice state=FormState::of(action)/> }).collect_view()
}
