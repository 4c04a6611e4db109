//! Who looks after a list, and who is invited to (R3.8).

use leptos::{prelude::*, server_fn::codec::PostUrl};

#[cfg(feature = "ssr")]
use crate::api::door::{answer, enter, go, id};
use crate::{codec::Json, error::AppError};

/// Invites the holder of an address, by mail.
#[server(prefix = "/fn", endpoint = "invite_by_mail", input = PostUrl, output = Json)]
pub async fn invite_by_mail(
    list: String,
    #[server(default)] email: String,
) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.members.invite_by_mail(&visit, id(&list)?, &email).await)?;
    go(&format!("/lists/{list}/people?done=mailed"));
    Ok(())
}

/// Makes a link to pass on.
#[server(prefix = "/fn", endpoint = "invite_by_link", input = PostUrl, output = Json)]
pub async fn invite_by_link(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.members.invite_by_link(&visit, id(&list)?).await)?;
    go(&format!("/lists/{list}/people?done=link"));
    Ok(())
}

/// Takes an invitation back.
#[server(prefix = "/fn", endpoint = "take_back_invitation", input = PostUrl, output = Json)]
pub async fn take_back_invitation(list: String, invitation: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.members.take_back(&visit, id(&list)?, id(&invitation)?).await)?;
    go(&format!("/lists/{list}/people?done=taken_back"));
    Ok(())
}

/// Joins those who look after a list, by an invitation.
#[server(prefix = "/fn", endpoint = "join_list", input = PostUrl, output = Json)]
pub async fn join_list(#[server(default)] token: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    let list = answer(backend.members.join(&visit, &token).await)?;
    go(&format!("/lists/{list}?joined=1"));
    Ok(())
}

/// Has somebody look after a list no more.
#[server(prefix = "/fn", endpoint = "remove_co_owner", input = PostUrl, output = Json)]
pub async fn remove_co_owner(list: String, person: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.members.remove(&visit, id(&list)?, id(&person)?).await)?;
    go(&format!("/lists/{list}/people?done=removed"));
    Ok(())
}

/// Looks after a list no more.
#[server(prefix = "/fn", endpoint = "leave_list", input = PostUrl, output = Json)]
pub async fn leave_list(list: String) -> Result<(), AppError> {
    let (backend, visit) = enter()?;
    answer(backend.members.leave(&visit, id(&list)?).await)?;
    go("/lists?left=1");
    Ok(())
}
