//! Writing to the team: C1 of the original.

use axum::{Json, extract::State};
use domain::ContactForm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::rest::{
    Caller, Rest,
    refused::{Refusals, Refused},
    sent::MaybeSent,
};

/// The routes.
pub fn routes() -> OpenApiRouter<Rest> {
    OpenApiRouter::default().routes(routes!(write_to_team))
}

/// What somebody writes.
#[derive(Default, Deserialize, ToSchema)]
pub struct ContactMessage {
    /// What they call themselves.
    #[schema(value_type = String, examples("Ada"))]
    name: Option<String>,
    /// Where the answer goes.
    #[schema(value_type = String, examples("ada@example.org"))]
    email: Option<String>,
    /// What they say: up to 4,000 characters.
    #[schema(value_type = String, examples("The stars on my list do not twinkle."))]
    message: Option<String>,
}

/// What was written, and the number that it goes by.
#[derive(Serialize, ToSchema)]
pub struct ContactAnswer {
    /// What they call themselves.
    name: String,
    /// Where the answer goes.
    email: String,
    /// What they said.
    message: String,
    /// The number that stands in the mails about it.
    #[schema(examples("EW-7K3Q-2M9P"))]
    id: String,
}

/// Writes to the team.
///
/// Anybody may. A receipt is mailed to the address that is named.
#[utoipa::path(
    post,
    path = "/contact",
    tag = "contact",
    request_body = ContactMessage,
    responses((status = 200, description = "It is on its way.", body = ContactAnswer), Refusals),
    security(())
)]
async fn write_to_team(
    State(rest): State<Rest>,
    caller: Caller,
    sent: Result<MaybeSent<ContactMessage>, Refused>,
) -> Result<Json<ContactAnswer>, Refused> {
    let missing = |field: &str| format!("API Event did not contain {field} in the body.");
    let said = |field: &str, sent: Option<String>| {
        sent.ok_or_else(|| Refused::field(field, "required").says("invalid", missing(field)))
    };
    // What is no JSON contains nothing.
    let MaybeSent(sent) = sent.map_err(|refused| refused.says("malformed", missing("name")))?;
    let ContactMessage { name, email, message } = sent;
    let (name, email) = (said("name", name)?, said("email", email)?);
    let form = ContactForm { name, email, message: said("message", message)? };
    let ContactForm { name, email, message } = form.clone();
    let reference = rest.backend.contact.write(&caller.visit, "", form).await?;
    Ok(Json(ContactAnswer { name, email, message, id: reference.to_string() }))
}
