//! Sign-up, sign-in, reset (R2).

use domain::SignUpForm;
use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::{
    api::door::{answer, clear_cache, enter, go, set_cookie},
    backend::{Entered, SignedIn},
    i18n::Locale,
    next::Next,
    session::language_cookie,
};
use crate::{codec::Json, error::AppError};

/// Sets the cookie, and goes on: to what was asked for, or to the second step.
#[cfg(feature = "ssr")]
fn enter_at(entered: Entered, next: &Next) {
    match &entered {
        Entered::SignedIn(_) => go(next.as_str()),
        Entered::SecondStep(_) => go(&next.after("/sign-in/second")),
    }
    set_cookie(&entered.into());
}

/// Asks for an account: mails a code and goes on to the page that takes it.
#[server(prefix = "/fn", endpoint = "sign_up", input = PostUrl, output = Json)]
pub async fn sign_up(
    #[server(flatten)] form: SignUpForm,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.accounts.sign_up(&visit, form).await)?;
    go(&Next::parse(&next).after("/sign-up/code"));
    Ok(())
}

/// Enters the mailed code: makes the account and signs in.
#[server(prefix = "/fn", endpoint = "confirm_code", input = PostUrl, output = Json)]
pub async fn confirm_code(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    enter_at(answer(backend.accounts.confirm(&visit, &code).await)?, &Next::parse(&next));
    Ok(())
}

/// Mails a new code, and says so.
#[server(prefix = "/fn", endpoint = "resend_code", input = PostUrl, output = Json)]
pub async fn resend_code(#[server(default)] next: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.accounts.resend_code(&visit).await)?;
    go(&Next::parse(&next).after("/sign-up/code?again=1"));
    Ok(())
}

/// Signs in with a password.
#[server(prefix = "/fn", endpoint = "sign_in", input = PostUrl, output = Json)]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let entered = backend.accounts.sign_in(&visit, &email, &password).await;
    enter_at(answer(entered)?, &Next::parse(&next));
    Ok(())
}

/// Does the second step: six digits of the authenticator app, or a recovery code.
#[server(prefix = "/fn", endpoint = "second_step", input = PostUrl, output = Json)]
pub async fn second_step(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    set_cookie(&answer(backend.accounts.second_step(&visit, &code).await)?);
    go(Next::parse(&next).as_str());
    Ok(())
}

/// Shows once more who is there, and goes back to what asked for it.
#[server(prefix = "/fn", endpoint = "sign_in_again", input = PostUrl, output = Json)]
pub async fn sign_in_again(
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let entered = backend.accounts.sign_in_again(&visit, &password).await;
    enter_at(answer(entered)?, &Next::parse(&next));
    Ok(())
}

/// Names the address that a provider did not tell, and mails a code to it.
#[server(prefix = "/fn", endpoint = "name_address", input = PostUrl, output = Json)]
pub async fn name_address(
    #[server(default)] email: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.accounts.name_address(&visit, &email).await)?;
    go(&Next::parse(&next).after("/sign-up/code"));
    Ok(())
}

/// Ends the session, here and on the server.
#[server(prefix = "/fn", endpoint = "sign_out", input = PostUrl, output = Json)]
pub async fn sign_out() -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    set_cookie(&answer(backend.accounts.sign_out(&visit).await)?);
    clear_cache();
    go("/");
    Ok(())
}

/// Asks for a link by which the password is set anew.
#[server(prefix = "/fn", endpoint = "ask_reset", input = PostUrl, output = Json)]
pub async fn ask_reset(
    #[server(default)] email: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.accounts.ask_reset(&visit, &email).await)?;
    // The mailed link can not carry it: no row of the outbox says what somebody asked for.
    set_cookie(&SignedIn { cookie: Next::parse(&next).remembered() });
    go("/reset/sent");
    Ok(())
}

/// Sets the password anew and signs in.
#[server(prefix = "/fn", endpoint = "reset_password", input = PostUrl, output = Json)]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let entered = backend.accounts.reset(&visit, &token, &password).await;
    enter_at(answer(entered)?, &Next::parse(&visit.asked));
    set_cookie(&SignedIn { cookie: Next::parse("").remembered() });
    Ok(())
}

/// How hard a password is to guess, from 0 to 4, for the meter.
#[server(prefix = "/fn", endpoint = "password_score", input = PostUrl, output = Json)]
pub async fn password_score(#[server(flatten)] form: SignUpForm) -> Result<u8, AppError> {
    let (backend, visit) = enter()?;
    answer(backend.accounts.password_score(&visit, form).await)
}

/// Chooses the language of the pages, and of the mails to somebody who is signed in.
#[server(prefix = "/fn", endpoint = "set_language", input = PostUrl, output = Json)]
pub async fn set_language(#[server(default)] language: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let language = language.parse::<Locale>().map_err(|()| AppError::Transport);
    let language = answer(language)?;
    set_cookie(&SignedIn { cookie: language_cookie(language) });
    backend.accounts.choose_language(&visit, language).await;
    Ok(())
}
