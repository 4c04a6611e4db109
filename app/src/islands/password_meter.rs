//! How hard a password is to guess, while it is typed (R2.2).

use leptos::prelude::*;

use super::words::island_words;

island_words! {
    /// What it says.
    MeterWords {
        /// What it measures.
        label = account.strength.label;
        /// Guessed at once.
        level0 = account.strength.level0;
        /// Soon.
        level1 = account.strength.level1;
        /// Too soon.
        level2 = account.strength.level2;
        /// Not soon.
        level3 = account.strength.level3;
        /// Not at all.
        level4 = account.strength.level4;
    }
}

/// A meter for the password in a field, with name and address of the same form in mind. The server
/// judges, here and when the form is sent, so that both say the same.
#[island]
pub fn PasswordMeter(
    /// What it says.
    words: MeterWords,
    /// The id of the field.
    field: String,
) -> impl IntoView {
    let score = RwSignal::new(None::<u8>);
    Effect::new(move |_| {
        #[cfg(feature = "hydrate")]
        meter::watch(field.clone(), score);
        #[cfg(not(feature = "hydrate"))]
        let _ = (&field, score);
    });
    let said = move || match score.get() {
        None => String::new(),
        Some(0) => words.level0(),
        Some(1) => words.level1(),
        Some(2) => words.level2(),
        Some(3) => words.level3(),
        Some(_) => words.level4(),
    };
    view! {
        <div class="stack tight" hidden=move || score.get().is_none()>
            <meter
                min="0"
                max="4"
                low="2"
                high="3"
                optimum="4"
                prop:value=move || f64::from(score.get().unwrap_or(0))
                aria-label=words.label()
            ></meter>
            <p class="hint" aria-live="polite">{said}</p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod meter {
    use std::{cell::RefCell, time::Duration};

    use domain::SignUpForm;
    use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

    use crate::{
        api::password_score,
        islands::browser::{input, listen},
    };

    /// How long typing has to rest before the server is asked.
    const REST: Duration = Duration::from_millis(350);

    /// Asks for the score whenever typing rests.
    pub(super) fn watch(field: String, score: RwSignal<Option<u8>>) {
        let Some(password) = input(&field) else { return };
        let waiting = RefCell::new(None::<TimeoutHandle>);
        let typed = move || {
            if let Some(handle) = waiting.take() {
                handle.clear();
            }
            let field = field.clone();
            let handle = set_timeout_with_handle(move || ask(field, score), REST);
            waiting.replace(handle.ok());
        };
        // What was typed before the island woke counts too.
        typed();
        listen(&password, "input", typed);
    }

    fn ask(field: String, score: RwSignal<Option<u8>>) {
        let value = |id: &str| input(id).map(|input| input.value()).unwrap_or_default();
        let password = value(&field);
        if password.is_empty() {
            score.try_set(None);
            return;
        }
        let form =
            SignUpForm { name: value("name"), email: value("email"), password: password.clone() };
        leptos::task::spawn_local(async move {
            let answer = password_score(form).await;
            // An answer about what no longer stands there says nothing.
            if let (Ok(answer), true) = (answer, value(&field) == password) {
                score.try_set(Some(answer));
            }
        });
    }
}
