//! What arrives from elsewhere, by the phone's share sheet or by the bookmarklet (R4.2).

use domain::{Link, ListCard, ListState};
use leptos::prelude::*;

use crate::{
    components::{
        Field, FormNotice, FormState, Icon, IconName, Looking, Page, Trouble, Unlisted, answer,
        isolated, language,
    },
    error::AppError,
    i18n::{td, td_string},
    next::{Next, in_query},
};

/// What was sent along. All of it is what another program says: the link is what counts.
#[derive(Debug, Clone)]
struct Sent {
    /// A link, or the text that came in its place.
    text: String,
    /// The link in that.
    link: Option<Link>,
    title: String,
    image: String,
    price: String,
    currency: String,
}

impl Sent {
    /// Reads the address.
    fn read() -> Self {
        Self::of(answer::query)
    }

    /// Reads what stands in the address under each name. Android puts the link into the text.
    fn of(query: impl Fn(&str) -> String) -> Self {
        let (url, text) = (query("url"), query("text"));
        let with_link = |it: &String| Some((it.clone(), Some(Link::parse(it).ok()?)));
        let found = [&url, &text].into_iter().find_map(with_link);
        let (text, link) = found.unwrap_or((text, None));
        Self {
            text,
            link,
            title: query("title"),
            image: query("image"),
            price: query("price"),
            currency: query("currency"),
        }
    }

    /// This page with as much of it as fits into what is kept through signing in (R2.7): of a text
    /// with a link in it that alone, cleaned.
    fn here(&self) -> Next {
        let link = self.link.as_ref().map(Link::cleaned);
        let said = [
            ("text", link.as_ref().map_or(self.text.as_str(), Link::as_str)),
            ("title", self.title.as_str()),
            ("price", self.price.as_str()),
            ("currency", self.currency.as_str()),
            ("image", self.image.as_str()),
        ];
        let said = said.into_iter().filter(|(_, value)| !value.is_empty());
        let path = said.fold("/add".to_owned(), |path, (name, value)| {
            let joint = if path.contains('?') { '&' } else { '?' };
            let longer = format!("{path}{joint}{name}={}", in_query(value));
            if longer.len() <= Next::MAX { longer } else { path }
        });
        Next::parse(&path)
    }
}

/// Asks which list it is for. Who is not signed in does that first, and comes back.
#[component]
pub fn AddFromElsewhere() -> impl IntoView {
    let sent = Sent::read();
    view! {
        <Unlisted/>
        <Suspense>
            {Suspend::new(async move {
                match lists().await {
                    Ok(lists) if lists.is_empty() => view! { <NoListYet sent/> }.into_any(),
                    Ok(lists) => view! { <Ask sent lists/> }.into_any(),
                    Err(AppError::SignInNeeded) => {
                        answer::go(&sent.here().after("/sign-in"));
                        ().into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The lists that something can be added to.
async fn lists() -> Result<Vec<ListCard>, AppError> {
    let (backend, visit) = answer::asked()?;
    if visit.account.is_none() {
        return Err(AppError::SignInNeeded);
    }
    let mut lists = backend.lists.mine(&visit).await?;
    lists.retain(|list| list.state != ListState::Closed);
    Ok(lists)
}

#[component]
fn Ask(sent: Sent, lists: Vec<ListCard>) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/find_gift");
    let what = match &sent.link {
        Some(_) => view! { <What sent=sent.clone()/> }.into_any(),
        None => view! {
            <Field
                state=&state
                label=td_string!(locale, editor.find.link)
                name="text"
                hint=td_string!(locale, editor.find.hint)
                inputmode="url"
                placeholder="https://"
                value=sent.text.clone()
                autocomplete="off"
            />
        }
        .into_any(),
    };
    let kept = [
        ("title", &sent.title),
        ("image", &sent.image),
        ("price", &sent.price),
        ("currency", &sent.currency),
    ];
    let kept = kept.map(|(name, value)| {
        let value = value.clone();
        view! { <input type="hidden" name=name value=value/> }
    });
    view! {
        <Page title=td_string!(locale, editor.elsewhere.title) class="middle">
            <h1>{td_string!(locale, editor.elsewhere.heading)}</h1>
            <FormNotice state=&state/>
            <form class="panel stack" method="post" action="/fn/find_gift" novalidate>
                {kept.into_iter().collect_view()}
                {what}
                <WhichList state lists/>
                <div class="row">
                    <button class="button primary">
                        {td_string!(locale, editor.elsewhere.submit)}
                    </button>
                    <a class="button quiet" href="/lists">
                        {td_string!(locale, editor.elsewhere.cancel)}
                    </a>
                </div>
                <Looking/>
            </form>
        </Page>
    }
}

/// What was sent: its title, and the shop that it is from.
#[component]
fn What(sent: Sent) -> impl IntoView {
    let title = (!sent.title.is_empty()).then_some(sent.title);
    let title = title.map(|title| view! { <strong><bdi>{title}</bdi></strong> " " });
    let host = sent.link.map(|link| link.host());
    view! {
        <input type="hidden" name="text" value=sent.text/>
        <div class="sent">
            <Icon name=IconName::LINK/>
            <p>{title} <bdi class="soft">{host}</bdi></p>
        </div>
    }
}

/// Which list it is for; of one there is nothing to choose.
#[component]
fn WhichList(state: FormState, lists: Vec<ListCard>) -> impl IntoView {
    let locale = language();
    if let [only] = lists.as_slice() {
        let title = isolated(&only.banner.title);
        return view! {
            <input type="hidden" name="list" value=only.id.to_string()/>
            <p>{td!(locale, editor.elsewhere.onto, title = title)}</p>
        }
        .into_any();
    }
    let first = lists.first().map(|list| list.id.to_string()).unwrap_or_default();
    let chosen = state.value("list", &first);
    let choices = lists.into_iter().map(|list| {
        let id = list.id.to_string();
        let checked = id == chosen;
        view! {
            <label class="choice">
                <input type="radio" name="list" value=id checked=checked/>
                <strong><bdi>{list.banner.title}</bdi></strong>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend>{td_string!(locale, editor.elsewhere.which)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The way to a first list, and back here.
#[component]
fn NoListYet(sent: Sent) -> impl IntoView {
    let locale = language();
    view! {
        <Page title=td_string!(locale, editor.elsewhere.title) class="middle">
            <section class="empty">
                <img src="/covers/other.svg" alt="" width="640" height="360"/>
                <h1>{td_string!(locale, editor.elsewhere.no_list.heading)}</h1>
                <p>{td_string!(locale, editor.elsewhere.no_list.words)}</p>
                <a class="button primary large" href=sent.here().after("/lists/new")>
                    {td_string!(locale, editor.elsewhere.no_list.start)}
                </a>
            </section>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page that is kept through signing in.
    fn kept(url: &str, text: &str, title: &str) -> String {
        let query = |name: &str| match name {
            "url" => url.to_owned(),
            "text" => text.to_owned(),
            "title" => title.to_owned(),
            _ => String::new(),
        };
        Sent::of(query).here().as_str().to_owned()
    }

    // R2.7, R4.2
    #[test]
    fn a_link_is_kept_through_signing_in_whatever_stands_around_it() {
        let toys = "木のおもちゃ".repeat(60);
        assert_eq!(
            kept("", &format!("{toys} https://shop.example/x?utm_source=app"), &toys),
            "/add?text=https%3A%2F%2Fshop.example%2Fx"
        );
        let tracked = format!("https://shop.example/x?id=7&utm_campaign={}", "a".repeat(1000));
        assert_eq!(
            kept(&tracked, "", "Tiny Oak"),
            "/add?text=https%3A%2F%2Fshop.example%2Fx%3Fid%3D7&title=Tiny%20Oak"
        );
        assert_eq!(kept("", "A train", ""), "/add?text=A%20train");
    }
}
