//! The first page.

mod promises;
mod sample;

use domain::Occasion;
use leptos::prelude::*;
use serde_json::json;

use self::{promises::Promises, sample::Sample};
use super::about::AskedFirst;
use crate::{
    components::{Icon, IconName, PublicPage, StructuredData, address, answer, language, words},
    i18n::td_string,
    next::Next,
};

/// What this is, for somebody who does not know it. Who is signed in goes on to their lists.
#[component]
pub fn Landing() -> impl IntoView {
    answer::go_on_if_signed_in();
    let locale = language();
    view! {
        <PublicPage
            title=td_string!(locale, landing.title)
            description=td_string!(locale, landing.description)
            path="/"
            class="airy"
        >
            <section class="hero">
                <div>
                    <h1>{td_string!(locale, landing.hero.heading)}</h1>
                    <p class="lede">{td_string!(locale, landing.hero.lede)}</p>
                    <div class="row">
                        <a class="button primary large" href="/sign-up">
                            {td_string!(locale, landing.hero.start)}
                        </a>
                        <a class="button quiet large" href="/how-it-works">
                            {td_string!(locale, landing.hero.how)}
                        </a>
                    </div>
                    <p class="small soft">{td_string!(locale, landing.hero.free)}</p>
                </div>
                <Sample/>
            </section>
            <Steps/>
            <Promises/>
            <Occasions/>
            <section class="stack asked" aria-labelledby="asked">
                <h2 id="asked">{td_string!(locale, landing.questions.heading)}</h2>
                <AskedFirst/>
                <p>
                    <a href="/faq">{td_string!(locale, landing.questions.all)}</a>
                </p>
            </section>
            <section class="panel last-word">
                <div>
                    <h2>{td_string!(locale, landing.end.heading)}</h2>
                    <p>{td_string!(locale, landing.end.words)}</p>
                </div>
                <a class="button primary large" href="/sign-up">
                    {td_string!(locale, landing.hero.start)}
                </a>
            </section>
            <WhoWeAre/>
        </PublicPage>
    }
}

/// Who we are, for search engines (R8.1).
#[component]
fn WhoWeAre() -> impl IntoView {
    let locale = language();
    let (us, brand) = (address("/#us"), td_string!(locale, common.brand));
    let data = json!({
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Organization",
                "@id": us,
                "name": brand,
                "url": address("/"),
                "logo": address("/icons/512.png"),
            },
            {
                "@type": "WebSite",
                "name": brand,
                "url": address("/"),
                "description": td_string!(locale, common.shell.description),
                "inLanguage": locale.to_string(),
                "publisher": { "@id": us },
            },
        ],
    });
    view! { <StructuredData data/> }
}

#[component]
fn Steps() -> impl IntoView {
    let locale = language();
    view! {
        <section class="stack loose" aria-labelledby="how">
            <h2 id="how">{td_string!(locale, landing.how.heading)}</h2>
            <ol class="steps" role="list">
                <li>
                    <div class="piece" aria-hidden="true">
                        <Icon name=IconName::LINK/>
                        <span>{td_string!(locale, landing.how.collect_piece)}</span>
                    </div>
                    <h3>{td_string!(locale, landing.how.collect)}</h3>
                    <p>{td_string!(locale, landing.how.collect_words)}</p>
                </li>
                <li>
                    <div class="piece" aria-hidden="true">
                        <Icon name=IconName::SHARE/>
                        <span>{td_string!(locale, landing.how.share_piece)}</span>
                    </div>
                    <h3>{td_string!(locale, landing.how.share)}</h3>
                    <p>{td_string!(locale, landing.how.share_words)}</p>
                </li>
                <li>
                    <div class="piece" aria-hidden="true">
                        <img
                            class="picture"
                            src="/samples/lamp.svg"
                            alt=""
                            width="320"
                            height="320"
                            loading="lazy"
                        />
                        <span>{td_string!(locale, landing.how.take_piece)}</span>
                        <span class="chip">
                            <Icon name=IconName::CHECK/>
                            {td_string!(locale, landing.how.take_who)}
                        </span>
                    </div>
                    <h3>{td_string!(locale, landing.how.take)}</h3>
                    <p>{td_string!(locale, landing.how.take_words)}</p>
                </li>
            </ol>
        </section>
    }
}

#[component]
fn Occasions() -> impl IntoView {
    let locale = language();
    let places = Occasion::ALL.iter().map(|occasion| {
        let code = occasion.code();
        let start = Next::parse(&format!("/lists/new?occasion={code}")).after("/sign-up");
        view! {
            <li>
                <a href=start>
                    <img
                        src=format!("/covers/{code}.svg")
                        alt=""
                        width="640"
                        height="360"
                        loading="lazy"
                    />
                    {words::occasion(locale, *occasion)}
                </a>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="what">
            <h2 id="what">{td_string!(locale, landing.what_for)}</h2>
            <ul class="occasions" role="list">{places.collect_view()}</ul>
        </section>
    }
}
