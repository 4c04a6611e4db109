//! What people ask most.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::{
    components::{Icon, IconName, PublicPage, StructuredData, language},
    i18n::{Locale, td_string},
};

/// What is asked, and what is said to it.
#[derive(Clone, Copy)]
struct Question {
    /// The question's place on its page.
    id: &'static str,
    asked: &'static str,
    said: &'static str,
}

/// Questions about one thing.
struct Part {
    id: &'static str,
    heading: &'static str,
    questions: Vec<Question>,
}

fn question(id: &'static str, asked: &'static str, said: &'static str) -> Question {
    Question { id, asked, said }
}

fn start(locale: Locale) -> Part {
    Part {
        id: "start",
        heading: td_string!(locale, about.faq.start.heading),
        questions: vec![
            cost(locale),
            question(
                "shops",
                td_string!(locale, about.faq.start.shops),
                td_string!(locale, about.faq.start.shops_answer),
            ),
            question(
                "handmade",
                td_string!(locale, about.faq.start.handmade),
                td_string!(locale, about.faq.start.handmade_answer),
            ),
            question(
                "app",
                td_string!(locale, about.faq.start.app),
                td_string!(locale, about.faq.start.app_answer),
            ),
        ],
    }
}

fn share(locale: Locale) -> Part {
    Part {
        id: "share",
        heading: td_string!(locale, about.faq.share.heading),
        questions: vec![
            question(
                "who",
                td_string!(locale, about.faq.share.who),
                td_string!(locale, about.faq.share.who_answer),
            ),
            question(
                "together",
                td_string!(locale, about.faq.share.together),
                td_string!(locale, about.faq.share.together_answer),
            ),
            question(
                "later",
                td_string!(locale, about.faq.share.later),
                td_string!(locale, about.faq.share.later_answer),
            ),
        ],
    }
}

fn secret(locale: Locale) -> Part {
    Part {
        id: "surprise",
        heading: td_string!(locale, about.faq.secret.heading),
        questions: vec![
            see(locale),
            question(
                "safe",
                td_string!(locale, about.faq.secret.safe),
                td_string!(locale, about.faq.secret.safe_answer),
            ),
        ],
    }
}

fn give(locale: Locale) -> Part {
    Part {
        id: "give",
        heading: td_string!(locale, about.faq.give.heading),
        questions: vec![
            account(locale),
            question(
                "next",
                td_string!(locale, about.faq.give.next),
                td_string!(locale, about.faq.give.next_answer),
            ),
            question(
                "lost",
                td_string!(locale, about.faq.give.lost),
                td_string!(locale, about.faq.give.lost_answer),
            ),
            question(
                "several",
                td_string!(locale, about.faq.give.several),
                td_string!(locale, about.faq.give.several_answer),
            ),
            question(
                "names",
                td_string!(locale, about.faq.give.names),
                td_string!(locale, about.faq.give.names_answer),
            ),
        ],
    }
}

fn kept(locale: Locale) -> Part {
    Part {
        id: "data",
        heading: td_string!(locale, about.faq.data.heading),
        questions: vec![
            question(
                "sell",
                td_string!(locale, about.faq.data.sell),
                td_string!(locale, about.faq.data.sell_answer),
            ),
            question(
                "leave",
                td_string!(locale, about.faq.data.leave),
                td_string!(locale, about.faq.data.leave_answer),
            ),
        ],
    }
}

fn cost(locale: Locale) -> Question {
    let asked = td_string!(locale, about.faq.start.cost);
    question("cost", asked, td_string!(locale, about.faq.start.cost_answer))
}

fn account(locale: Locale) -> Question {
    let asked = td_string!(locale, about.faq.give.account);
    question("account", asked, td_string!(locale, about.faq.give.account_answer))
}

fn see(locale: Locale) -> Question {
    let asked = td_string!(locale, about.faq.secret.see);
    question("see", asked, td_string!(locale, about.faq.secret.see_answer))
}

/// All of it, for people and for search engines.
#[component]
pub fn Faq() -> impl IntoView {
    let locale = language();
    let parts = [start, share, secret, give, kept].map(|part| part(locale));
    let told = parts.iter().flat_map(|part| &part.questions).map(|it| {
        let said = json!({ "@type": "Answer", "text": it.said });
        json!({ "@type": "Question", "name": it.asked, "acceptedAnswer": said })
    });
    let data = json!({
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": locale.to_string(),
        "mainEntity": told.collect::<Vec<Value>>(),
    });
    let parts = parts.into_iter().map(|part| {
        view! {
            <section class="stack tight" aria-labelledby=part.id>
                <h2 id=part.id>{part.heading}</h2>
                <Questions questions=part.questions/>
            </section>
        }
    });
    view! {
        <PublicPage
            title=td_string!(locale, about.faq.title)
            description=td_string!(locale, about.faq.description)
            path="/faq"
            class="middle"
        >
            <header class="stack tight">
                <h1>{td_string!(locale, about.faq.heading)}</h1>
                <p class="lede">
                    {td_string!(locale, about.faq.lede)} " "
                    <a href="/contact">{td_string!(locale, about.faq.write)}</a>
                </p>
            </header>
            {parts.collect_view()}
            <StructuredData data/>
        </PublicPage>
    }
}

/// What many ask before they begin, on the first page.
#[component]
pub fn AskedFirst() -> impl IntoView {
    let locale = language();
    view! { <Questions questions=vec![cost(locale), account(locale), see(locale)]/> }
}

/// Questions that unfold.
#[component]
fn Questions(questions: Vec<Question>) -> impl IntoView {
    let questions = questions.into_iter().map(|it| {
        view! {
            <details id=it.id>
                <summary>
                    <h3>{it.asked}</h3>
                    <Icon name=IconName::CHEVRON/>
                </summary>
                <p>{it.said}</p>
            </details>
        }
    });
    view! { <div class="questions">{questions.collect_view()}</div> }
}
