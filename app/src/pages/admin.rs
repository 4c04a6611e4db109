//! The console of admins (R1): people, products, mails, backups, how the site is, and what was done;
//! never who gives what. For everybody else there is nothing here.

mod acts;
mod audit_log;
mod backups;
mod catalogue;
mod figures;
mod look_up;
mod mails;
mod meanwhile;
mod overview;
mod product;
mod product_card;
mod product_fields;
mod queue;
mod review;
mod settings;
mod system;
mod user;
mod user_acts;
mod users;
mod waiting;
mod why;
mod wrong;

pub use self::{
    audit_log::AuditLog,
    backups::BackupsPage,
    catalogue::Catalogue,
    figures::FiguresPage,
    mails::MailsPage,
    overview::Overview,
    product::{EditProduct, NewProduct},
    queue::Queue,
    settings::SettingsPage,
    system::SystemPage,
    user::User,
    users::Users,
    waiting::WaitingProduct,
};

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, Page, Trouble, answer, language, words},
    error::AppError,
    i18n::td_string,
    next::Next,
    session::Visit,
};

/// How many products wait, as every page of the console says.
#[derive(Debug, Clone, Copy)]
struct QueueLength(u32);

/// What a page shows, and how many products wait; asking for that keeps everybody out who is no
/// admin.
async fn with_queue<T>(
    load: impl Future<Output = Result<T, AppError>>,
) -> Result<(T, QueueLength), AppError> {
    let (backend, visit) = answer::asked()?;
    let found = load.await?;
    let waiting = backend.catalogue.waiting_count(&visit).await?;
    Ok((found, QueueLength(waiting)))
}

/// How many products wait.
fn queue_length() -> u32 {
    use_context::<QueueLength>().map_or(0, |QueueLength(waiting)| waiting)
}

/// A page of the console, once what it shows has come.
fn shown<T: Send + 'static>(
    load: impl Future<Output = Result<T, AppError>> + Send + 'static,
    page: impl FnOnce(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match with_queue(load).await {
                    Ok((found, waiting)) => {
                        provide_context(waiting);
                        page(found)
                    }
                    Err(error) => view! { <Refused error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Why there is no page. Who has not shown for a while who they are does that first (R2.8).
#[component]
fn Refused(error: AppError) -> impl IntoView {
    if error == AppError::FreshSignInNeeded {
        let path = use_context::<Visit>().map(|visit| visit.path).unwrap_or_default();
        answer::go(&Next::parse(&path).after("/sign-in/again"));
        return ().into_any();
    }
    view! { <Trouble error/> }.into_any()
}

/// The pages of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Overview,
    Queue,
    Catalogue,
    Users,
    Mails,
    Figures,
    Backups,
    System,
    Log,
}

/// What surrounds every page of the console: its heading, and the way to the others.
#[component]
fn Console(
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// Where it is in the console.
    here: Tab,
    /// Whether it lies below that place.
    #[prop(optional)]
    below: bool,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let locale = language();
    let current = if below { "true" } else { "page" };
    let tabs = [
        (Tab::Overview, "/admin", td_string!(locale, admin.overview.tab)),
        (Tab::Queue, "/admin/queue", td_string!(locale, admin.queue.tab)),
        (Tab::Catalogue, "/admin/catalogue", td_string!(locale, admin.catalogue.tab)),
        (Tab::Users, "/admin/users", td_string!(locale, admin.users.tab)),
        (Tab::Mails, "/admin/mails", td_string!(locale, console.tab.mails)),
        (Tab::Figures, "/admin/figures", td_string!(locale, console.tab.figures)),
        (Tab::Backups, "/admin/backups", td_string!(locale, console.tab.backups)),
        (Tab::System, "/admin/system", td_string!(locale, console.tab.system)),
        (Tab::Log, "/admin/log", td_string!(locale, admin.log.tab)),
    ];
    let links = tabs.map(|(tab, href, name)| {
        let waiting = (tab == Tab::Queue).then(queue_length).filter(|waiting| *waiting > 0);
        let waiting =
            waiting.map(|waiting| view! { " " <span class="chip tint number">{waiting}</span> });
        view! {
            <a href=href aria-current=(tab == here).then_some(current)>
                {name}
                {waiting}
            </a>
        }
    });
    view! {
        <Page title=title.clone()>
            <h1><bdi>{title}</bdi></h1>
            <nav class="tabs console-tabs" aria-label=td_string!(locale, admin.pages)>
                {links.into_iter().collect_view()}
            </nav>
            {children()}
        </Page>
    }
}

/// A moment, for people and machines.
#[component]
fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let datetime = at.format("%Y-%m-%dT%H:%MZ").to_string();
    view! { <time datetime=datetime>{words::moment(language(), at)}</time> }
}

/// Rows that are shown page by page, with the ways to the oldest of them and to the next ones.
#[component]
fn Paged(
    /// The path of the first page.
    path: &'static str,
    /// Under which name the address says behind which one a page begins.
    name: &'static str,
    /// What leads to the oldest.
    oldest: &'static str,
    /// Whether there are older ones, on pages before this one.
    later: bool,
    /// Behind which one the next page begins, where there is one.
    next: Option<String>,
    /// The rows of this page, each of them an `<li>`.
    children: Children,
) -> impl IntoView {
    let oldest = later.then(|| view! { <a class="button quiet" href=path>{oldest}</a> });
    let next = next.map(|next| {
        let href = format!("{path}?{name}={next}");
        view! { <a class="button" href=href>{td_string!(language(), console.onward)}</a> }
    });
    let onward =
        (oldest.is_some() || next.is_some()).then(|| view! { <p class="row">{oldest} {next}</p> });
    view! {
        <ul class="console-rows" role="list">
            {children()}
        </ul>
        {onward}
    }
}

/// An empty place: what is so, and what to do about it.
#[component]
fn Nothing(
    /// The drawing that goes with the words.
    icon: IconName,
    /// What is so.
    heading: &'static str,
    /// The rest.
    words: &'static str,
) -> impl IntoView {
    view! {
        <section class="empty">
            <Icon name=icon/>
            <h2>{heading}</h2>
            <p>{words}</p>
        </section>
    }
}
