//! Lists that are copied, handed out as files, and filled from files.

use app::backend::{Filled, SentGifts, Unreadable};
use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use domain::{FieldErrors, Scope};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{after, before, entered, record};
use crate::{
    exchange,
    http::{
        exchange::{Written, file},
        rest::{
            Caller, Rest,
            refused::{Refusals, Refused},
            sent::whole_file,
            v1::{lists::OwnedListObj, shapes::no_list},
        },
    },
};

/// A file of gifts may have so many bytes (R3.9).
pub const MOST_BYTES: usize = exchange::MOST_BYTES;

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default()
        .routes(routes!(copy_list))
        .routes(routes!(export_list))
        .routes(routes!(import_gifts))
}

/// As what a list is written.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Exporting {
    /// `json`, or `csv` for a table.
    #[serde(default)]
    #[param(inline)]
    format: FileFormat,
}

/// As what a list is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FileFormat {
    /// An object with the list and its gifts.
    #[default]
    Json,
    /// A table that spreadsheet programs read.
    Csv,
}

/// What becomes of rows that are the same as another, or on the list already.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Importing {
    /// Whether they are left out (`skip`) or added, too (`add`).
    #[serde(default)]
    #[param(inline)]
    same: SameRows,
}

/// What becomes of rows that are the same as another, or on the list already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SameRows {
    /// They are left out.
    #[default]
    Skip,
    /// They are added.
    Add,
}

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Imported {
    /// How many gifts.
    added: usize,
    /// The rows that were left out, since they are the same as another, or on the list already.
    left_out: Vec<u32>,
    /// The headers, or keys, that mean nothing to us.
    unknown: Vec<String>,
}

/// Copies a list into a draft of the caller's own.
///
/// Its gifts come along, without day, reservations and co-owners.
#[utoipa::path(
    post,
    path = "/lists/{id}/copy",
    tag = "files",
    params(("id" = String, Path, description = "The list's id.")),
    responses((status = 200, description = "The copy.", body = OwnedListObj), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn copy_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<OwnedListObj>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let copy = rest.backend.exchange.copy(&caller.visit, list).await.map_err(no_list(&id))?;
    after(&rest, &caller, &id, copy, Ok(())).await
}

/// Hands a list out as a file.
///
/// There is no more in it than its owners see, and no name of a giver.
#[utoipa::path(
    get,
    path = "/lists/{id}/export",
    tag = "files",
    params(("id" = String, Path, description = "The list's id."), Exporting),
    responses(
        (status = 200, description = "The file.", content(
            (Value = "application/json"),
            (String = "text/csv")
        )),
        Refusals
    ),
    security(("token" = ["lists:read"]))
)]
async fn export_list(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    query: Result<Query<Exporting>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refused> {
    let list = entered(&caller, Scope::ListsRead, &id)?;
    let Query(asked) = query.map_err(|_| Refused::field("format", "not_a_choice"))?;
    let now = record(&rest, &caller, &id, list).await?;
    let written = match asked.format {
        FileFormat::Json => Written::Json,
        FileFormat::Csv => Written::Csv,
    };
    Ok(file(&rest.site, &now.list, written))
}

/// Fills a list from a file.
///
/// JSON as it is handed out, or a table with any of the usual separators, whatever the content type
/// says. A gift has a `name`, and may have `brand`, `shop`, `link`, `price`, `currency`, `price_date`,
/// `wanted`, `notes`, `priority`, `exactness`, `size`, `colour`, `further_link_1`, `further_link_2`,
/// `further_link_3`, `tags`, `section`, `hidden` and `picture`. All rows are added, or none: then `rows`
/// says what is wrong with each.
#[utoipa::path(
    post,
    path = "/lists/{id}/import",
    tag = "files",
    params(("id" = String, Path, description = "The list's id."), Importing),
    request_body(
        description = "Up to 1 MiB.",
        content((Value = "application/json"), (String = "text/csv"))
    ),
    responses((status = 200, description = "They are added.", body = Imported), Refusals),
    security(("token" = ["lists:write"]))
)]
async fn import_gifts(
    State(rest): State<Rest>,
    caller: Caller,
    Path(id): Path<String>,
    query: Result<Query<Importing>, axum::extract::rejection::QueryRejection>,
    body: Body,
) -> Result<Json<Imported>, Refused> {
    let list = entered(&caller, Scope::ListsWrite, &id)?;
    let Query(asked) = query.map_err(|_| Refused::field("same", "not_a_choice"))?;
    before(&rest, &caller, &id, list).await?;
    let sent = SentGifts { file: whole_file(body).await?, ..SentGifts::default() };
    let same_too = asked.same == SameRows::Add;
    let filled = rest.backend.exchange.fill(&caller.visit, list, sent, same_too).await;
    match filled.map_err(no_list(&id))? {
        Filled::Added { added, left_out, unknown } => {
            Ok(Json(Imported { added, left_out, unknown }))
        }
        Filled::Not(why) => Err(unreadable(why)),
        Filled::Wrong(rows) => Err(wrong_rows(&rows)),
    }
}

/// Why a file could not be read.
fn unreadable(why: Unreadable) -> Refused {
    let (problem, said) = match why {
        Unreadable::Nothing => ("nothing", "Nothing was sent.".to_owned()),
        Unreadable::TooBig => ("too_big", "More than a mebibyte was sent.".to_owned()),
        Unreadable::NotText => ("not_text", "It is no text.".to_owned()),
        Unreadable::Workbook => {
            ("workbook", "It is a workbook. Save it as CSV first, and send that.".to_owned())
        }
        Unreadable::NotJson => ("not_json", "It is no JSON, or none of gifts.".to_owned()),
        Unreadable::NoNames => {
            ("no_names", "No column says what the gifts are called: name.".to_owned())
        }
        Unreadable::NoRows => ("no_rows", "There are no gifts in it.".to_owned()),
        Unreadable::TooMany { rows } => {
            ("too_many", format!("There are {rows} rows in it. A list takes 500 gifts."))
        }
    };
    let status = match why {
        Unreadable::TooBig => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Refused::new(status, "file_unreadable", said).with("problem", problem)
}

/// What is wrong with rows: nothing was added.
fn wrong_rows(rows: &[(u32, FieldErrors)]) -> Refused {
    let row = |(number, fields): &(u32, FieldErrors)| {
        let fields: Vec<Value> = fields
            .iter()
            .map(|wrong| json!({ "field": wrong.field, "problem": wrong.problem.code() }))
            .collect();
        json!({ "row": number, "fields": fields })
    };
    let all: Vec<Value> = rows.iter().map(row).collect();
    let said = "Some rows need other values. Nothing was added.";
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "rows_invalid", said).with("rows", all)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;
    use domain::FieldProblem;
    use http_body_util::BodyExt as _;

    use super::*;

    async fn told(refused: Refused) -> (StatusCode, Value) {
        let response = refused.into_response();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    // R3.9
    #[tokio::test]
    async fn every_wrong_row_is_told_with_its_cells() {
        let mut wrong = FieldErrors::one("price", FieldProblem::NotAPrice);
        wrong.push("name", FieldProblem::Required);
        let (status, body) = told(wrong_rows(&[(3, wrong)])).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = json!([
            { "field": "price", "problem": "not_a_price" },
            { "field": "name", "problem": "required" }
        ]);
        assert_eq!(body["rows"], json!([{ "row": 3, "fields": fields }]));
    }

    #[tokio::test]
    async fn what_can_not_be_read_says_why() {
        let (status, body) = told(unreadable(Unreadable::TooMany { rows: 900 })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(body["problem"], "too_many");
        assert!(body["error"].as_str().unwrap().contains("900"));
        assert_eq!(told(unreadable(Unreadable::TooBig)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    }
}
