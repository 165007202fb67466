//! The page that an invitation's link leads to: what is offered, by whom, until when, and how it can be answered. Opening it
//! changes nothing; whoever has no account chooses a password here, whoever has one signs in and comes back.

use domain::Page;
use domain::accounts::ConfirmForm;
use domain::new_users::{Answering, InvitationView, Invited, Over};
use domain::password::NoList;
use leptos::prelude::*;

use super::api::{AskForInvitation, LeaveForInvitation, invitation};
use crate::accounts::api::ConfirmAddress;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PasswordField, PostForm};
use crate::here::{here, sign_in_for, to};
use crate::i18n::{language, locale, say};
use crate::members::RoleTable;
use crate::new_users::api::AcceptOffer;

/// The page.
#[component]
pub(crate) fn InvitationLinkPage() -> impl IntoView {
    let (l, token, here) = (locale(), piece("token"), here());
    let link = Asked::new(move || (token.get(), here.acts()), |(token, _)| invitation(token));
    view! {
        <Loaded answer=link let:link>
            {match link {
                InvitationView::Known(view) => view! { <Content view token=token.get_untracked()/> }.into_any(),
                InvitationView::Unknown => view! {
                    <Heading text=say!(l, invitations.link.over_title)/>
                    <p>{say!(l, invitations.link.unknown)}</p>
                }
                .into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Content(view: Invited, token: String) -> impl IntoView {
    let l = locale();
    let (organisation, by) = (view.organisation.as_str(), view.by.as_str());
    if let Answering::Over(over) = view.answering {
        let ended = match over {
            Over::Expired => {
                let until = view.until.day_time_and_zone(language());
                say!(l, invitations.link.expired, until = until)
            }
            Over::Replaced => say!(l, invitations.link.replaced).to_owned(),
            Over::Withdrawn => say!(l, invitations.link.withdrawn, organisation = organisation),
            Over::Accepted => say!(l, invitations.link.accepted, organisation = organisation),
            Over::Declined => say!(l, invitations.link.declined, organisation = organisation),
            Over::NotGiven => say!(l, invitations.link.not_given, by = by, organisation = organisation),
            Over::OrganisationClosed => say!(l, invitations.link.organisation_closed, organisation = organisation),
        };
        return view! {
            <Heading text=say!(l, invitations.link.over_title) caption=view.organisation.clone()/>
            <p>{ended}</p>
            <WayOn over token/>
        }
        .into_any();
    }
    let until = view.until.day_time_and_zone(language());
    let lead = say!(
        l,
        invitations.link.lead,
        by = by,
        organisation = organisation,
        until = until
    );
    view! {
        <Heading text=say!(l, invitations.link.title, organisation = organisation)/>
        <p>{lead}</p>
        <RoleTable
            rows=view.roles
            caption=say!(l, invitations.link.caption)
            empty=say!(l, invitations.link.no_role)
        />
        <Answer answering=view.answering token/>
    }
    .into_any()
}

/// What can be done about an invitation that is over.
#[component]
fn WayOn(over: Over, token: String) -> impl IntoView {
    let l = locale();
    let (page, text) = match over {
        Over::Accepted => (Page::MyOrganisations, say!(l, invitations.link.mine)),
        Over::OrganisationClosed => (Page::Help, say!(l, invitations.link.help)),
        _ => (Page::Ask, say!(l, invitations.link.ask_to_join)),
    };
    let ask = over.can_ask().then(|| {
        view! {
            <PostForm check=|_: &AskForInvitation| Ok(())>
                <Hidden name="token" value=token/>
                <Button label=say!(l, invitations.link.ask)/>
            </PostForm>
        }
    });
    view! {
        {ask}
        <p><a href=to(page)>{text}</a></p>
    }
}

/// How it is answered.
#[component]
fn Answer(answering: Answering, token: String) -> impl IntoView {
    let l = locale();
    let decline = to(Page::DeclineInvitation(token.clone()));
    let decline = view! { <p><a href=decline>{say!(l, invitations.link.decline)}</a></p> };
    match answering {
        Answering::ChoosePassword { name } => view! {
            <h2 class="nhsuk-heading-m">{say!(l, invitations.link.new_title)}</h2>
            <p>{say!(l, invitations.link.new_lead, name = name)}</p>
            <PostForm check=|asked: &ConfirmAddress| ConfirmForm::parse(&asked.form, &[], &NoList).map(drop)>
                <Hidden name="token" value=token/>
                <PasswordField
                    label=say!(l, invitations.link.password)
                    hint=say!(l, invitations.link.password_hint)
                    autocomplete="new-password"
                />
                <Button label=say!(l, invitations.link.accept)/>
            </PostForm>
            {decline}
        }
        .into_any(),
        Answering::SignIn => {
            let back = sign_in_for(&to(Page::Invitation(token)));
            view! {
                <p>{say!(l, invitations.link.sign_in_lead)}</p>
                <p><a class="nhsuk-button" href=back>{say!(l, invitations.link.sign_in)}</a></p>
                {decline}
            }
            .into_any()
        }
        Answering::SomebodyElse { name } => view! {
            <p>{say!(l, invitations.link.somebody_else, name = name)}</p>
            <PostForm check=|_: &LeaveForInvitation| Ok(())>
                <Hidden name="token" value=token/>
                <Button label=say!(l, invitations.link.switch) look=ButtonLook::Secondary/>
            </PostForm>
        }
        .into_any(),
        Answering::Theirs(id) => view! {
            <PostForm check=|_: &AcceptOffer| Ok(())>
                <Hidden name="id" value=id.to_string()/>
                <Button label=say!(l, invitations.link.accept)/>
            </PostForm>
            {decline}
        }
        .into_any(),
        Answering::AccountClosed | Answering::Over(_) => view! {
            <p>{say!(l, invitations.link.account_closed)}</p>
            <p><a href=to(Page::Help)>{say!(l, invitations.link.help)}</a></p>
        }
        .into_any(),
    }
}
