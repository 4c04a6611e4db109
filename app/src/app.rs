//! The document around every page, and which page answers which path.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    components::language,
    files::{PageFiles, Scripts},
    pages::{
        about::{AboutUs, Faq, HowItWorks, Offline},
        account::{
            AccountApps, AccountData, AccountEmail, AccountPage, AccountPassword, AccountWays,
            AccountWebhooks, ChangeWebhook, DeleteAccount, EmailUndo, EmailUndone, Forgotten,
            Goodbye, NewWebhook, OneWebhook, TwoStep,
        },
        add::AddFromElsewhere,
        admin::{
            AuditLog, BackupsPage, Catalogue, EditProduct, FiguresPage, MailsPage, NewProduct,
            Overview, Queue, SettingsPage, SystemPage, User, Users, WaitingProduct,
        },
        bookmarklet::Bookmarklet,
        contact::{Contact, ContactSent},
        editor::{
            AddGift, DeleteList, EditGift, Editor, ImportGifts, ListCode, ListSettings, People,
            Taken, Thanks,
        },
        give::{ByMail, Manage, ReserveGift, Shared},
        giving::Giving,
        ideas::{AddIdea, CategoryPage, IdeaPage, IdeasPage},
        join::Join,
        landing::Landing,
        legal::{Cookies, Privacy, Terms},
        lists::{Bin, Dashboard, NewList},
        not_found::NotFound,
        shell::{Footer, Header, NetworkWords, SkipLink},
        signing_in::{
            AskReset, Code, NameAddress, Reset, ResetSent, SecondStep, SessionEnded, SignIn,
            SignInAgain, SignUp,
        },
        stop::StopMails,
    },
};

/// The whole document.
pub fn shell(options: LeptosOptions, files: PageFiles) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=language().to_string()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                // These follow --ground of style/tokens.css.
                <meta
                    name="theme-color"
                    content="#f5f7f2"
                    media="(prefers-color-scheme: light)"
                />
                <meta
                    name="theme-color"
                    content="#121a18"
                    media="(prefers-color-scheme: dark)"
                />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                // Browsers ask for it without cookies.
                <link
                    rel="manifest"
                    href=format!("/manifest.webmanifest?language={}", language())
                />
                <link
                    rel="preload"
                    href="/fonts/familjen-grotesk.woff2"
                    r#as="font"
                    type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="stylesheet" href=files.style.clone()/>
                // Only while `cargo leptos watch` serves.
                <AutoReload options/>
                <Scripts files/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <NetworkWords/>
            </body>
        </html>
    }
}

/// Which page answers which path. All are rendered as a whole before anything is sent, so that
/// each can still answer 404, or send the browser elsewhere.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SkipLink/>
            <Header/>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Landing ssr=SsrMode::Async/>
                <Route path=path!("/how-it-works") view=HowItWorks ssr=SsrMode::Async/>
                <Route path=path!("/about") view=AboutUs ssr=SsrMode::Async/>
                <Route path=path!("/faq") view=Faq ssr=SsrMode::Async/>
                <Route path=path!("/contact") view=Contact ssr=SsrMode::Async/>
                <Route path=path!("/contact/sent") view=ContactSent ssr=SsrMode::Async/>
                <Route path=path!("/terms") view=Terms ssr=SsrMode::Async/>
                <Route path=path!("/privacy") view=Privacy ssr=SsrMode::Async/>
                <Route path=path!("/cookies") view=Cookies ssr=SsrMode::Async/>
                <Route path=path!("/offline") view=Offline ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=SignUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-up/code") view=Code ssr=SsrMode::Async/>
                <Route path=path!("/sign-up/address") view=NameAddress ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/second") view=SecondStep ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/again") view=SignInAgain ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/ended") view=SessionEnded ssr=SsrMode::Async/>
                <Route path=path!("/reset") view=AskReset ssr=SsrMode::Async/>
                <Route path=path!("/reset/sent") view=ResetSent ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=Reset ssr=SsrMode::Async/>
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/account/email") view=AccountEmail ssr=SsrMode::Async/>
                <Route path=path!("/account/password") view=AccountPassword ssr=SsrMode::Async/>
                <Route path=path!("/account/ways") view=AccountWays ssr=SsrMode::Async/>
                <Route path=path!("/account/two-step") view=TwoStep ssr=SsrMode::Async/>
                <Route path=path!("/account/apps") view=AccountApps ssr=SsrMode::Async/>
                <Route path=path!("/account/webhooks") view=AccountWebhooks ssr=SsrMode::Async/>
                <Route path=path!("/account/webhooks/new") view=NewWebhook ssr=SsrMode::Async/>
                <Route path=path!("/account/webhooks/:webhook") view=OneWebhook ssr=SsrMode::Async/>
                <Route path=path!("/account/webhooks/:webhook/change") view=ChangeWebhook ssr=SsrMode::Async/>
                <Route path=path!("/account/data") view=AccountData ssr=SsrMode::Async/>
                <Route path=path!("/account/delete") view=DeleteAccount ssr=SsrMode::Async/>
                <Route path=path!("/facebook/data-deletion") view=Forgotten ssr=SsrMode::Async/>
                <Route path=path!("/goodbye") view=Goodbye ssr=SsrMode::Async/>
                <Route path=path!("/email-undo/done") view=EmailUndone ssr=SsrMode::Async/>
                <Route path=path!("/email-undo/:token") view=EmailUndo ssr=SsrMode::Async/>
                <Route path=path!("/lists") view=Dashboard ssr=SsrMode::Async/>
                <Route path=path!("/lists/new") view=NewList ssr=SsrMode::Async/>
                <Route path=path!("/lists/bin") view=Bin ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list") view=Editor ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/add") view=AddGift ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/taken") view=Taken ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/thanks") view=Thanks ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/settings") view=ListSettings ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/import") view=ImportGifts ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/delete") view=DeleteList ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/qr") view=ListCode ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/people") view=People ssr=SsrMode::Async/>
                <Route path=path!("/lists/:list/gifts/:gift") view=EditGift ssr=SsrMode::Async/>
                <Route path=path!("/add") view=AddFromElsewhere ssr=SsrMode::Async/>
                <Route path=path!("/bookmarklet") view=Bookmarklet ssr=SsrMode::Async/>
                <Route path=path!("/giving") view=Giving ssr=SsrMode::Async/>
                <Route path=path!("/giving/by-mail") view=ByMail ssr=SsrMode::Async/>
                <Route path=path!("/ideas") view=IdeasPage ssr=SsrMode::Async/>
                <Route path=path!("/ideas/category/:category") view=CategoryPage ssr=SsrMode::Async/>
                <Route path=path!("/ideas/add/:product") view=AddIdea ssr=SsrMode::Async/>
                <Route path=path!("/ideas/:slug") view=IdeaPage ssr=SsrMode::Async/>
                <Route path=path!("/admin") view=Overview ssr=SsrMode::Async/>
                <Route path=path!("/admin/queue") view=Queue ssr=SsrMode::Async/>
                <Route path=path!("/admin/queue/:product") view=WaitingProduct ssr=SsrMode::Async/>
                <Route path=path!("/admin/catalogue") view=Catalogue ssr=SsrMode::Async/>
                <Route path=path!("/admin/catalogue/new") view=NewProduct ssr=SsrMode::Async/>
                <Route path=path!("/admin/catalogue/:product") view=EditProduct ssr=SsrMode::Async/>
                <Route path=path!("/admin/users") view=Users ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/:person") view=User ssr=SsrMode::Async/>
                <Route path=path!("/admin/mails") view=MailsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/figures") view=FiguresPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/backups") view=BackupsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/system") view=SystemPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/settings") view=SettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/log") view=AuditLog ssr=SsrMode::Async/>
                <Route path=path!("/join/:token") view=Join ssr=SsrMode::Async/>
                <Route path=path!("/l/:share") view=Shared ssr=SsrMode::Async/>
                <Route path=path!("/l/:share/:gift") view=ReserveGift ssr=SsrMode::Async/>
                <Route path=path!("/r/:token") view=Manage ssr=SsrMode::Async/>
                <Route path=path!("/stop/:token") view=StopMails ssr=SsrMode::Async/>
            </Routes>
            <Footer/>
        </Router>
    }
}
