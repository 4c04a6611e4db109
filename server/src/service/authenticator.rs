//! Authenticator apps (RFC 6238) and recovery codes (R2.8).

use app::{backend::AuthenticatorSetUp, error::AppError};
use domain::PersonId;
use store::{FirstStep, RECOVERY_CODES, SecondProof};
use totp_rs::{Builder, Totp};

use super::accounts::digits;
use crate::{qr::Code, site::Site};

/// The authenticator of an account.
fn authenticator(site: &Site, person: PersonId, generation: u32, email: &str) -> Option<Totp> {
    let builder = Builder::new()
        .with_secret(site.secrets.authenticator(person, generation))
        .with_account_name(email)
        .with_issuer(Some("Ewelists"));
    builder.build().ok()
}

/// The time step whose digits were typed: the one before this, this, or the next, since clocks
/// differ (RFC 6238, 5.2).
pub fn time_step(site: &Site, person: PersonId, generation: u32, typed: &str) -> Option<i64> {
    let totp = authenticator(site, person, generation, "")?;
    let now = u64::try_from(site.clock.now().timestamp()).ok()?;
    i64::try_from(totp.check(&digits(typed), now)?).ok()
}

/// What proves the second step, if what was typed does.
pub fn proof(site: &Site, first: &FirstStep, typed: &str) -> Option<SecondProof> {
    let person = first.person.id;
    if let Some(step) = time_step(site, person, first.generation, typed) {
        return Some(SecondProof::Authenticator(step));
    }
    let is_code = |number: &u32| {
        site.secrets.is_recovery_code(person, first.codes_generation, *number, typed)
    };
    (0..RECOVERY_CODES).find(is_code).map(SecondProof::RecoveryCode)
}

/// What an authenticator app needs to know.
///
/// # Errors
/// [`AppError::Transport`] for an address that no authenticator app can show.
pub fn set_up(
    site: &Site,
    person: PersonId,
    generation: u32,
    email: &str,
) -> Result<AuthenticatorSetUp, AppError> {
    let totp = authenticator(site, person, generation, email).ok_or(AppError::Transport)?;
    let uri = totp.to_url().map_err(|_| AppError::Transport)?;
    let code = Code::of(&uri).ok_or(AppError::Transport)?;
    let secret = totp.secret().to_base32();
    let groups: Vec<_> = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    Ok(AuthenticatorSetUp {
        secret: groups.join(" "),
        qr_path: code.path(),
        qr_size: u32::try_from(code.size()).unwrap_or(0),
        uri,
    })
}
