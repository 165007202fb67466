//! The table of *Manage registrations* (S32 to S34): nine columns, and what can be done about each row in the last.

use domain::join_requests::StateTag;
use domain::registrations::{Column as By, RegistrationRow, RegistrationsForm, RowAction};
use domain::{NewUserId, Page};
use leptos::prelude::*;

use super::api::SendRegistrationAgain;
use super::shown::sorted;
use crate::controls::{
    ActionsCell, Beneath, Button, ButtonLook, Cell, Column, DataTable, Hidden, MailAddress, NameCell, PostForm, Tag,
    TagColour, TickCell, Ticks, Time, word,
};
use crate::here::{address, to};
use crate::i18n::{locale, say};
use crate::join_requests::SeveralBar;
use crate::new_users::SendNewUserLetterAgain;

/// Where the focus goes once the table has been asked for again: to the button that was pressed.
pub(super) type FocusAfter = StoredValue<Option<String>>;

/// The table.
#[component]
pub(super) fn RegistrationTable(
    rows: Vec<RegistrationRow>,
    form: RegistrationsForm,
    after: FocusAfter,
    ticks: Ticks,
) -> impl IntoView {
    let l = locale();
    let tickable = rows
        .iter()
        .filter_map(RegistrationRow::decidable)
        .map(|id| id.to_string());
    let tickable: Vec<String> = tickable.collect();
    let with_ticks = !tickable.is_empty();
    let sorted = move |label: &'static str, by: By| sorted(&form, label, by);
    let columns = [
        sorted(say!(l, registrations.created), By::Created),
        sorted(say!(l, registrations.reason), By::Reason),
        sorted(say!(l, registrations.first_name), By::FirstName),
        sorted(say!(l, registrations.last_name), By::LastName),
        sorted(say!(l, registrations.organisation), By::Organisation),
        sorted(say!(l, registrations.role), By::Role),
        sorted(say!(l, registrations.email), By::Email),
        sorted(say!(l, registrations.is_approved), By::Approved),
        Column::actions(say!(l, registrations.action)),
    ];
    let tick = with_ticks.then(|| Column::new(say!(l, several.tick)));
    let columns = tick.into_iter().chain(columns).collect();
    let rows = rows
        .into_iter()
        .map(move |row| view! { <Row row after ticks=with_ticks.then_some(ticks)/> });
    view! {
        <SeveralBar ticks rows=tickable/>
        <DataTable caption=say!(l, registrations.caption) id="registrations" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(row: RegistrationRow, after: FocusAfter, ticks: Option<Ticks>) -> impl IntoView {
    let l = locale();
    let tick = ticks.map(|ticks| {
        let id = row.decidable().map(|id| id.to_string());
        let code = row.organisation.as_ref().map(|(code, _)| code.to_string());
        let name = format!("{} {}", row.first_name, row.last_name);
        let whom = say!(l, several.tick_whom, name = name, code = code.unwrap_or_default());
        view! { <TickCell ticks id whom/> }
    });
    let added = row.actions.iter().any(|action| matches!(action, RowAction::NewUser(_)));
    let reason = if added {
        say!(l, registrations.added).to_owned()
    } else if row.listed {
        say!(l, registrations.listed).to_owned()
    } else if row.reason.is_empty() {
        say!(l, registrations.new_account).to_owned()
    } else {
        row.reason.clone()
    };
    let organisation = match row.organisation.clone() {
        Some((code, name)) => view! { {name} " · " <span class="porthor-code">{code.to_string()}</span> }.into_any(),
        None => say!(l, registrations.no_organisation).into_any(),
    };
    let waits = matches!(row.state, StateTag::Pending | StateTag::AwaitingConfirmation);
    let warning = row.warning.filter(|_| waits).map(|_| {
        view! { " " <Tag colour=TagColour::Orange text=say!(l, join_requests.warned)/> }
    });
    let (mark, said) = match row.state {
        StateTag::Approved => ("✓", say!(l, registrations.yes)),
        _ => ("✗", say!(l, registrations.no)),
    };
    let roles = row
        .roles
        .iter()
        .map(|(role, roster)| word::limited(l, *role, roster.as_ref()));
    let roles = roles.collect::<Vec<_>>().join("; ");
    let (created, first, last) = (row.created, row.first_name.clone(), row.last_name.clone());
    let (email, state) = (row.email.clone(), row.state);
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            {tick}
            <Cell label=say!(l, registrations.created)><Time at=created/></Cell>
            <Cell label=say!(l, registrations.reason)>{reason}</Cell>
            <Cell label=say!(l, registrations.first_name)>{first}</Cell>
            <NameCell label=say!(l, registrations.last_name)>{last} {warning}</NameCell>
            <Cell label=say!(l, registrations.organisation)>{organisation}</Cell>
            <Cell label=say!(l, registrations.role)>{roles}</Cell>
            <Cell label=say!(l, registrations.email)><MailAddress address=email/></Cell>
            <Cell label=say!(l, registrations.is_approved)>
                <span aria-hidden="true">{mark}</span>
                <span class="nhsuk-u-visually-hidden">{said}</span>
                <Beneath>{word::state(l, state)}</Beneath>
            </Cell>
            <ActionsCell><Actions row after/></ActionsCell>
        </tr>
    }
}

/// What can be done about a row, or why nothing can.
#[component]
fn Actions(row: RegistrationRow, after: FocusAfter) -> impl IntoView {
    let l = locale();
    let name = format!("{} {}", row.first_name, row.last_name);
    if row.own {
        return view! { <span>{say!(l, registrations.own)}</span> }.into_any();
    }
    if row.actions.is_empty() {
        return view! { <span>{say!(l, registrations.waits_for_person)}</span> }.into_any();
    }
    let code = row.organisation.map(|(code, _)| code);
    let actions = row.actions.into_iter().map(move |action| match action {
        RowAction::Review(id) => code.clone().map(|code| {
            view! {
                <a href=to(Page::Review(code, id)) data-key="open">
                    {say!(l, registrations.review)}
                    <span class="nhsuk-u-visually-hidden">" " {name.clone()}</span>
                </a>
            }
            .into_any()
        }),
        RowAction::SendAgain(person) => {
            Some(view! { <SendAgain id=person.to_string() name=name.clone() after/> }.into_any())
        }
        RowAction::NewUser(id) => Some(view! { <NewUserActions id name=name.clone() after/> }.into_any()),
        RowAction::Delete(person) => {
            let whose = say!(l, registrations.delete_whose, name = name.as_str());
            let delete = view! {
                <a href=to(Page::DeleteRegistration(person))>
                    {say!(l, registrations.delete)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
                </a>
            };
            Some(delete.into_any())
        }
    });
    actions.collect_view().into_any()
}

/// What can be done about somebody who is being added: their roles, the letter again, taking it back (S78).
#[component]
fn NewUserActions(id: NewUserId, name: String, after: FocusAfter) -> impl IntoView {
    let l = locale();
    let button = format!("send-again-{id}");
    let focus = button.clone();
    let (roles, withdraw) = (to(Page::NewUserRoles(id)), to(Page::NewUserWithdraw(id)));
    let whose = say!(l, roles.link_whose, name = name.as_str());
    let whom = name.clone();
    view! {
        <a href=roles data-key="open">
            {say!(l, roles.link)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
        </a>
        <PostForm
            check=|_: &SendNewUserLetterAgain| Ok(())
            subject=id.to_string()
            done=Callback::new(move |_| after.set_value(Some(focus.clone())))
        >
            <Hidden name="id" value=id.to_string()/>
            <Button
                label=say!(l, registrations.send_again)
                about=say!(l, registrations.send_again_to, name = name)
                id=button
                look=ButtonLook::Small
            />
        </PostForm>
        <a href=withdraw>
            {say!(l, registrations.withdraw)} <span class="nhsuk-u-visually-hidden">" " {whom}</span>
        </a>
    }
}

/// Sends the letter again, in place.
#[component]
fn SendAgain(id: String, name: String, after: FocusAfter) -> impl IntoView {
    let l = locale();
    let button = format!("send-again-{id}");
    let focus = button.clone();
    view! {
        <PostForm
            check=|asked: &SendRegistrationAgain| asked.form.parse().map(drop)
            subject=id.clone()
            done=Callback::new(move |_| after.set_value(Some(focus.clone())))
        >
            <Hidden name="id" value=id/>
            // Without scripts the way leads back to what was shown.
            <Hidden name="next" value=address()/>
            <Button
                label=say!(l, registrations.send_again)
                about=say!(l, registrations.send_again_to, name = name)
                id=button
                look=ButtonLook::Small
            />
        </PostForm>
    }
}
