//! Who reads what a share link opens (R10.2).

use app::session::Visit;
use domain::{Actor, ListId, Scope};

use crate::{
    http::rest::{Caller, Rest, guest::Guest, refused::Refused},
    secrets::Secrets,
};

/// The visit of whoever reads a list, named by its share link or by its plain id. Whoever is not
/// [`known`] there is nobody.
///
/// # Errors
/// As [`known`].
pub async fn reader(
    rest: &Rest,
    caller: &Caller,
    guest: &Guest,
    list: &str,
) -> Result<Visit, Refused> {
    let visit = guest.visit(&rest.site, caller);
    if known(rest, caller, &visit, list).await? {
        return Ok(visit);
    }
    let actor = Actor { person: None, ..visit.actor };
    Ok(Visit { actor, account: None, ..visit })
}

/// Whether a caller reads a list as who they are. What its share link opens anybody reads, and so does
/// who sends a token that may not give, as if they sent none. Those who look after the list are who
/// they are by any token, since a surprise is kept from them (R3.6), and need one that may read lists;
/// so does whoever names the list by its plain id.
///
/// # Errors
/// 403 `scope_missing`.
pub async fn known(
    rest: &Rest,
    caller: &Caller,
    visit: &Visit,
    list: &str,
) -> Result<bool, Refused> {
    if list.parse::<ListId>().is_ok() {
        caller.may(Scope::ListsRead)?;
        return Ok(true);
    }
    if caller.may(Scope::Reservations).is_ok() {
        return Ok(true);
    }
    let door = rest.site.store.door(&Secrets::share_key(list), &visit.actor).await;
    let door = rest.site.answer(door)?;
    let looks_after = door.is_some_and(|door| door.role.may_edit());
    if looks_after {
        caller.may(Scope::ListsRead)?;
    }
    Ok(looks_after)
}
