//! Whether the giver is reminded (R5.8).

use leptos::prelude::*;

use super::Managed;
use crate::{components::language, i18n::td_string};

/// Says whether a reminder will come, and lets the giver choose; nothing where none will.
#[component]
pub(super) fn ReminderChoice(managed: Managed) -> impl IntoView {
    let locale = language();
    managed.view.reminder.map(|wanted| {
        let (words, act) = match wanted {
            true => (
                td_string!(locale, givers.reminder.on),
                td_string!(locale, givers.reminder.turn_off),
            ),
            false => (
                td_string!(locale, givers.reminder.off),
                td_string!(locale, givers.reminder.turn_on),
            ),
        };
        // Without this field, reminders are turned off.
        let other = (!wanted).then(|| view! { <input type="hidden" name="wanted" value="on"/> });
        view! {
            <li>
                <p class="small soft">{words}</p>
                <form method="post" action="/fn/set_reminder">
                    <input type="hidden" name="token" value=managed.token/>
                    {other}
                    <button class="button quiet">{act}</button>
                </form>
            </li>
        }
    })
}
