//! One person, as far as an admin may know them.

use leptos::prelude::*;

use super::{Console, Moment, Tab, shown};
use crate::{
    backend::UserView,
    components::{FormNotice, FormState, Icon, answer, language},
    error::AppError,
    i18n::td_string,
};

/// The person that the path names, with what they sign in with in words.
async fn load(person: String) -> Result<UserView, AppError> {
    let (backend, visit) = answer::asked()?;
    let mut user = backend.admin.user(&visit, person.parse()?).await?;
    let providers = backend.accounts.providers();
    for way in &mut user.ways {
        let known = providers.iter().find(|provider| provider.id.as_str() == way.as_str());
        if way.as_str() == "password" {
            *way = td_string!(visit.language, admin.user.password).to_owned();
        } else if let Some(provider) = known {
            way.clone_from(&provider.label);
        }
    }
    Ok(user)
}

/// One person: facts, and the end of all their sessions.
#[component]
pub fn User() -> impl IntoView {
    let person = answer::param("person");
    let signed_out = answer::query("done") == "signed_out";
    shown(load(person), move |user| view! { <UserPage user signed_out/> }.into_any())
}

#[component]
fn UserPage(user: UserView, signed_out: bool) -> impl IntoView {
    let locale = language();
    let done = signed_out.then(|| {
        view! {
            <div class="notice success" role="status">
                <Icon name="check"/>
                <p>{td_string!(locale, admin.user.done.signed_out)}</p>
            </div>
        }
    });
    view! {
        <Console title=user.card.name.clone() here=Tab::Users below=true>
            {done}
            <FormNotice state=FormState::of("/fn/sign_user_out")/>
            <div class="panel">
                <Facts user=user.clone()/>
            </div>
            <SignOut user/>
        </Console>
    }
}

/// Name and value, one pair a line.
#[component]
fn Facts(user: UserView) -> impl IntoView {
    let locale = language();
    let email = user.card.email;
    let ways = match user.ways.as_slice() {
        [] => td_string!(locale, admin.user.no_way).to_owned(),
        ways => ways.join(", "),
    };
    let second_step = match user.second_step {
        true => td_string!(locale, admin.user.on),
        false => td_string!(locale, admin.user.off),
    };
    let admin = match user.card.admin {
        true => td_string!(locale, admin.user.yes),
        false => td_string!(locale, admin.user.no),
    };
    let pairs = [
        (td_string!(locale, admin.user.email), view! { <bdi>{email}</bdi> }.into_any()),
        (td_string!(locale, admin.user.since), view! { <Moment at=user.card.made_at/> }.into_any()),
        (td_string!(locale, admin.user.language), user.language.into_any()),
        (td_string!(locale, admin.user.lists), user.lists.to_string().into_any()),
        (td_string!(locale, admin.user.sessions), user.sessions.to_string().into_any()),
        (td_string!(locale, admin.user.ways), ways.into_any()),
        (td_string!(locale, admin.user.second_step), second_step.into_any()),
        (td_string!(locale, admin.users.admin), admin.into_any()),
    ];
    let lines = pairs.into_iter().map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! { <dl class="facts-list">{lines.collect_view()}</dl> }
}

/// Ends every session, where there is one.
#[component]
fn SignOut(user: UserView) -> impl IntoView {
    let locale = language();
    let act = if user.sessions == 0 {
        view! { <p>{td_string!(locale, admin.user.sign_out.none)}</p> }.into_any()
    } else {
        view! {
            <p>{td_string!(locale, admin.user.sign_out.words)}</p>
            <form method="post" action="/fn/sign_user_out">
                <input type="hidden" name="person" value=user.card.id.to_string()/>
                <button class="button danger">
                    {td_string!(locale, admin.user.sign_out.submit)}
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="panel stack tight" aria-labelledby="sign-out">
            <h2 id="sign-out">{td_string!(locale, admin.user.sign_out.heading)}</h2>
            {act}
        </section>
    }
}
