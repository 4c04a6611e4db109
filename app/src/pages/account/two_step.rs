//! The second step of signing in, by an authenticator app.

use leptos::prelude::*;

use super::{Below, fresh_or_again};
use crate::{
    backend::{AuthenticatorSetUp, RecoveryCodes},
    components::{
        CodeField, FormNotice, FormState, Icon, IconName, Notice, Panel, Tone, answer, language,
        once_loaded,
    },
    error::AppError,
    i18n::td_string,
};

/// How the second step stands.
enum Standing {
    Off(AuthenticatorSetUp),
    On { left: u32, codes: Option<RecoveryCodes> },
}

async fn load_step() -> Result<Standing, AppError> {
    let (backend, visit) = answer::asked()?;
    let step = backend.profile.account(&visit).await?.second_step;
    if !step.on {
        return Ok(Standing::Off(backend.profile.set_up_second_step(&visit).await?));
    }
    let codes = backend.profile.recovery_codes(&visit).await?;
    Ok(Standing::On { left: step.recovery_codes_left, codes })
}

/// Sets the second step up, or shows how it stands.
#[component]
pub fn TwoStep() -> impl IntoView {
    if fresh_or_again().is_none() {
        return ().into_any();
    }
    let done = answer::done("done");
    once_loaded(load_step(), move |standing| match standing {
        Standing::Off(set_up) => view! { <SetUp set_up/> }.into_any(),
        Standing::On { left, codes } => view! { <Running left codes done/> }.into_any(),
    })
}

/// Whether it is on, and how many recovery codes are left.
#[component]
pub(super) fn State(active: bool, left: u32) -> impl IntoView {
    let locale = language();
    if !active {
        return view! {
            <p><span class="chip">{td_string!(locale, profile.two_step.off)}</span></p>
        }
        .into_any();
    }
    view! {
        <p class="row">
            <span class="chip good">
                <Icon name=IconName::CHECK/>
                {td_string!(locale, profile.two_step.on)}
            </span>
            <span class="small soft">
                {td_string!(locale, profile.two_step.left, count = left)}
            </span>
        </p>
    }
    .into_any()
}

#[component]
fn SetUp(set_up: AuthenticatorSetUp) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/turn_on_second_step");
    let size = set_up.qr_size;
    view! {
        <Below heading=td_string!(locale, profile.two_step.heading)>
            <p class="lede">{td_string!(locale, profile.two_step.lede)}</p>
            <h2>{td_string!(locale, profile.two_step.scan)}</h2>
            <svg
                class="qr"
                viewBox=format!("0 0 {size} {size}")
                role="img"
                aria-label=td_string!(locale, profile.two_step.qr)
            >
                <path d=set_up.qr_path></path>
            </svg>
            <p>
                <a href=set_up.uri data-plain>{td_string!(locale, profile.two_step.open_app)}</a>
            </p>
            <p>
                {td_string!(locale, profile.two_step.by_hand)} " "
                <code>{set_up.secret}</code>
            </p>
            <h2>{td_string!(locale, profile.two_step.prove)}</h2>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/turn_on_second_step" novalidate>
                <CodeField state label=td_string!(locale, profile.two_step.label)/>
                <button class="button primary large wide">
                    {td_string!(locale, profile.two_step.turn_on)}
                </button>
            </form>
        </Below>
    }
}

#[component]
fn Running(left: u32, codes: Option<RecoveryCodes>, done: String) -> impl IntoView {
    let locale = language();
    let done = match done.as_str() {
        "on" => Some(td_string!(locale, profile.two_step.done.on)),
        "codes" => Some(td_string!(locale, profile.two_step.done.codes)),
        _ => None,
    };
    view! {
        <Below heading=td_string!(locale, profile.two_step.heading)>
            {done.map(|words| view! { <Notice tone=Tone::Success words/> })}
            <FormNotice state=FormState::of("/fn/renew_recovery_codes")/>
            <FormNotice state=FormState::of("/fn/turn_off_second_step")/>
            <State active=true left/>
            {codes.map(|codes| view! { <Codes codes/> })}
            <Panel id="renew-heading" heading=td_string!(locale, profile.two_step.renew.heading)>
                <p class="small soft">{td_string!(locale, profile.two_step.renew.words)}</p>
                <form method="post" action="/fn/renew_recovery_codes">
                    <button class="button">
                        {td_string!(locale, profile.two_step.renew.submit)}
                    </button>
                </form>
            </Panel>
            <Panel id="off-heading" heading=td_string!(locale, profile.two_step.turn_off.heading)>
                <p class="small soft">{td_string!(locale, profile.two_step.turn_off.words)}</p>
                <form method="post" action="/fn/turn_off_second_step">
                    <button class="button danger">
                        {td_string!(locale, profile.two_step.turn_off.submit)}
                    </button>
                </form>
            </Panel>
        </Below>
    }
}

/// The recovery codes, as long as they may be seen.
#[component]
fn Codes(codes: RecoveryCodes) -> impl IntoView {
    let locale = language();
    let rows = codes.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> });
    view! {
        <Panel id="codes-heading" heading=td_string!(locale, profile.two_step.codes.heading)>
            <p>{td_string!(locale, profile.two_step.codes.keep)}</p>
            <ul class="recovery-codes" role="list">
                {rows.collect_view()}
            </ul>
            <p class="small soft">{td_string!(locale, profile.two_step.codes.ten_minutes)}</p>
        </Panel>
    }
}
