//! Lists, for those who look after them: L1 to L6 of the original.

mod sent;
mod told;

use app::backend::{ListChange, ListFacts};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::Datelike as _;
use domain::{ListForm, ListRecord, ListState, Occasion, Promises, Role, Scope};
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    sent::{ListClosing, ListUpdate, NewList},
    told::{AllLists, ClosedList, DeletedList, ListAnswer, ListUpdated, ListsUser},
};
use super::{
    beyond::{entered, record},
    shapes::{cover_named, no_list, of_list, written},
};
use crate::http::rest::{
    Caller, Rest,
    cursor::Cursor,
    refused::{Refusals, Refused},
    sent::{MaybeSent, Sent},
    tag::{IfNoneMatch, changed, etag},
};

pub use told::{ListLink, OwnedListObj, RoleName, SurpriseName, name_of, products};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(all_lists, create_list))
        .routes(routes!(read_list, change_list, delete_list))
        .routes(routes!(close_list))
}

/// An answer about a list with the tag of its revision. Where owners see what givers do, it is never
/// left out as known: a giver's name goes without a revision once it is erased (R5.6).
pub fn tagged<T: Serialize>(record: &ListRecord, known: &IfNoneMatch, body: T) -> Response {
    let revision = record.revision();
    match record.promises {
        Promises::Kept => known.answer(revision, body),
        Promises::Shown(_) => {
            let keep = HeaderValue::from_static("private, no-cache");
            ([(header::ETAG, etag(revision)), (header::CACHE_CONTROL, keep)], Json(body))
                .into_response()
        }
    }
}

/// Where a list stands among others (R3.3), as a text that sorts alike: closed ones last, before them
/// those of others; each group by its day, the latest first and none last, and then the newest first.
fn place(facts: &ListFacts) -> String {
    let list = &facts.list;
    let closed = list.state == ListState::Closed;
    let of_others = !closed && list.role == Role::CoOwner;
    let day = list.banner.date.map(|date| i64::from(date.day.num_days_from_ce()));
    let before_day = day.map_or(i64::from(u32::MAX), |day| i64::from(i32::MAX) - day);
    let after_id = u128::MAX - list.id.uuid().as_u128();
    format!("{}{}{before_day:010}{after_id:032x}", u8::from(closed), u8::from(of_others))
}

/// All lists that the caller looks after.
#[utoipa::path(
    get,
    path = "/lists",
    tag = "lists",
    params(Cursor),
    responses((status = 200, description = "One page of them.", body = AllLists), Refusals),
    security(("token" = ["lists:read"]))
)]
async fn all_lists(
    State(rest): State<Rest>,
    caller: Caller,
    cursor: Result<Cursor, Refused>,
) -> Result<Json<AllLists>, Refused> {
    let me = caller.need(Scope::ListsRead)?;
    let account = caller.visit.account.as_ref();
    let user = ListsUser {
        email: account.map(|account| account.email.clone()).unwrap_or_default(),
        user_id: written(me.uuid()),
        name: account.map(|account| account.name.clone()).unwrap_or_default(),
    };
    let lists = rest.backend.records.mine(&caller.visit).await?;
    let page = cursor?.page_by(lists, place)?;
    let origin = rest.site.settings.site.origin();
    let (closed, owned): (Vec<ListFacts>, Vec<ListFacts>) =
        page.items.into_iter().partition(|it| it.list.state == ListState::Closed);
    let objects = |lists: Vec<ListFacts>| {
        lists.iter().map(|it| OwnedListObj::of(&it.list, it.owner, &origin)).collect()
    };
    Ok(Json(AllLists {
        user,
        owned: objects(owned),
        closed: objects(closed),
        next_cursor: page.next,
    }))
}

/// Makes a list that givers can open at once.
#[utoipa::path(
    post,
    path = "/lists",
    tag = "lists",
    request_body = NewList,
    responses((status = 200, description = "It is made.", body = ListLink), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn create_list(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<Sent<NewList>, Refused>,
) -> Result<Json<ListLink>, Refused> {
    caller.need(Scope::ListsWrite)?;
    let Sent(new) = sent?;
    let (form, surprise) = new.form(&rest.site.settings.site.origin())?;
    let made = rest.backend.records.create(&caller.visit, form, surprise).await;
    let made = made.map_err(|error| of_list(error.into()))?;
    Ok(Json(ListLink { list_id: written(made.id.uuid()), share_token: made.share }))
}

/// A list and what is on it.
#[utoipa::path(
    get,
    path = "/lists/{id}",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses(
        (status = 200, description = "The list, under a tag that `If-Match` takes.", body = ListAnswer,
            headers(("ETag" = String, description = "Its revision."))),
        (status = 304, description = "It is as `If-None-Match` says."),
        Refusals
    ),
    security(("token" = ["lists:read"]))
)]
async fn read_list(
    State(rest): State<Rest>,
    caller: Caller,
    known: IfNoneMatch,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let now = record(&rest, &caller, &id, list).await?;
    let answer = ListAnswer::of(&now, &rest.site.settings.site.origin());
    Ok(tagged(&now, &known, answer))
}

/// Changes what a list says.
///
/// Any of the keys, in any order. What is not named stays as it is.
#[utoipa::path(
    put,
    path = "/lists/{id}",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = ListUpdate,
    responses(
        (status = 200, description = "It is changed.", body = Vec<ListUpdated>,
            headers(("ETag" = String,
                description = "What this made of the revision that `If-Match` names, if any."))),
        Refusals
    ),
    security(("token" = ["lists:write"]))
)]
async fn change_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<Sent<ListUpdate>, Refused>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Sent(asked) = sent?;
    let origin = rest.site.settings.site.origin();
    let cover = asked.image_url.as_deref().and_then(|url| cover_named(url, &origin));
    let form = |form: ListForm| asked.over(form, cover.map(Occasion::code));
    let our_cover = cover.is_some();
    let change = ListChange { form: &form, our_cover, confirmed: asked.confirmed };
    let after = rest.backend.records.change(&caller.visit, list, change).await;
    let (after, made) = after.map_err(|error| of_list(no_list(&id)(error)))?;
    let updates = asked.became(OwnedListObj::of(&after.list, after.owner, &origin));
    Ok(changed(made, [ListUpdated { updates }]))
}

/// Puts a list into the bin.
///
/// Its owner can bring it back for 30 days. Its givers are told.
#[utoipa::path(
    delete,
    path = "/lists/{id}",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "It is in the bin.", body = DeletedList), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn delete_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<DeletedList>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let count = rest.backend.records.discard(&caller.visit, list).await.map_err(no_list(&id))?;
    let list_id = written(list.uuid());
    Ok(Json(DeletedList { deleted: true, list_id, count }))
}

/// Closes a list.
///
/// A surprise ends by that. One that is closed already stays so.
#[utoipa::path(
    post,
    path = "/lists/{id}/close",
    tag = "lists",
    params(("id" = String, Path, description = "The list's id.")),
    request_body = Option<ListClosing>,
    responses((status = 200, description = "It is closed.", body = ClosedList), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn close_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    sent: Result<MaybeSent<ListClosing>, Refused>,
) -> Result<Json<ClosedList>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let MaybeSent(closing) = sent?;
    match rest.backend.lists.close(&caller.visit, list, closing.tell_givers).await {
        Err(error) if error.code() != "list_closed" => Err(no_list(&id)(error)),
        _ => Ok(Json(ClosedList { closed: true, list_id: written(list.uuid()) })),
    }
}
