//! What the API says of itself: OpenAPI 3.1, made from the routes (R10.3).

use std::{collections::HashSet, sync::LazyLock};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use sha2::{Digest as _, Sha256};
use utoipa::{
    PartialSchema as _,
    openapi::{
        Info, ObjectBuilder, OpenApi, Ref, RefOr, Server, Tag, Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{BELOW, Rest, examples, refused, v1};

/// What the API is about, in Markdown.
const ABOUT: &str = "\
Lists of wishes, gifts and promises, as the pages of this site have them: the same rules, for programs.

A token is made on the account page, under *Apps and scripts*, and sent as `Authorization: Bearer ewl_...`.
It has scopes, and acts for whoever made it. Routes without a lock need none: they take the token of a
share link, or of a manage link, in place of an id.

Bodies are JSON, whatever the content type says; fields that are not known are ignored. Every refusal is
`{\"error\": \"...\", \"code\": \"...\"}`, where `code` never changes. A method that a path does not take is
answered by 405 `method_not_allowed`, and what there is no route for by 404 `no_route`.

- **Once only**: a POST with an `Idempotency-Key` is answered for a day as it was the first time. Where it
  was done and its answer was lost, it is refused with 409 `unknown_outcome` and not done again.
- **No lost update**: the `ETag` of a list, and of a gift on it, goes back in `If-Match` with any change
  of the list; that of a product that waits, with what is made of it; that of one of the catalogue, with
  what is put in its place.
- **How often**: `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` stand on every answer to
  what is counted.
- **Languages**: people without an account get mails in the language that `Accept-Language` asks for when
  they reserve, write to the team, or are invited.";

/// What routes are gathered under, in this order.
const TAGS: [(&str, &str); 17] = [
    ("account", "Who the token acts for, and where they are signed in."),
    ("tokens", "Tokens. They are made on the account page only."),
    ("lists", "Lists, for those who look after them."),
    ("gifts", "The gifts on a list, for those who look after it."),
    ("people", "Who looks after a list together."),
    ("files", "Lists that are copied, and files of gifts."),
    ("bin", "Lists that were deleted, and can be brought back."),
    ("thanks", "What became of promises, for those who look after the list."),
    ("shared", "A list as those see it who hold its link."),
    ("reservations", "Promises, for those who make them."),
    ("giving", "What somebody with an account has promised."),
    ("events", "News of a list as they happen."),
    ("products", "The catalogue."),
    ("notfound", "Products of people's own."),
    ("tools", "What admins' programs do with products, here and in other instances."),
    ("contact", "Writing to the team."),
    (
        "webhooks",
        "Being told instead of asking, by Standard Webhooks: a POST of `{\"type\": \"gift.added\", \
         \"timestamp\": \"...\", \"data\": {...}}`. `webhook-signature` is `v1,` and the Base64 of the \
         HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; the key is what stands behind \
         `whsec_` in the secret, decoded from Base64. Any 2xx within ten seconds has taken it.",
    ),
];

/// What is gathered under these changes a list, where a path begins with one.
const OF_A_LIST: [&str; 5] = ["lists", "gifts", "people", "files", "thanks"];

/// Below this path it is decided what becomes of a product that waits.
const WAITS: &str = "/tools/notfound/{id}";

/// By these a product is put into the catalogue under its id.
const PUT: [&str; 2] = ["/catalogue/{id}", "/tools/products/{id}"];

/// The document. It needs no site: it is the same wherever the program runs.
pub fn document() -> OpenApi {
    let (_, mut api) = v1::routes().split_for_parts();
    api.info = Info::new("Ewelists", env!("CARGO_PKG_VERSION"));
    api.info.description = Some(ABOUT.to_owned());
    api.servers = Some(vec![Server::new(BELOW)]);
    api.tags = Some(TAGS.into_iter().map(tag).collect());
    let components = api.components.get_or_insert_default();
    components.responses.extend(refused::described());
    let problems = [
        ("Problem".to_owned(), refused::Problem::schema()),
        ("WrongField".to_owned(), refused::WrongField::schema()),
    ];
    components.schemas.extend(problems);
    components.add_security_scheme("token", SecurityScheme::Http(bearer()));
    components.parameters.insert("IdempotencyKey".to_owned(), RefOr::T(idempotency_key()));
    components.parameters.insert("IfNoneMatch".to_owned(), RefOr::T(if_none_match()));
    components.parameters.insert("IfMatch".to_owned(), RefOr::T(if_match()));
    for (name, path) in &mut api.paths.paths {
        if let Some(get) = &mut path.get
            && get.responses.responses.contains_key("304")
        {
            let known = RefOr::Ref(Ref::new("#/components/parameters/IfNoneMatch"));
            get.parameters.get_or_insert_default().push(known);
        }
        if let Some(post) = &mut path.post {
            let key = RefOr::Ref(Ref::new("#/components/parameters/IdempotencyKey"));
            post.parameters.get_or_insert_default().push(key);
        }
        let changes = [&mut path.put, &mut path.post, &mut path.delete].into_iter().flatten();
        let of_a_product = name.starts_with(WAITS) || PUT.contains(&name.as_str());
        for change in changes.filter(|change| of_a_product || is_of_a_list(name, change)) {
            let upon = RefOr::Ref(Ref::new("#/components/parameters/IfMatch"));
            change.parameters.get_or_insert_default().push(upon);
        }
    }
    examples::put_into(&mut api);
    api
}

fn tag((name, about): (&str, &str)) -> Tag {
    let mut tag = Tag::new(name);
    tag.description = Some(about.to_owned());
    tag
}

fn bearer() -> utoipa::openapi::security::Http {
    HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("ewl_ and 43 characters")
        .description(Some("A token of the account page, under *Apps and scripts*."))
        .build()
}

fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]{1,255}$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some(
            "Any visible characters, best a fresh UUID. The same request with the same key is \
             answered for a day as it was the first time: to the same token, or else to the same \
             Giver-Token, or without either to the same network.",
        ))
        .schema(Some(text))
        .build()
}

fn if_none_match() -> Parameter {
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some(
            "The `ETag` of what is known already: if it is still so, 304 is answered.",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// The changes of lists, each with its path.
static CHANGES: LazyLock<HashSet<(Method, String)>> = LazyLock::new(|| {
    let mut changes = HashSet::new();
    for (path, item) in document().paths.paths {
        let all =
            [(Method::PUT, item.put), (Method::POST, item.post), (Method::DELETE, item.delete)];
        for (method, change) in all {
            if change.is_some_and(|change| is_of_a_list(&path, &change)) {
                changes.insert((method, path.clone()));
            }
        }
    }
    changes
});

/// Whether a method changes a list by this path, as the document has it.
pub(super) fn changes_a_list(method: &Method, path: &str) -> bool {
    CHANGES.contains(&(method.clone(), path.to_owned()))
}

/// Whether this changes a list of the caller's that is there.
fn is_of_a_list(path: &str, change: &Operation) -> bool {
    let mut tags = change.tags.iter().flatten();
    path.starts_with("/lists/{id}") && tags.any(|tag| OF_A_LIST.contains(&tag.as_str()))
}

fn if_match() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some(
            "The `ETag` of what the change is built upon, as it was read; `*` for whatever is there.",
        ))
        .schema(Some(text))
        .build()
}

/// The document as it is served.
struct Written {
    text: Bytes,
    tag: HeaderValue,
}

static WRITTEN: LazyLock<Written> = LazyLock::new(|| {
    let text = document().to_json().unwrap_or_default();
    let digest = Sha256::digest(&text);
    let tag = HeaderValue::from_str(&format!("\"{digest:x}\""));
    Written {
        text: Bytes::from(text),
        tag: tag.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")),
    }
});

/// The route of the document. It asks for no token.
pub(super) fn routes() -> Router<Rest> {
    Router::new().route("/openapi.json", get(serve))
}

async fn serve(headers: HeaderMap) -> Response {
    let Written { text, tag } = &*WRITTEN;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let known = known.is_some_and(|known| known.contains(tag.to_str().unwrap_or("-")));
    let said = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, said).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (said, kind, text.clone()).into_response()
}
