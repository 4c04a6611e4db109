//! What a list keeps to, each promise with a small piece of what keeps it.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// That a surprise stays one, and that giving is easy.
#[component]
pub fn Promises() -> impl IntoView {
    let locale = language();
    let lamp = td_string!(locale, landing.sample.lamp);
    view! {
        <section class="halves">
            <div class="panel stack tight promise">
                <h2>{td_string!(locale, landing.surprise.heading)}</h2>
                <p>{td_string!(locale, landing.surprise.words)}</p>
                <div class="stack tight" aria-hidden="true">
                    <Piece
                        icon=IconName::EYE_OFF
                        over=td_string!(locale, landing.surprise.you)
                        name=lamp
                    >
                        <span class="chip">{td_string!(locale, landing.surprise.secret)}</span>
                    </Piece>
                    <Piece
                        icon=IconName::EYE
                        over=td_string!(locale, landing.surprise.guests)
                        name=lamp
                    >
                        <span class="chip good">
                            <Icon name=IconName::CHECK/>
                            {td_string!(locale, landing.sample.taken)}
                        </span>
                    </Piece>
                </div>
            </div>
            <div class="panel stack tight promise">
                <h2>{td_string!(locale, landing.kind.heading)}</h2>
                <p>{td_string!(locale, landing.kind.words)}</p>
                <div class="stack tight" aria-hidden="true">
                    <Piece
                        icon=IconName::MAIL
                        over=td_string!(locale, landing.kind.day)
                        name=td_string!(locale, landing.kind.mail)
                    />
                    <Piece icon=IconName::BAG over=td_string!(locale, landing.kind.shop) name=lamp>
                        <span class="chip">{td_string!(locale, landing.sample.lamp_price)}</span>
                    </Piece>
                </div>
            </div>
        </section>
    }
}

/// A line of a page or a mail of ours, as it would be there.
#[component]
fn Piece(
    icon: IconName,
    /// What stands above the name.
    over: &'static str,
    name: &'static str,
    /// What stands at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="piece">
            <Icon name=icon/>
            <span>
                <small class="soft">{over}</small>
                <br/>
                {name}
            </span>
            {children.map(|children| children())}
        </div>
    }
}
