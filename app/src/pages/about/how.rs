//! How a list works, step by step.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, PublicPage, language},
    i18n::td_string,
};

/// For those who wish, for those who give, and afterwards.
#[component]
pub fn HowItWorks() -> impl IntoView {
    let locale = language();
    view! {
        <PublicPage
            title=td_string!(locale, about.how.title)
            description=td_string!(locale, about.how.description)
            path="/how-it-works"
            class="airy"
        >
            <header class="stack tight">
                <h1>{td_string!(locale, about.how.heading)}</h1>
                <p class="lede">{td_string!(locale, about.how.lede)}</p>
            </header>
            <Wishing/>
            <Giving/>
            <section class="panel stack">
                <div class="stack tight">
                    <h2>{td_string!(locale, about.how.after.heading)}</h2>
                    <p>{td_string!(locale, about.how.after.words)}</p>
                </div>
                <div class="row">
                    <a class="button primary large" href="/sign-up">
                        {td_string!(locale, about.how.start)}
                    </a>
                    <a class="button quiet large" href="/faq">
                        {td_string!(locale, about.how.questions)}
                    </a>
                </div>
            </section>
        </PublicPage>
    }
}

#[component]
fn Wishing() -> impl IntoView {
    let locale = language();
    view! {
        <section class="stack loose" aria-labelledby="wishing">
            <h2 id="wishing">{td_string!(locale, about.how.wish.heading)}</h2>
            <ol class="steps two" role="list">
                <Step
                    icon=IconName::CALENDAR
                    piece=td_string!(locale, about.how.wish.make_piece)
                    heading=td_string!(locale, about.how.wish.make)
                    words=td_string!(locale, about.how.wish.make_words)
                />
                <Step
                    icon=IconName::LINK
                    piece=td_string!(locale, about.how.wish.fill_piece)
                    heading=td_string!(locale, about.how.wish.fill)
                    words=td_string!(locale, about.how.wish.fill_words)
                />
                <Step
                    icon=IconName::EYE_OFF
                    piece=td_string!(locale, about.how.wish.secret_piece)
                    heading=td_string!(locale, about.how.wish.secret)
                    words=td_string!(locale, about.how.wish.secret_words)
                />
                <Step
                    icon=IconName::SHARE
                    piece=td_string!(locale, about.how.wish.share_piece)
                    heading=td_string!(locale, about.how.wish.share)
                    words=td_string!(locale, about.how.wish.share_words)
                />
            </ol>
        </section>
    }
}

#[component]
fn Giving() -> impl IntoView {
    let locale = language();
    view! {
        <section class="stack loose" aria-labelledby="giving">
            <h2 id="giving">{td_string!(locale, about.how.give.heading)}</h2>
            <ol class="steps two" role="list">
                <Step
                    icon=IconName::GIFT
                    piece=td_string!(locale, about.how.give.open_piece)
                    heading=td_string!(locale, about.how.give.open)
                    words=td_string!(locale, about.how.give.open_words)
                />
                <Step
                    icon=IconName::CHECK
                    piece=td_string!(locale, about.how.give.take_piece)
                    heading=td_string!(locale, about.how.give.take)
                    words=td_string!(locale, about.how.give.take_words)
                />
                <Step
                    icon=IconName::BAG
                    piece=td_string!(locale, about.how.give.buy_piece)
                    heading=td_string!(locale, about.how.give.buy)
                    words=td_string!(locale, about.how.give.buy_words)
                />
                <Step
                    icon=IconName::HEART
                    piece=td_string!(locale, about.how.give.change_piece)
                    heading=td_string!(locale, about.how.give.change)
                    words=td_string!(locale, about.how.give.change_words)
                />
            </ol>
        </section>
    }
}

/// A step, with a small piece of the real thing above it.
#[component]
fn Step(
    icon: IconName,
    piece: &'static str,
    heading: &'static str,
    words: &'static str,
) -> impl IntoView {
    view! {
        <li>
            <div class="piece" aria-hidden="true">
                <Icon name=icon/>
                <span>{piece}</span>
            </div>
            <h3>{heading}</h3>
            <p>{words}</p>
        </li>
    }
}
