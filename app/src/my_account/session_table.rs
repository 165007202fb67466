//! The table of the browsers that are signed in to the person's account, with *End* in the right-hand column.

use domain::my_account::MySession;
use leptos::prelude::*;

use super::api::EndMySession;
use crate::controls::focus::focus_on;
use crate::controls::{
    ActionsCell, Button, ButtonLook, Cell, Column, DataTable, Hidden, NameCell, PostForm, Tag, TagColour, Time,
};
use crate::i18n::{language, locale, say};

/// The table's id; it takes the focus when nothing is left to end.
const TABLE: &str = "my-sessions";

/// The place of the row that has just been ended, until the table has been asked for again.
pub(super) type RowEnded = StoredValue<Option<usize>>;

/// The table. Its own session is always there.
#[component]
pub(super) fn SessionTable(sessions: Vec<MySession>, ended: RowEnded) -> impl IntoView {
    let l = locale();
    let after = focus_after(&sessions, ended);
    Effect::new(move |_| {
        if let Some(id) = after.clone() {
            focus_on(id);
        }
    });
    let columns = vec![
        Column::new(say!(l, my_account.sessions.device)),
        Column::new(say!(l, my_account.sessions.address)),
        Column::new(say!(l, my_account.sessions.signed_in)),
        Column::new(say!(l, my_account.sessions.seen)),
        Column::actions(say!(l, my_account.sessions.actions)),
    ];
    let rows = sessions.into_iter().enumerate();
    let rows = rows.map(move |(at, session)| view! { <Row session at ended/> });
    view! {
        <DataTable caption=say!(l, my_account.sessions.caption) id=TABLE columns>
            {rows.collect_view()}
        </DataTable>
    }
}

/// The focus goes to what now stands in the row's place, else to the table.
fn focus_after(sessions: &[MySession], ended: RowEnded) -> Option<String> {
    let at = ended.try_update_value(Option::take).flatten()?;
    let place = sessions.get(at.min(sessions.len().saturating_sub(1)));
    let session = place.filter(|session| !session.this);
    Some(session.map_or_else(|| TABLE.to_owned(), action_id))
}

/// The id of a row's button.
fn action_id(session: &MySession) -> String {
    format!("end-{}", session.id)
}

#[component]
fn Row(session: MySession, at: usize, ended: RowEnded) -> impl IntoView {
    let l = locale();
    let device = device(&session);
    let action = if session.this {
        view! { <span>{say!(l, my_account.sessions.sign_out_instead)}</span> }.into_any()
    } else {
        view! { <End session=session.clone() at ended/> }.into_any()
    };
    let this = session
        .this
        .then(|| view! { " " <Tag colour=TagColour::Green text=say!(l, my_account.sessions.this)/> });
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, my_account.sessions.device)>{device} {this}</NameCell>
            <Cell label=say!(l, my_account.sessions.address)>{session.address}</Cell>
            <Cell label=say!(l, my_account.sessions.signed_in)><Time at=session.signed_in/></Cell>
            <Cell label=say!(l, my_account.sessions.seen)><Time at=session.seen/></Cell>
            <ActionsCell>{action}</ActionsCell>
        </tr>
    }
}

/// What the browser calls itself.
fn device(session: &MySession) -> String {
    if session.device.is_empty() {
        say!(locale(), my_account.sessions.device_unknown).to_owned()
    } else {
        session.device.clone()
    }
}

/// Ends the session of a row.
#[component]
fn End(session: MySession, at: usize, ended: RowEnded) -> impl IntoView {
    let l = locale();
    let when = session.signed_in.day_and_time(language());
    let which = say!(l, my_account.sessions.end_which, device = device(&session), when = when);
    view! {
        <PostForm
            check=|_: &EndMySession| Ok(())
            subject=session.id.to_string()
            done=Callback::new(move |_| ended.set_value(Some(at)))
        >
            <Hidden name="id" value=session.id.to_string()/>
            <Button label=say!(l, my_account.sessions.end) about=which id=action_id(&session) look=ButtonLook::Small/>
        </PostForm>
    }
}
