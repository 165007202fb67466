//! The tables of invitations: one's own drafts, and what became of those that were sent.

use domain::Page;
use domain::invitations::{DraftRow, InvitationColumn as By, InvitationRow, InvitationsForm, Stands};
use leptos::prelude::*;

use super::list_page::sorted;
use crate::controls::{
    ActionsCell, Beneath, Button, ButtonLook, Cell, Column, DataTable, Hidden, MailAddress, NameCell, PostForm, Tag,
    TagColour, Time, word,
};
use crate::here::to;
use crate::i18n::{Locale, language, locale, say};
use crate::new_users::SendNewUserLetterAgain;

/// Where the focus goes once the table has been asked for again: to the button that was pressed.
pub(super) type FocusAfter = StoredValue<Option<String>>;

/// One's own drafts.
#[component]
pub(super) fn DraftTable(rows: Vec<DraftRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, inviting.email)),
        Column::new(say!(l, inviting.name)),
        Column::new(say!(l, inviting.organisation)),
        Column::new(say!(l, invitations.list.changed)),
        Column::actions(say!(l, invitations.list.action)),
    ];
    let rows = rows.into_iter().map(|row| {
        let go_on = to(row.next_step.page(row.id));
        let whose = row.email.clone();
        view! {
            <tr class="nhsuk-table__row porthor-row" role="row">
                <NameCell label=say!(locale(), inviting.email)>
                    {row.email} " " <Tag colour=TagColour::Grey text=say!(locale(), invitations.stands.draft)/>
                </NameCell>
                <Cell label=say!(locale(), inviting.name)>{row.name}</Cell>
                <Cell label=say!(locale(), inviting.organisation)>{row.organisation}</Cell>
                <Cell label=say!(locale(), invitations.list.changed)><Time at=row.changed_at/></Cell>
                <ActionsCell>
                    <a href=go_on>
                        {say!(locale(), invitations.list.go_on)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
                    </a>
                </ActionsCell>
            </tr>
        }
    });
    view! {
        <DataTable caption=say!(l, invitations.list.drafts) id="drafts" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

/// What became of invitations.
#[component]
pub(super) fn InvitationTable(rows: Vec<InvitationRow>, form: InvitationsForm, after: FocusAfter) -> impl IntoView {
    let l = locale();
    let sorted = move |label: &'static str, by: By| sorted(&form, label, by);
    let columns = vec![
        sorted(say!(l, inviting.name), By::Name),
        Column::new(say!(l, inviting.email)),
        Column::new(say!(l, inviting.organisation)),
        Column::new(say!(l, inviting.role_name)),
        Column::new(say!(l, invitations.list.state)),
        sorted(say!(l, invitations.list.sent), By::Sent),
        Column::new(say!(l, invitations.list.last_letter)),
        Column::actions(say!(l, invitations.list.action)),
    ];
    let rows = rows.into_iter().map(move |row| view! { <Row row after/> });
    view! {
        <DataTable caption=say!(l, invitations.list.caption) id="invitations" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(row: InvitationRow, after: FocusAfter) -> impl IntoView {
    let l = locale();
    let (code, organisation) = row.organisation.clone();
    let roles = row
        .roles
        .iter()
        .map(|(role, roster)| word::limited(l, *role, roster.as_ref()));
    let roles = roles.collect::<Vec<_>>().join("; ");
    let answer = row.answer.clone().map(|words| {
        let said = say!(l, invitations.list.answer, words = words);
        view! { <Beneath>{said}</Beneath> }
    });
    let until = matches!(row.stands, Stands::Waiting | Stands::Handed | Stands::Deferred).then(|| {
        let said = say!(l, invitations.list.until, when = row.until.day_and_time(language()));
        view! { <Beneath>{said}</Beneath> }
    });
    let by = say!(l, invitations.list.by, name = row.sent_by.as_str());
    let last_letter = row.last_letter.map(|at| view! { <Time at/> });
    let (name, email, stands) = (row.name.clone(), row.email.clone(), row.stands);
    view! {
        <tr class="nhsuk-table__row porthor-row" role="row">
            <NameCell label=say!(l, inviting.name)>{name}</NameCell>
            <Cell label=say!(l, inviting.email)><MailAddress address=email/></Cell>
            <Cell label=say!(l, inviting.organisation)>
                {organisation} " · " <span class="porthor-code">{code.to_string()}</span>
            </Cell>
            <Cell label=say!(l, inviting.role_name)>{roles}</Cell>
            <Cell label=say!(l, invitations.list.state)>
                <Tag colour=colour(stands) text=stands_word(l, stands)/>
                {until} {answer}
            </Cell>
            <Cell label=say!(l, invitations.list.sent)><Time at=row.sent_at/> <Beneath>{by}</Beneath></Cell>
            <Cell label=say!(l, invitations.list.last_letter)>{last_letter}</Cell>
            <ActionsCell><Actions row after/></ActionsCell>
        </tr>
    }
}

/// What can be done about an invitation that nobody has answered.
#[component]
fn Actions(row: InvitationRow, after: FocusAfter) -> impl IntoView {
    let l = locale();
    if !row.stands.is_open() {
        return view! { <span>{say!(l, invitations.list.nothing_to_do)}</span> }.into_any();
    }
    let (id, name) = (row.id, row.name);
    let (whom, whose, who) = (name.clone(), name.clone(), name.clone());
    let button = format!("send-again-{id}");
    let focus = button.clone();
    let (roles, correct, withdraw) = (
        to(Page::NewUserRoles(id)),
        to(Page::CorrectInvitation(id)),
        to(Page::NewUserWithdraw(id)),
    );
    view! {
        <a href=roles data-key="open">
            {say!(l, invitations.list.open)} <span class="nhsuk-u-visually-hidden">" " {who}</span>
        </a>
        <PostForm
            check=|_: &SendNewUserLetterAgain| Ok(())
            subject=id.to_string()
            done=Callback::new(move |_| after.set_value(Some(focus.clone())))
        >
            <Hidden name="id" value=id.to_string()/>
            <Button
                label=say!(l, invitations.list.send_again)
                about=say!(l, registrations.send_again_to, name = name)
                id=button
                look=ButtonLook::Small
            />
        </PostForm>
        <a href=correct>
            {say!(l, invitations.list.correct)} <span class="nhsuk-u-visually-hidden">" " {whose}</span>
        </a>
        <a href=withdraw>
            {say!(l, registrations.withdraw)} <span class="nhsuk-u-visually-hidden">" " {whom}</span>
        </a>
    }
    .into_any()
}

const fn colour(stands: Stands) -> TagColour {
    match stands {
        Stands::Waiting | Stands::Handed => TagColour::Blue,
        Stands::Deferred => TagColour::Orange,
        Stands::Failed | Stands::Declined => TagColour::Red,
        Stands::Accepted => TagColour::Green,
        Stands::Expired | Stands::Withdrawn => TagColour::Grey,
    }
}

/// Where an invitation stands.
pub(super) fn stands_word(l: Locale, stands: Stands) -> &'static str {
    match stands {
        Stands::Waiting => say!(l, invitations.stands.waiting),
        Stands::Handed => say!(l, invitations.stands.handed),
        Stands::Deferred => say!(l, invitations.stands.deferred),
        Stands::Failed => say!(l, invitations.stands.failed),
        Stands::Accepted => say!(l, invitations.stands.accepted),
        Stands::Declined => say!(l, invitations.stands.declined),
        Stands::Expired => say!(l, invitations.stands.expired),
        Stands::Withdrawn => say!(l, invitations.stands.withdrawn),
    }
}
