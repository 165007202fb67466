//! Somebody who was added: where that stands, the roles that wait (S72), sending the letter again (S78).

use domain::Page;
use domain::new_users::{NewUserView, State};
use leptos::prelude::*;

use super::api::{SendNewUserLetterAgain, new_user};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{
    Button, ButtonLook, Heading, Hidden, Loaded, MailAddress, PostForm, SummaryList, SummaryRow, word,
};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};
use crate::members::RoleTable;

/// What the address asks for; asked again after every act.
pub(super) fn asked() -> Asked<NewUserView> {
    let (id, here) = (piece("id"), here());
    Asked::new(move || (id.get(), here.acts()), |(id, _)| new_user(id))
}

/// The organisation, above a heading.
pub(super) fn caption(view: &NewUserView) -> String {
    format!("{} · {}", view.organisation.name, view.organisation.code)
}

/// The page of somebody who was added.
#[component]
pub(crate) fn NewUserRolesPage() -> impl IntoView {
    let view = asked();
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: NewUserView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Members(view.organisation.code.clone()));
    let (caption, name) = (caption(&view), view.name.clone());
    let below = if view.state == State::Open {
        view! { <Waiting view/> }.into_any()
    } else {
        let said = match view.state {
            State::In => say!(l, new_users.state.is_in, name = name.as_str()),
            State::Declined => say!(l, new_users.state.declined, name = name.as_str()),
            State::Open | State::Withdrawn => say!(l, new_users.state.withdrawn, name = name.as_str()),
        };
        view! { <p>{said}</p> <Details view/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, new_users.back_to_members)}</a>
        <Heading text=name caption/>
        {below}
    }
}

#[component]
fn Details(view: NewUserView) -> impl IntoView {
    let l = locale();
    let secretary = if view.medical_secretary {
        say!(l, new_users.yes)
    } else {
        say!(l, new_users.no)
    };
    let (email, position, of_letter) = (view.email, view.position, view.language);
    let invitation = view.invitation.map(|(reference, until)| {
        view! {
            <SummaryRow key=say!(l, inviting.reference)>
                <strong class="porthor-reference">{reference}</strong>
            </SummaryRow>
            <SummaryRow key=say!(l, inviting.until)>{until.day_time_and_zone(language())}</SummaryRow>
        }
    });
    view! {
        <SummaryList>
            {invitation}
            <SummaryRow key=say!(l, new_users.email)><MailAddress address=email/></SummaryRow>
            <SummaryRow key=say!(l, new_users.position)>{word::position(l, position)}</SummaryRow>
            <SummaryRow key=say!(l, new_users.language)>{word::language(l, of_letter)}</SummaryRow>
            <SummaryRow key=say!(l, new_users.medical_secretary)>
                {secretary} ". " {say!(l, new_users.medical_secretary_later)}
            </SummaryRow>
        </SummaryList>
    }
}

/// Has neither confirmed nor answered.
#[component]
fn Waiting(view: NewUserView) -> impl IntoView {
    let l = locale();
    let (id, name) = (view.id, view.name.clone());
    let sent = say!(
        l,
        new_users.sent,
        email = view.email.as_str(),
        when = view.sent_at.day_and_time(language()),
        by = view.added_by.as_str()
    );
    let then = say!(
        l,
        new_users.then,
        name = name.as_str(),
        organisation = view.organisation.name.as_str()
    );
    let warning = view.roles.is_empty().then(|| {
        view! { <p class="porthor-warning">{say!(l, new_users.no_role_yet)}</p> }
    });
    let add = (!view.grantable.is_empty()).then(|| {
        let add = to(Page::NewUserAddRole(id));
        view! { <a class="nhsuk-button" href=add>{say!(l, roles.add)}</a> }
    });
    let copy = to(Page::NewUserCopy(id));
    let withdraw = to(Page::NewUserWithdraw(id));
    let correct = view.invitation.is_some().then(|| {
        let correct = to(Page::CorrectInvitation(id));
        view! { <p><a href=correct>{say!(l, invitations.list.correct_link)}</a></p> }
    });
    let rows = view.roles.clone();
    view! {
        <p>{sent} " " {then}</p>
        {warning}
        <RoleTable
            rows
            caption=say!(l, new_users.roles_caption)
            empty=say!(l, roles.empty)
            change=Box::new(move |role| to(Page::NewUserChangeRole(id, role)))
        />
        <div class="nhsuk-button-group">
            {add}
            <a class="nhsuk-button nhsuk-button--secondary" href=copy>{say!(l, new_users.copy.link)}</a>
        </div>
        <h2 class="nhsuk-heading-m">{say!(l, new_users.details.title)}</h2>
        <Details view/>
        <h2 class="nhsuk-heading-m">{say!(l, new_users.again.title)}</h2>
        <p>{say!(l, new_users.again.lead)}</p>
        <PostForm check=|_: &SendNewUserLetterAgain| Ok(())>
            <Hidden name="id" value=id.to_string()/>
            <Button label=say!(l, new_users.again.button) look=ButtonLook::Secondary/>
        </PostForm>
        {correct}
        <p><a href=withdraw>{say!(l, new_users.withdraw.link, name = name.as_str())}</a></p>
    }
}
