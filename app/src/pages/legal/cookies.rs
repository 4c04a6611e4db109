//! Every cookie, what it is for and how long it stays (R9.6).

use leptos::prelude::*;

use super::{Clause, LegalPage};
use crate::{components::language, i18n::td_string};

/// What browsers keep for us.
#[component]
pub fn Cookies() -> impl IntoView {
    let locale = language();
    view! {
        <LegalPage
            title=td_string!(locale, legal.cookies.title)
            description=td_string!(locale, legal.cookies.description)
            path="/cookies"
            lede=td_string!(locale, legal.cookies.lede)
        >
            <section class="stack">
                <h2>{td_string!(locale, legal.cookies.list)}</h2>
                <dl class="cookie-list">
                    <Cookie
                        name="__Host-session"
                        purpose=td_string!(locale, legal.cookies.session)
                        time=td_string!(locale, legal.cookies.session_time)
                    />
                    <Cookie
                        name="__Host-giver"
                        purpose=td_string!(locale, legal.cookies.giver)
                        time=td_string!(locale, legal.cookies.giver_time)
                    />
                    <Cookie
                        name="__Host-language"
                        purpose=td_string!(locale, legal.cookies.language)
                        time=td_string!(locale, legal.cookies.language_time)
                    />
                    <Cookie
                        name="__Host-page"
                        purpose=td_string!(locale, legal.cookies.page)
                        time=td_string!(locale, legal.cookies.page_time)
                    />
                    <Cookie
                        name="__Host-asked"
                        purpose=td_string!(locale, legal.cookies.asked)
                        time=td_string!(locale, legal.cookies.asked_time)
                    />
                    <Cookie
                        name="__Host-first-step"
                        purpose=td_string!(locale, legal.cookies.first_step)
                        time=td_string!(locale, legal.cookies.first_step_time)
                    />
                    <Cookie
                        name="__Host-attempt"
                        purpose=td_string!(locale, legal.cookies.attempt)
                        time=td_string!(locale, legal.cookies.attempt_time)
                    />
                    <Cookie
                        name="__Host-pass-…"
                        purpose=td_string!(locale, legal.cookies.passcode)
                        time=td_string!(locale, legal.cookies.passcode_time)
                    />
                </dl>
            </section>
            <Clause
                heading=td_string!(locale, legal.cookies.kept.heading)
                words=td_string!(locale, legal.cookies.kept.words)
            />
            <Clause
                heading=td_string!(locale, legal.cookies.others.heading)
                words=td_string!(locale, legal.cookies.others.words)
            />
        </LegalPage>
    }
}

/// One cookie.
#[component]
fn Cookie(name: &'static str, purpose: &'static str, time: &'static str) -> impl IntoView {
    let locale = language();
    view! {
        <div>
            <dt>
                <code>{name}</code>
            </dt>
            <dd>{purpose}</dd>
            <dd class="small soft">
                {td_string!(locale, legal.cookies.time)} {td_string!(locale, common.colon)} {time}
            </dd>
        </div>
    }
}
