//! My account, tab *Requests*: the person's own, open and past.

use domain::Page;
use domain::join_requests::{MyRequest, StateTag as State};
use leptos::prelude::*;

use super::api::my_requests;
use crate::asked::Asked;
use crate::controls::{ActionsCell, Beneath, Cell, Column, DataTable, Loaded, NameCell, StateTag, Time, word};
use crate::here::{here, to};
use crate::i18n::{Locale, locale, say};
use crate::my_account::{MyAccountHeading, Tab};

/// The page that lists them.
#[component]
pub(crate) fn MyRequestsPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let mine = Asked::new(move || here.acts(), |_| my_requests()).live(&[]);
    view! {
        <Loaded answer=mine let:mine>
            <MyAccountHeading tab=Tab::Requests text=say!(l, join_requests.mine_title)/>
            {if mine.is_empty() {
                view! { <p class="porthor-empty">{say!(l, join_requests.mine_empty)}</p> }.into_any()
            } else {
                view! { <Mine mine/> }.into_any()
            }}
            <p><a href=to(Page::Ask)>{say!(l, join_requests.ask_link)}</a></p>
        </Loaded>
    }
}

#[component]
fn Mine(mine: Vec<MyRequest>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, join_requests.organisation)),
        Column::new(say!(l, join_requests.role)),
        Column::new(say!(l, join_requests.asked_on)),
        Column::new(say!(l, join_requests.state)),
        Column::actions(say!(l, join_requests.look_at)),
    ];
    let rows = mine.into_iter().map(move |request| {
        let beneath = beneath(l, &request).map(|text| view! { <Beneath>{text}</Beneath> });
        let name = request.organisation.name;
        let which = say!(l, join_requests.look_at_which, organisation = name.as_str());
        view! {
            <tr class="nhsuk-table__row" role="row">
                <NameCell label=say!(l, join_requests.organisation)>
                    {name} " · " <span class="porthor-code">{request.organisation.code.to_string()}</span>
                </NameCell>
                <Cell label=say!(l, join_requests.role)>{word::role(l, request.role)}</Cell>
                <Cell label=say!(l, join_requests.asked_on)><Time at=request.made_at/></Cell>
                <Cell label=say!(l, join_requests.state)><StateTag state=request.state/> {beneath}</Cell>
                <ActionsCell>
                    <a href=to(Page::MyRequest(request.id))>
                        {say!(l, join_requests.look_at)}
                        <span class="nhsuk-u-visually-hidden">" " {which}</span>
                    </a>
                </ActionsCell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, join_requests.mine_caption) id="mine" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

/// For how many people a request waits, or what the decider wrote.
fn beneath(l: Locale, request: &MyRequest) -> Option<String> {
    match (request.state, request.deciders) {
        (State::Pending, 0) => Some(say!(l, join_requests.waits_for_support).to_owned()),
        (State::Pending, 1) => Some(say!(l, join_requests.waits_for_one).to_owned()),
        (State::Pending, count) => Some(say!(l, join_requests.waits_for_several, count = count)),
        _ => request.decision_reason.clone(),
    }
}
