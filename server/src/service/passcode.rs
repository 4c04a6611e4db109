//! The passcode of a list: who passes, and how it is typed and set (R3.7).

use app::{backend::SignedIn, error::AppError, session::Visit};
use chrono::TimeDelta;
use domain::{FieldErrors, FieldProblem, ListId, Pass, Passcode, PasscodeHash};
use store::Door;

use super::limits::Limited;
use crate::{passwords::Verified, secrets::Secrets, site::Site};

/// The cookie that remembers that a list's passcode was typed; the list's id follows.
pub const PASS_COOKIE: &str = "__Host-pass-";

/// How many days it is remembered, unless the passcode changes before.
const PASS_DAYS: i64 = 30;

/// Stands between a list's id and what shows that its passcode was typed.
const BETWEEN: char = '.';

/// The list behind a share link, for somebody who may know something of it.
///
/// # Errors
/// As not found for a link that opens nothing; as in need of a passcode.
pub async fn door(site: &Site, visit: &Visit, share: &str) -> Result<Door, AppError> {
    let door = before_it(site, visit, share).await?;
    door.list.require_passed(door.role, &visit.actor)?;
    Ok(door)
}

async fn before_it(site: &Site, visit: &Visit, share: &str) -> Result<Door, AppError> {
    let door = site.store.door(&Secrets::share_key(share), &visit.actor).await;
    site.answer(door)?.ok_or_else(AppError::not_found)
}

/// Tries what was typed; answers the cookie that remembers it, where there is something to
/// remember. A try is counted before it is compared, and a right one is taken back: a family behind
/// one address is let in, however many they are.
///
/// # Errors
/// On the field `passcode`; [`AppError::TooMany`]; [`AppError::Busy`].
pub async fn enter(
    site: &Site,
    visit: &Visit,
    share: &str,
    typed: &str,
) -> Result<Option<SignedIn>, AppError> {
    Ok(pass(site, visit, share, typed).await?.map(|pass| remembered(site, pass)))
}

/// The same, and answers what shows that it was typed, as [`shown_again`] reads it: for programs,
/// which keep no cookies.
///
/// # Errors
/// As [`enter`].
pub async fn shown(
    site: &Site,
    visit: &Visit,
    share: &str,
    typed: &str,
) -> Result<Option<String>, AppError> {
    let pass = pass(site, visit, share, typed).await?;
    Ok(pass.map(|pass| format!("{}{BETWEEN}{}", pass.list, sealed(site, pass))))
}

/// What a program shows of a passcode that was typed; nothing where it was changed, made by others,
/// or is over.
pub fn shown_again(site: &Site, shown: &str) -> Option<Pass> {
    let (list, sealed) = shown.split_once(BETWEEN)?;
    site.secrets.open_pass(list.parse().ok()?, sealed, site.clock.now())
}

async fn pass(
    site: &Site,
    visit: &Visit,
    share: &str,
    typed: &str,
) -> Result<Option<Pass>, AppError> {
    let Door { list, role } = before_it(site, visit, share).await?;
    let Some(hash) = &list.lock.hash else { return Ok(None) };
    if list.require_passed(role, &visit.actor).is_ok() {
        return Ok(None);
    }
    let wrong = |problem| AppError::from(FieldErrors::one("passcode", problem));
    let passcode = Passcode::parse(typed).map_err(|problem| match problem {
        FieldProblem::Required => wrong(problem),
        _ => wrong(FieldProblem::WrongCode),
    })?;
    let here = (list.id, visit.address);
    site.count(Limited::Passcode, &here).await?;
    site.count(Limited::PasscodeOfList, &list.id).await?;
    let sealed = site.secrets.seal_passcode(list.id, &passcode);
    let verified = site.passwords.verify(sealed, Some(hash.as_str().to_owned())).await;
    if verified == Some(Verified::No) {
        return Err(wrong(FieldProblem::WrongCode));
    }
    site.take_back(Limited::Passcode, &here).await?;
    site.take_back(Limited::PasscodeOfList, &list.id).await?;
    if verified.is_none() {
        return Err(AppError::Busy);
    }
    Ok(Some(Pass { list: list.id, generation: list.lock.generation }))
}

/// What is kept of a passcode that somebody sets for a list.
///
/// # Errors
/// On the field `passcode`; [`AppError::Busy`].
pub async fn hashed(site: &Site, list: ListId, typed: &str) -> Result<PasscodeHash, AppError> {
    let passcode = Passcode::parse(typed);
    let passcode = passcode.map_err(|problem| FieldErrors::one("passcode", problem))?;
    let sealed = site.secrets.seal_passcode(list, &passcode);
    let hash = site.passwords.hash_sealed(sealed).await.ok_or(AppError::Busy)?;
    Ok(PasscodeHash::new(hash))
}

fn sealed(site: &Site, pass: Pass) -> String {
    site.secrets.seal_pass(pass, site.clock.now() + TimeDelta::days(PASS_DAYS))
}

fn remembered(site: &Site, pass: Pass) -> SignedIn {
    let sealed = sealed(site, pass);
    let seconds = TimeDelta::days(PASS_DAYS).num_seconds();
    SignedIn {
        cookie: format!(
            "{PASS_COOKIE}{}={sealed}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax",
            pass.list
        ),
    }
}
