//! Looking people up.

use leptos::prelude::*;

use super::{Console, Tab, look_up::LookUp, shown};
use crate::{
    backend::UserCard,
    components::{Notice, Tone, answer, language, words},
    error::AppError,
    i18n::td_string,
};

async fn load(search: String) -> Result<Vec<UserCard>, AppError> {
    let (backend, visit) = answer::asked()?;
    backend.admin.users(&visit, &search).await
}

/// People by their name or address; without words the newest ones.
#[component]
pub fn Users() -> impl IntoView {
    let search = answer::query("search");
    let erased = answer::done("done") == "erased";
    shown(load(search.clone()), move |users| view! { <UsersPage search users erased/> }.into_any())
}

#[component]
fn UsersPage(
    search: String,
    users: Vec<UserCard>,
    /// Whether an account was erased on the way here.
    erased: bool,
) -> impl IntoView {
    let locale = language();
    let done = erased.then(|| view! { <Notice tone=Tone::Success words=td_string!(locale, console.user.done.erased)/> });
    let found = match (users.is_empty(), search.is_empty()) {
        (true, true) => view! { <p>{td_string!(locale, admin.users.nobody_yet)}</p> }.into_any(),
        (true, false) => view! { <p>{td_string!(locale, admin.users.nobody)}</p> }.into_any(),
        (false, _) => {
            let rows = users.into_iter().map(|user| view! { <Row user/> }).collect_view();
            view! {
                <p class="small soft">{td_string!(locale, admin.users.most)}</p>
                <ul class="console-rows" role="list">
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <Console title=td_string!(locale, admin.users.heading) here=Tab::Users>
            {done}
            <LookUp
                path="/admin/users"
                label=td_string!(locale, admin.users.search)
                search
                submit=td_string!(locale, admin.users.submit)
            />
            {found}
        </Console>
    }
}

#[component]
fn Row(user: UserCard) -> impl IntoView {
    let locale = language();
    let admin = user.admin.then(|| {
        view! { <span class="chip tint">{td_string!(locale, admin.users.admin)}</span> }
    });
    let suspended = user.suspended_at.map(|_| {
        view! { <span class="chip care">{td_string!(locale, console.user.suspended)}</span> }
    });
    let since = words::day(locale, user.made_at.date_naive());
    view! {
        <li>
            <p class="row">
                <a href=format!("/admin/users/{}", user.id)>
                    <bdi>{user.name}</bdi>
                </a>
                {admin}
                {suspended}
            </p>
            <p class="small">
                <bdi>{user.email}</bdi>
            </p>
            <p class="small soft">
                {td_string!(locale, admin.users.since, day = since)}
            </p>
        </li>
    }
}
