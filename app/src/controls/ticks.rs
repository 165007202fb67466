//! Ticking rows of a table. Which are ticked is kept beside the table, by what each is about, so that it outlasts the
//! table's being asked for again. Without scripts the boxes alone do it.

use domain::form::Field;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use super::field::{FieldProblem, is_wrong};
use crate::here::here;

/// The form to which the boxes belong, wherever in the page they stand.
pub(crate) const SEVERAL: &str = "several";
/// What the boxes post.
pub(crate) const NAME: &str = "ticked[]";

/// What is ticked. A list beside a count of its changes: of a signal of its own the bundle would hold all of a signal again.
#[derive(Clone, Copy)]
pub(crate) struct Ticks {
    ticked: StoredValue<Vec<String>>,
    changes: RwSignal<u32>,
}

impl Ticks {
    /// Nothing, or what was ticked in a post of this server function that could not be answered.
    pub(crate) fn new(function: &str) -> Self {
        let here = here();
        let typed = untrack(|| here.failed().map(|failed| failed.typed).or_else(|| here.kept()));
        let typed = typed.filter(|typed| typed.is_of(function, ""));
        Self {
            ticked: StoredValue::new(typed.map(|typed| typed.all(NAME)).unwrap_or_default()),
            changes: RwSignal::new(0),
        }
    }

    /// What is ticked; whoever reads it is asked again when that changes.
    fn now(self) -> Vec<String> {
        self.changes.track();
        self.ticked.get_value()
    }

    /// How many are ticked; whoever reads it is asked again when that changes.
    pub(crate) fn count(self) -> usize {
        self.now().len()
    }

    /// Those that are ticked but are not among these rows of the page.
    fn elsewhere(self, rows: &[String]) -> Vec<String> {
        let mut elsewhere = self.now();
        elsewhere.retain(|id| !rows.contains(id));
        elsewhere
    }

    fn has(self, id: &str) -> bool {
        self.now().iter().any(|one| one == id)
    }

    fn set(self, id: &str, on: bool) {
        if untrack(|| self.has(id)) == on {
            return;
        }
        self.ticked.update_value(|ticked| {
            if on {
                ticked.push(id.to_owned());
            } else {
                ticked.retain(|one| one != id);
            }
        });
        self.changes.update(|changes| *changes += 1);
    }

    /// Sets the boxes of the rows, and the one for them all, to what is ticked.
    fn show(self, rows: &[String], every_box: &str) {
        // The page may be gone.
        let Some(ticked) = self.ticked.try_get_value() else {
            return;
        };
        let check = |id: &str, on: bool| {
            if let Some(tick_box) = box_of(id) {
                tick_box.set_checked(on);
            }
        };
        for id in rows {
            check(&name(id), ticked.contains(id));
        }
        check(every_box, rows.iter().all(|id| ticked.contains(id)));
    }
}

/// The id of the box of a row.
fn name(id: &str) -> String {
    format!("tick-{id}")
}

/// The cell with the box of a row; `whom` says whom ticking it concerns. Empty where `id` is: the row cannot be ticked.
#[component]
pub(crate) fn TickCell(ticks: Ticks, #[prop(into)] id: Option<String>, whom: String) -> impl IntoView {
    let tick = id.map(|id| {
        let name = name(&id);
        let changed = id.clone();
        // What was ticked before the page was alive counts.
        let hydrating = || Owner::current_shared_context().is_some_and(|page| page.get_is_hydrating());
        if is_browser() && hydrating() && box_of(&name).is_some_and(|tick_box| tick_box.checked()) {
            ticks.set(&id, true);
        }
        let ticked = untrack(|| ticks.has(&id));
        view! {
            <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        type="checkbox"
                        id=name.clone()
                        name=NAME
                        value=id
                        form=SEVERAL
                        checked=ticked
                        data-key="tick"
                        on:change=move |event| ticks.set(&changed, event_target_checked(&event))
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=name>
                        <span class="nhsuk-u-visually-hidden">{whom}</span>
                    </label>
                </div>
            </div>
        }
    });
    view! { <td class="nhsuk-table__cell porthor-table__tick" role="cell">{tick}</td> }.into_any()
}

/// What stands in the form around the ticks: the problem with them, the box that ticks every row of the page (`rows`),
/// and those that are ticked on other pages.
#[component]
pub(crate) fn TickAll(ticks: Ticks, rows: Vec<String>, #[prop(into)] label: String) -> impl IntoView {
    let field = Field::Ticked;
    let wrong = is_wrong(field);
    let (id, all) = (format!("{}-all", field.name()), rows.clone());
    let others = rows.clone();
    let every_box = id.clone();
    Effect::new(move |_| {
        ticks.count();
        // Once the table is as it will be: a box may have been that of another row.
        let (rows, every_box) = (rows.clone(), every_box.clone());
        request_animation_frame(move || ticks.show(&rows, &every_box));
    });
    let elsewhere = move || {
        let elsewhere = ticks.elsewhere(&others).into_iter();
        elsewhere
            .map(|id| view! { <input type="hidden" name=NAME value=id/> })
            .collect_view()
    };
    view! {
        <div id=field.name() class="nhsuk-form-group" class=("nhsuk-form-group--error", wrong) tabindex="-1">
            <FieldProblem field/>
            <div class="nhsuk-checkboxes nhsuk-checkboxes--small porthor-script-only">
                <div class="nhsuk-checkboxes__item">
                    <input
                        class="nhsuk-checkboxes__input"
                        type="checkbox"
                        id=id.clone()
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            for id in &all {
                                ticks.set(id, on);
                            }
                        }
                    />
                    <label class="nhsuk-label nhsuk-checkboxes__label" for=id>{label}</label>
                </div>
            </div>
        </div>
        {elsewhere}
    }
    .into_any()
}

/// The box with this id, where it is on the page.
fn box_of(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
