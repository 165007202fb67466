//! The table of requests that wait, with what can be done about each in the right-hand column (S11): of one organisation
//! on *Practice enabled users*, of all on *Pending requests*.

use domain::Page;
use domain::join_requests::RequestRow;
use leptos::prelude::*;

use super::api::ApproveJoinRequest;
use super::several_bar::SeveralBar;
use crate::controls::focus::focus_on;
use crate::controls::{
    ActionsCell, Beneath, Button, ButtonLook, Cell, Column, DataTable, Hidden, MailAddress, NameCell, PostForm, Tag,
    TagColour, TickCell, Ticks, Time, word,
};
use crate::here::to;
use crate::i18n::{locale, say};

/// The id of the table's caption, which takes the focus when the last row has gone.
const CAPTION: &str = "requests";

/// The place of the row that has just been decided, until the table has been asked for again.
pub(crate) type RowDecided = StoredValue<Option<usize>>;

/// The table, or a sentence when nobody waits. `columns` are those of the table without organisation and actions.
#[component]
pub(crate) fn RequestTable(
    rows: Vec<RequestRow>,
    decided: RowDecided,
    ticks: Ticks,
    #[prop(into)] caption: String,
    #[prop(into)] empty: String,
    columns: Vec<Column>,
    #[prop(optional)] with_organisation: bool,
    #[prop(default = true)] may_decide: bool,
) -> impl IntoView {
    let l = locale();
    let after = focus_after(&rows, decided);
    Effect::new(move |_| {
        if let Some(id) = after.clone() {
            focus_on(id);
        }
    });
    if rows.is_empty() {
        return view! {
            <h2 class="nhsuk-heading-m" id=CAPTION tabindex="-1">{caption}</h2>
            <p class="porthor-empty">{empty}</p>
        }
        .into_any();
    }
    let organisation = with_organisation.then(|| Column::new(say!(l, join_requests.organisation)));
    let actions = may_decide.then(|| Column::actions(say!(l, join_requests.actions)));
    let tickable = rows
        .iter()
        .filter(|row| may_decide && !row.own)
        .map(|row| row.id.to_string());
    let tickable: Vec<String> = tickable.collect();
    let with_ticks = !tickable.is_empty();
    let tick = with_ticks.then(|| Column::new(say!(l, several.tick)));
    let columns = tick
        .into_iter()
        .chain(columns)
        .chain(organisation)
        .chain(actions)
        .collect();
    let rows = rows.into_iter().enumerate().map(move |(at, row)| {
        view! { <Row row at decided ticks=with_ticks.then_some(ticks) with_organisation may_decide/> }
    });
    view! {
        <SeveralBar ticks rows=tickable/>
        <DataTable caption id=CAPTION columns>
            {rows.collect_view()}
        </DataTable>
    }
    .into_any()
}

/// After a decision the focus goes to what now stands in the row's place, else to the heading.
fn focus_after(rows: &[RequestRow], decided: RowDecided) -> Option<String> {
    let at = decided.try_update_value(Option::take).flatten()?;
    let place = rows.get(at.min(rows.len().saturating_sub(1)));
    let row = place.filter(|row| !row.own);
    Some(row.map_or_else(|| CAPTION.to_owned(), action_id))
}

/// The id of the first action of a row.
fn action_id(row: &RequestRow) -> String {
    format!("decide-{}", row.id)
}

#[component]
fn Row(
    row: RequestRow,
    at: usize,
    decided: RowDecided,
    ticks: Option<Ticks>,
    with_organisation: bool,
    may_decide: bool,
) -> impl IntoView {
    let l = locale();
    let tick = ticks.map(|ticks| {
        let id = (!row.own).then(|| row.id.to_string());
        let whom = say!(
            l,
            several.tick_whom,
            name = row.name.as_str(),
            code = row.code.to_string()
        );
        view! { <TickCell ticks id whom/> }
    });
    let warning = row.warning.map(|_| {
        view! { " " <Tag colour=TagColour::Orange text=say!(l, join_requests.warned)/> }
    });
    let organisation = with_organisation.then(|| {
        let members = to(Page::Members(row.code.clone()));
        let (name, code) = (row.organisation.clone(), row.code.to_string());
        view! {
            <Cell label=say!(l, join_requests.organisation)>
                <a href=members>{name}</a> " · " <span class="porthor-code">{code}</span>
            </Cell>
        }
    });
    let (name, email, reason) = (row.name.clone(), row.email.clone(), row.reason.clone());
    let (position, role, made_at) = (row.position, row.role, row.made_at);
    let actions = may_decide.then(|| view! { <ActionsCell><Actions row at decided/></ActionsCell> });
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            {tick}
            <NameCell label=say!(l, join_requests.name)>
                <span class="porthor-member__name">{name}</span>
                {warning}
                <Beneath>{word::position(l, position)}</Beneath>
            </NameCell>
            <Cell label=say!(l, join_requests.email)><MailAddress address=email/></Cell>
            <Cell label=say!(l, join_requests.role)>
                {word::role(l, role)}
                <Beneath>{reason}</Beneath>
            </Cell>
            <Cell label=say!(l, join_requests.asked_on)><Time at=made_at/></Cell>
            {organisation}
            {actions}
        </tr>
    }
}

/// Approve at once, or lead to the page that rejects; a row with a warning leads to its review (decision 4).
#[component]
fn Actions(row: RequestRow, at: usize, decided: RowDecided) -> impl IntoView {
    let l = locale();
    if row.own {
        return view! { <span>{say!(l, join_requests.own_request)}</span> }.into_any();
    }
    let (first, code, id) = (action_id(&row), row.code, row.id);
    let name = row.name;
    let whom = name.clone();
    let whom = move || view! { <span class="nhsuk-u-visually-hidden">" " {whom.clone()}</span> };
    let review = to(Page::Review(code.clone(), id));
    let reject = to(Page::Reject(code.clone(), id));
    if row.warning.is_some() || row.needs_case {
        return view! { <a id=first href=review data-key="open">{say!(l, join_requests.review)} {whom()}</a> }
            .into_any();
    }
    view! {
        <PostForm
            check=|asked: &ApproveJoinRequest| asked.form.parse_approval().map(drop)
            subject=id.to_string()
            done=Callback::new(move |_| decided.set_value(Some(at)))
        >
            <Hidden name="code" value=code.to_string()/>
            <Hidden name="id" value=id.to_string()/>
            <Button label=say!(l, join_requests.approve) about=name id=first look=ButtonLook::Small key="approve"/>
        </PostForm>
        <a href=reject data-key="reject">{say!(l, join_requests.reject)} {whom()}</a>
        <a href=review data-key="open">{say!(l, join_requests.review)} {whom()}</a>
    }
    .into_any()
}
