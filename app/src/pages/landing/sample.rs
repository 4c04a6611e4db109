//! A list to look at on the first page.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconName, language},
    i18n::td_string,
};

/// A list that is nobody's, and says so, with what a giver reads of its gifts. Nothing in it leads
/// anywhere.
#[component]
pub fn Sample() -> impl IntoView {
    let locale = language();
    view! {
        <section class="sample" aria-labelledby="sample">
            <div class="cover">
                <img
                    src="/covers/birthday.svg"
                    alt=""
                    width="640"
                    height="360"
                    fetchpriority="high"
                />
            </div>
            <div>
                <div>
                    <h2 id="sample">{td_string!(locale, landing.sample.title)}</h2>
                    <p class="small soft">
                        {td_string!(locale, landing.sample.example)} " · "
                        {td_string!(locale, landing.sample.facts)}
                    </p>
                </div>
                <ul role="list">
                    <SampleGift
                        picture="train"
                        name=td_string!(locale, landing.sample.train)
                        price=td_string!(locale, landing.sample.train_price)
                    />
                    <SampleGift
                        picture="lamp"
                        name=td_string!(locale, landing.sample.lamp)
                        price=td_string!(locale, landing.sample.lamp_price)
                        free=td_string!(locale, landing.sample.free)
                    />
                    <SampleGift
                        picture="blanket"
                        name=td_string!(locale, landing.sample.blanket)
                        price=td_string!(locale, landing.sample.blanket_price)
                    />
                    <SampleGift
                        picture="book"
                        name=td_string!(locale, landing.sample.book)
                        price=td_string!(locale, landing.sample.book_price)
                        free=td_string!(locale, landing.sample.two_free)
                    />
                </ul>
            </div>
        </section>
    }
}

#[component]
fn SampleGift(
    picture: &'static str,
    name: &'static str,
    price: &'static str,
    /// How many are free; without it the gift is taken.
    #[prop(optional)]
    free: Option<&'static str>,
) -> impl IntoView {
    let chip = match free {
        Some(free) => view! { <span class="chip">{free}</span> }.into_any(),
        None => {
            let taken = td_string!(language(), landing.sample.taken);
            view! { <span class="chip good"><Icon name=IconName::CHECK/>{taken}</span> }.into_any()
        }
    };
    view! {
        <li>
            <img
                class="picture"
                src=format!("/samples/{picture}.svg")
                alt=""
                width="320"
                height="320"
                loading="lazy"
            />
            <p><b>{name}</b><br/><span class="soft">{price}</span></p>
            {chip}
        </li>
    }
}
