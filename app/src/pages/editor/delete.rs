//! Deleting a list: what happens then, and its title to be typed, so that it is meant (R3.10).

use domain::{BIN_DAYS, OwnerList};
use leptos::prelude::*;

use super::{AboutList, about_list};
use crate::{
    components::{Field, FormNotice, FormState, Page, language},
    i18n::td_string,
    pages::not_found::NotFound,
};

/// The page on which the owner deletes a list; for all others it is not there.
#[component]
pub fn DeleteList() -> impl IntoView {
    about_list(|list| match list.role.may_delete() {
        true => view! { <DeletePage list/> }.into_any(),
        false => view! { <NotFound/> }.into_any(),
    })
}

#[component]
fn DeletePage(list: OwnerList) -> impl IntoView {
    let locale = language();
    let state = FormState::of("/fn/delete_list");
    let settings = format!("/lists/{}/settings", list.id);
    let title = list.banner.title;
    view! {
        <Page title=td_string!(locale, bin.delete.title) class="middle">
            <p><a href=settings.clone()><bdi>{title.clone()}</bdi></a></p>
            <h1>{td_string!(locale, bin.delete.heading)}</h1>
            <FormNotice state=&state/>
            <section class="panel stack">
                <ul class="stack tight bullets">
                    <li>{td_string!(locale, bin.delete.at_once)}</li>
                    <li>{td_string!(locale, bin.delete.givers)}</li>
                    <li>{td_string!(locale, bin.delete.bin, days = BIN_DAYS)}</li>
                </ul>
                <p>
                    {td_string!(locale, bin.delete.called)} " "
                    <strong><bdi>{title}</bdi></strong>
                </p>
                <form class="stack" method="post" action="/fn/delete_list" novalidate>
                    <AboutList list=list.id/>
                    <Field
                        state
                        label=td_string!(locale, bin.delete.label)
                        name="title"
                        autocomplete="off"
                        required=true
                    />
                    <div class="row">
                        <button class="button danger large">
                            {td_string!(locale, bin.delete.submit)}
                        </button>
                        <a class="button quiet large" href=settings>
                            {td_string!(locale, bin.delete.keep)}
                        </a>
                    </div>
                </form>
            </section>
        </Page>
    }
}
