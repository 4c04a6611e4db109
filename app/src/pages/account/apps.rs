//! Tokens for apps and scripts (R10.2): made, shown once, and revoked.

use chrono::{DateTime, Utc};
use domain::{Lifetime, MOST_TOKENS, Scope};
use leptos::prelude::*;

use super::{Below, Rows, fresh_or_again};
use crate::{
    backend::TokenCard,
    components::{
        ChoiceCard, CopyField, Field, FieldError, FormNotice, FormState, Notice, Panel,
        SelectField, Tone, answer, described_by, language, once_loaded, words,
    },
    error::AppError,
    i18n::{Locale, td_string},
};

/// What the page shows.
struct Found {
    tokens: Vec<TokenCard>,
    /// The text of the one that was made on the way here, if it may still be seen.
    made: Option<String>,
}

async fn load_tokens(made: String) -> Result<Found, AppError> {
    let (backend, visit) = answer::asked()?;
    let tokens = backend.tokens.list(&visit).await?;
    let made = match made.as_str() {
        "" => None,
        made => backend.tokens.just_made(&visit, made).await?,
    };
    Ok(Found { tokens, made })
}

/// Makes tokens and shows those that there are.
#[component]
pub fn AccountApps() -> impl IntoView {
    let Some(account) = fresh_or_again() else { return ().into_any() };
    let (made, done) = (answer::done("made"), answer::done("done"));
    let (admin, asked) = (account.admin, !made.is_empty());
    once_loaded(load_tokens(made), move |Found { tokens, made }| {
        let late = asked && made.is_none();
        view! { <Apps tokens made late done admin/> }.into_any()
    })
}

#[component]
fn Apps(
    tokens: Vec<TokenCard>,
    made: Option<String>,
    /// Whether a token was made on the way here, and can be seen no more.
    late: bool,
    done: String,
    /// Whether scopes of admins are offered.
    admin: bool,
) -> impl IntoView {
    let locale = language();
    let revoked = (done == "revoked").then_some(td_string!(locale, tokens.revoked));
    let good = tokens.iter().filter(|card| !card.over).count();
    let room = good < MOST_TOKENS as usize;
    let full = (!room).then(|| td_string!(locale, tokens.full, most = MOST_TOKENS));
    let late = late.then(|| td_string!(locale, tokens.made.late).to_owned());
    view! {
        <Below heading=td_string!(locale, tokens.heading)>
            <p class="lede">{td_string!(locale, tokens.lede)}</p>
            <p>
                <a href="/api/v1/docs" data-plain>{td_string!(locale, tokens.documentation)}</a>
            </p>
            {revoked.map(|words| view! { <Notice tone=Tone::Success words/> })}
            {made.map(|text| view! { <Made text/> })}
            {late.map(|words| view! { <Note words/> })}
            <Held tokens/>
            {full.map(|words| view! { <Note words/> })}
            {room.then(|| view! { <Make admin/> })}
        </Below>
    }
}

/// Says something that is neither done nor wrong.
#[component]
fn Note(words: String) -> impl IntoView {
    view! {
        <div class="notice" role="status">
            <p>{words}</p>
        </div>
    }
}

/// The token that was just made, to be copied.
#[component]
fn Made(text: String) -> impl IntoView {
    let locale = language();
    view! {
        <Panel id="made-heading" heading=td_string!(locale, tokens.made.heading)>
            <p id="made-hint">{td_string!(locale, tokens.made.words)}</p>
            <CopyField
                id="made-token"
                label=td_string!(locale, tokens.made.label)
                hint="made-hint"
                value=text
            />
        </Panel>
    }
}

/// Every token that there is.
#[component]
fn Held(tokens: Vec<TokenCard>) -> impl IntoView {
    let locale = language();
    let rows = tokens.into_iter().map(|card| view! { <Token card/> }.into_any());
    let rows: Vec<_> = rows.collect();
    view! {
        <Panel id="held-heading" heading=td_string!(locale, tokens.held)>
            <FormNotice state=FormState::of("/fn/revoke_token")/>
            <Rows rows none=td_string!(locale, tokens.none)/>
        </Panel>
    }
}

#[component]
fn Token(card: TokenCard) -> impl IntoView {
    let locale = language();
    let TokenCard { token, used_at, over } = card;
    let over = over.then(|| view! { <span class="chip">{td_string!(locale, tokens.over)}</span> });
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope_name(locale, scope)).collect();
    let dates = dates(locale, token.made_at, token.expires_at, used_at);
    let (name, named) = (token.name.to_string(), token.name.to_string());
    view! {
        <li>
            <div>
                <p class="row">
                    <bdi>{name}</bdi>
                    {over}
                </p>
                <p class="small soft">{scopes.join(" · ")}</p>
                <p class="small soft">{dates}</p>
            </div>
            <form method="post" action="/fn/revoke_token">
                <input type="hidden" name="token" value=token.id.to_string()/>
                <button class="button quiet danger">
                    {td_string!(locale, tokens.revoke)}
                    <span class="unseen">": " <bdi>{named}</bdi></span>
                </button>
            </form>
        </li>
    }
}

/// What a scope lets a program do, in a word or two.
fn scope_name(locale: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::ListsRead => td_string!(locale, tokens.scope.lists_read),
        Scope::ListsWrite => td_string!(locale, tokens.scope.lists_write),
        Scope::Reservations => td_string!(locale, tokens.scope.reservations),
        Scope::CatalogueWrite => td_string!(locale, tokens.scope.catalogue_write),
        Scope::Admin => td_string!(locale, tokens.scope.admin),
    }
}

/// The same, in a sentence.
fn scope_words(locale: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::ListsRead => td_string!(locale, tokens.scope.lists_read_words),
        Scope::ListsWrite => td_string!(locale, tokens.scope.lists_write_words),
        Scope::Reservations => td_string!(locale, tokens.scope.reservations_words),
        Scope::CatalogueWrite => td_string!(locale, tokens.scope.catalogue_write_words),
        Scope::Admin => td_string!(locale, tokens.scope.admin_words),
    }
}

/// The box of a scope in the form.
fn scope_field(scope: Scope) -> &'static str {
    match scope {
        Scope::ListsRead => "lists_read",
        Scope::ListsWrite => "lists_write",
        Scope::Reservations => "reservations",
        Scope::CatalogueWrite => "catalogue_write",
        Scope::Admin => "admin",
    }
}

fn lifetime_words(locale: Locale, lifetime: Lifetime) -> &'static str {
    match lifetime {
        Lifetime::Month => td_string!(locale, tokens.lifetime.month),
        Lifetime::Quarter => td_string!(locale, tokens.lifetime.quarter),
        Lifetime::Year => td_string!(locale, tokens.lifetime.year),
        Lifetime::Endless => td_string!(locale, tokens.lifetime.endless),
    }
}

/// When a token was made, when it ends, and when it was last used.
fn dates(
    locale: Locale,
    made_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    used_at: Option<DateTime<Utc>>,
) -> String {
    let day = |at: DateTime<Utc>| words::day(locale, at.date_naive());
    let made = td_string!(locale, tokens.dates.made, day = day(made_at));
    let ends = match expires_at {
        Some(end) => td_string!(locale, tokens.dates.ends, day = day(end)),
        None => td_string!(locale, tokens.dates.endless).to_owned(),
    };
    let used = match used_at {
        Some(used) => td_string!(locale, tokens.dates.used, day = day(used)),
        None => td_string!(locale, tokens.dates.unused).to_owned(),
    };
    [made, ends, used].join(" · ")
}

/// The form by which a token is made.
#[component]
fn Make(
    /// Whether scopes of admins are offered.
    admin: bool,
) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/make_token");
    let wrong_scopes = state.problem("scopes");
    let offered = Scope::ALL.into_iter().filter(move |scope| admin || !scope.is_for_admins());
    let boxes = offered.map(|scope| {
        let name = scope_field(scope);
        let ticked = state.ticked(name, scope == Scope::ListsRead);
        let (words, meaning) = (scope_name(locale, scope), scope_words(locale, scope));
        view! { <ChoiceCard name chosen=ticked words meaning/> }
    });
    let boxes = boxes.collect_view();
    let lifetimes = Lifetime::ALL.into_iter();
    let lifetimes = lifetimes.map(|it| (it.code(), lifetime_words(locale, it).to_owned()));
    let lifetimes: Vec<_> = lifetimes.collect();
    let scopes_described = described_by("scopes", false, wrong_scopes.is_some());
    view! {
        <Panel id="make-heading" heading=td_string!(locale, tokens.make.heading)>
            <FormNotice state=&state/>
            <form class="stack" method="post" action="/fn/make_token" novalidate>
                <Field
                    state=&state
                    label=td_string!(locale, tokens.make.called)
                    name="called"
                    hint=td_string!(locale, tokens.make.called_hint)
                    autocomplete="off"
                    required=true
                />
                <fieldset class="choices" aria-describedby=scopes_described>
                    <legend>{td_string!(locale, tokens.make.scopes)}</legend>
                    {boxes}
                    <FieldError of="scopes" words=wrong_scopes/>
                </fieldset>
                <SelectField
                    state=&state
                    label=td_string!(locale, tokens.make.lifetime)
                    name="lifetime"
                    value=Lifetime::default().code()
                    choices=lifetimes
                />
                <div class="row">
                    <button class="button primary">
                        {td_string!(locale, tokens.make.submit)}
                    </button>
                </div>
            </form>
        </Panel>
    }
}

/// Says on the account page what there is, and leads here.
#[component]
pub(super) fn AppsPanel(
    /// How many tokens are good.
    tokens: usize,
) -> impl IntoView {
    let locale = language();
    let number = u32::try_from(tokens).unwrap_or(u32::MAX);
    let words = match number {
        0 => td_string!(locale, tokens.short).to_owned(),
        number => td_string!(locale, tokens.there, count = number),
    };
    view! {
        <Panel id="apps-heading" heading=td_string!(locale, tokens.heading)>
            <p>{words}</p>
            <a class="button" href="/account/apps">{td_string!(locale, tokens.open)}</a>
        </Panel>
    }
}

/// Says, where everybody else is signed out, that this is no matter of theirs.
#[component]
pub(super) fn TokensStay() -> impl IntoView {
    let locale = language();
    view! {
        <p class="small soft">
            {td_string!(locale, tokens.stay)} " "
            <a href="/account/apps">{td_string!(locale, tokens.look)}</a>
        </p>
    }
}
