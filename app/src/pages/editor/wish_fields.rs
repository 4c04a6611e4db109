//! The fields for how a gift is wished for, whatever it is (R4.1).

use domain::{Exactness, GiftForm, Priority, Quantity};
use leptos::prelude::*;

use crate::{
    components::{
        Field, FieldError, FormState, Label, SelectField, TextArea, described_by, language,
    },
    i18n::td_string,
};

/// How many, how much, which one exactly, and a note.
#[component]
pub(super) fn WishFields(
    state: FormState,
    /// What stands in the fields while nothing was typed.
    form: GiftForm,
) -> impl IntoView {
    let locale = language();
    let priorities = Priority::ALL.iter().map(|it| (it.code(), priority(*it).to_owned()));
    let priorities: Vec<_> = priorities.collect();
    let exactnesses = Exactness::ALL.iter().map(|it| (it.code(), exactness(*it).to_owned()));
    let exactnesses: Vec<_> = exactnesses.collect();
    view! {
        <div class="fields">
            <WantedField state=state.clone() form=form.clone()/>
            <SelectField
                state=state.clone()
                label=td_string!(locale, editor.gift.priority)
                name="priority"
                value=form.priority
                choices=priorities
            />
            <SelectField
                state=state.clone()
                label=td_string!(locale, editor.gift.exactness)
                name="exactness"
                value=form.exactness
                choices=exactnesses
            />
            <div class="pair">
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.size)
                    name="size"
                    value=form.size
                    autocomplete="off"
                />
                <Field
                    state=&state
                    label=td_string!(locale, editor.gift.colour)
                    name="colour"
                    value=form.colour
                    autocomplete="off"
                />
            </div>
            <div class="full">
                <TextArea
                    state=&state
                    label=td_string!(locale, editor.gift.notes)
                    name="notes"
                    value=form.notes
                    rows=2
                    optional=true
                />
            </div>
            <label class="check full">
                <input
                    type="checkbox"
                    name="hidden"
                    checked=state.ticked("hidden", !form.hidden.is_empty())
                />
                {td_string!(locale, editor.gift.hidden)}
            </label>
        </div>
    }
}

fn priority(priority: Priority) -> &'static str {
    let locale = language();
    match priority {
        Priority::Must => td_string!(locale, editor.priority.must),
        Priority::Love => td_string!(locale, editor.priority.love),
        Priority::Nice => td_string!(locale, editor.priority.nice),
    }
}

fn exactness(exactness: Exactness) -> &'static str {
    let locale = language();
    match exactness {
        Exactness::Similar => td_string!(locale, editor.exactness.similar),
        Exactness::Exact => td_string!(locale, editor.exactness.exact),
    }
}

/// How many, or any number. Fewer than are taken is refused here, with the reason (R4.1).
#[component]
fn WantedField(state: FormState, form: GiftForm) -> impl IntoView {
    let locale = language();
    let below_taken = || state.notice().filter(|_| state.code() == Some("below_taken"));
    let problem = state.problem("wanted").or_else(below_taken);
    let described = described_by("wanted", false, problem.is_some());
    view! {
        <div class="field">
            <Label to="wanted" words=td_string!(locale, editor.gift.wanted)/>
            <input
                id="wanted"
                name="wanted"
                type="number"
                inputmode="numeric"
                min="1"
                max=Quantity::MAX.to_string()
                value=state.value("wanted", &form.wanted)
                aria-describedby=described
                aria-invalid=problem.is_some().then_some("true")
            />
            <label class="check">
                <input
                    type="checkbox"
                    name="any_number"
                    checked=state.ticked("any_number", !form.any_number.is_empty())
                />
                {td_string!(locale, editor.gift.any_number)}
            </label>
            <FieldError of="wanted" words=problem/>
        </div>
    }
}
