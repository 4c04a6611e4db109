//! Who looks after a list, and how they come to do so.

use app::backend::{ListPeople, WaitingInvitation};
use axum::{
    Json,
    extract::{Path, State},
};
use domain::{InvitationId, ListId, PersonId, Scope};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{before, entered};
use crate::http::rest::{
    Caller, Rest,
    cursor::Cursor,
    refused::{Refusals, Refused},
    sent::MaybeSent,
    v1::shapes::{named, no_list, not_there, written},
};

mod shapes;

use shapes::{
    InvitationObj, InvitationShown, JoinedList, LeftList, ListPeopleObj, NewInvitation,
    RemovedPerson, TakenBack,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(people))
        .routes(routes!(invite))
        .routes(routes!(take_back))
        .routes(routes!(remove_person))
        .routes(routes!(leave_list))
        .routes(routes!(invitation, join_list))
}

/// What is said of an invitation that is not there.
const NO_INVITATION: &str = "Invitation does not exist.";

/// What is said to somebody who is one of them already.
const ONE_OF_THEM: &str = "User looks after this list already.";

/// What is said of somebody who does not look after the list.
const NOBODY: &str = "User does not look after this list.";

/// Who looks after a list, and who is invited to.
///
/// With what was done to it that all of them should know of. Only the people come in pages.
#[utoipa::path(
    get,
    path = "/lists/{id}/people",
    tag = "people",
    params(("id" = String, Path, description = "The list's id."), Cursor),
    responses((status = 200, description = "One page of them.", body = ListPeopleObj), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn people(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<ListPeopleObj>, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let all = people_of(&rest, &caller, &id, list).await?;
    ListPeopleObj::page(all, &cursor?).map(Json)
}

async fn people_of(
    rest: &Rest,
    caller: &Caller,
    sent: &str,
    list: ListId,
) -> Result<ListPeople, Refused> {
    rest.backend.members.people(&caller.visit, list).await.map_err(no_list(sent))
}

/// Invites somebody to look after a list, too.
///
/// By mail where an address is sent, else by a link to pass on.
#[utoipa::path(
    post,
    path = "/lists/{id}/people/invitations",
    tag = "people",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = Option<NewInvitation>,
    responses((status = 200, description = "The invitation.", body = InvitationObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn invite(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<MaybeSent<NewInvitation>, Refused>,
) -> Result<Json<InvitationObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let MaybeSent(NewInvitation { email }) = sent?;
    before(&rest, &caller, &id, list).await?;
    let (members, visit) = (&rest.backend.members, &caller.visit);
    let invited = match &email {
        Some(email) => members.invite_by_mail(visit, list, email).await,
        None => members.invite_by_link(visit, list).await,
    };
    let invitation = invited.map_err(no_list(&id))?;
    let waiting = people_of(&rest, &caller, &id, list).await?.invitations;
    let found = waiting.into_iter().find(|it: &WaitingInvitation| it.id == invitation);
    let found = found.ok_or_else(|| Refused::missing(NO_INVITATION))?;
    Ok(Json(found.into()))
}

/// Takes an invitation back: its link stops working.
#[utoipa::path(
    delete,
    path = "/lists/{id}/people/invitations/{invitationid}",
    tag = "people",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("invitationid" = String, Path, description = "The invitation's id.")
    ),
    responses((status = 200, description = "It is taken back.", body = TakenBack), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn take_back(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, invitationid)): Path<(String, String)>,
) -> Result<Json<TakenBack>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    before(&rest, &caller, &id, list).await?;
    let invitation = named(&invitationid, "invitationid")?.map(InvitationId::new);
    let invitation = invitation.ok_or_else(|| Refused::missing(NO_INVITATION))?;
    let taken_back = rest.backend.members.take_back(&caller.visit, list, invitation).await;
    taken_back.map_err(not_there(NO_INVITATION))?;
    Ok(Json(TakenBack { taken_back: true, invitation_id: written(invitation.uuid()) }))
}

/// Has somebody look after a list no more.
///
/// They are told by mail. The owner stays.
#[utoipa::path(
    delete,
    path = "/lists/{id}/people/{userid}",
    tag = "people",
    params(
        ("id" = String, Path, description = "The list's id."),
        ("userid" = String, Path, description = "Who it is.")
    ),
    responses((status = 200, description = "They are told.", body = RemovedPerson), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn remove_person(
    State(rest): State<Rest>,
    caller: Caller,
    Path((id, userid)): Path<(String, String)>,
) -> Result<Json<RemovedPerson>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    before(&rest, &caller, &id, list).await?;
    let whom = named(&userid, "userid")?.map(PersonId::new);
    let whom = whom.ok_or_else(|| Refused::missing(NOBODY))?;
    let removed = rest.backend.members.remove(&caller.visit, list, whom).await;
    removed.map_err(not_there(NOBODY))?;
    Ok(Json(RemovedPerson { removed: true, user_id: written(whom.uuid()) }))
}

/// Looks after a list no more.
#[utoipa::path(
    post,
    path = "/lists/{id}/leave",
    tag = "people",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is theirs alone.", body = LeftList), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn leave_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<LeftList>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    rest.backend.members.leave(&caller.visit, list).await.map_err(no_list(&id))?;
    Ok(Json(LeftList { left: true, list_id: written(list.uuid()) }))
}

/// What an invitation is about.
///
/// Looking changes nothing.
#[utoipa::path(
    get,
    path = "/join/{token}",
    tag = "people",
    params(("token" = String, Path, description = "The token of its link.")),
    responses((status = 200, description = "What became of it.", body = InvitationShown), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn invitation(
    State(rest): State<Rest>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Json<InvitationShown>, Refused> {
    caller.need(Scope::ListsRead)?;
    let shown = rest.backend.members.invitation(&caller.visit, &token).await;
    let shown = shown.map_err(not_there(NO_INVITATION))?;
    Ok(Json(InvitationShown::of(shown, &rest.site.settings.site.origin())))
}

/// Joins those who look after a list.
///
/// An invitation works once.
#[utoipa::path(
    post,
    path = "/join/{token}",
    tag = "people",
    params(("token" = String, Path, description = "The token of its link.")),
    responses((status = 200, description = "The list.", body = JoinedList), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn join_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(token): Path<String>,
) -> Result<Json<JoinedList>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let joined = rest.backend.members.join(&caller.visit, &token).await;
    let missing = not_there(NO_INVITATION);
    let list = joined.map_err(|error| missing(error).says("own_list", ONE_OF_THEM))?;
    Ok(Json(JoinedList { joined: true, list_id: written(list.uuid()) }))
}
