//! An organisation as administrators see it: its details, its numbers, and the ways to what can be done there.

use domain::Page;
use domain::organisations::{Kind, OrganisationDetails, OrganisationsForm, Policy};
use domain::permission::Action;
use leptos::prelude::*;

use super::api::organisation_details;
use super::organisation_table::FewTag;
use super::shown::address;
use super::word;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::word::status;
use crate::controls::{Heading, Loaded, MailAddress, SummaryList, SummaryRow};
use crate::here::{here, to};
use crate::i18n::{language, locale, say};

/// The page of one organisation.
#[component]
pub(crate) fn DetailsPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let details = Asked::new(
        move || (code.get(), here.acts()),
        |(code, _)| organisation_details(code),
    );
    view! {
        <Loaded answer=details let:details>
            <Content details/>
        </Loaded>
    }
}

#[component]
fn Content(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    let caption = format!(
        "{} · {}",
        details.organisation.code,
        word::kind(l, details.organisation.kind)
    );
    let back = details.has_list.then(|| {
        let list = to(Page::Organisations);
        view! { <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=list>{say!(l, organisations.back_to_list)}</a> }
    });
    view! {
        {back}
        <Heading text=details.organisation.name.clone() caption/>
        <PeopleWait details=details.clone()/>
        <Orphan details=details.clone()/>
        <Ways details=details.clone()/>
        <h2 class="nhsuk-heading-m">{say!(l, organisations.people_title)}</h2>
        <Numbers details=details.clone()/>
        <h2 class="nhsuk-heading-m">{say!(l, organisations.contact_title)}</h2>
        <OwnWords details=details.clone()/>
        <h2 class="nhsuk-heading-m">{say!(l, organisations.register_title)}</h2>
        <Register details/>
    }
}

/// That it is no longer open and its people wait, for whoever may decide about them. Those who act for it have the banner.
#[component]
fn PeopleWait(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    if !details.may.contains(&Action::DecideClosure) {
        return None;
    }
    let text = say!(
        l,
        closures.banner_waits,
        status = status(language(), &details.organisation)
    );
    let page = to(Page::Closure(details.organisation.code));
    Some(view! {
        <section class="porthor-warning" id="people-wait" aria-label=say!(l, closures.banner_label)>
            <p>{text}</p>
            <p><a href=page>{say!(l, closures.banner_decide)}</a></p>
        </section>
    })
}

/// That nobody decides here, and the ways to mend that, for whoever may (decision 6).
#[component]
fn Orphan(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    let few = details.staffing.few(&details.organisation, details.policy)?;
    if !few.is_orphan() || !details.may.contains(&Action::GrantRoles) {
        return None;
    }
    let code = || details.organisation.code.clone();
    let role = (details.policy == Policy::ApproverRole && details.staffing.people > 0)
        .then(|| (to(Page::Members(code())), say!(l, last_approver.orphan_role)));
    let invite = format!("{}?organisation={}", to(Page::Invite), details.organisation.code);
    let invite = (invite, say!(l, last_approver.orphan_invite));
    let policy = details
        .may
        .contains(&Action::ChangePolicy)
        .then(|| (to(Page::Policy(code())), say!(l, last_approver.orphan_policy)));
    let ways = role.into_iter().chain([invite]).chain(policy);
    let ways = ways.map(|(address, label)| view! { <li><a href=address>{label}</a></li> });
    let lead = say!(
        l,
        last_approver.orphan,
        organisation = details.organisation.name.as_str()
    );
    Some(view! {
        <div class="porthor-warning" id="orphan">
            <h2 class="nhsuk-heading-s">{say!(l, last_approver.orphan_title)}</h2>
            <p>{lead}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{ways.collect_view()}</ul>
        </div>
    })
}

/// What the viewer can do here.
#[component]
fn Ways(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    let code = || details.organisation.code.clone();
    let members = match details.organisation.kind {
        Kind::Practice => say!(l, organisations.tab_members),
        Kind::Commissioner | Kind::Trust => say!(l, organisations.tab_members_elsewhere),
    };
    let ways = [
        (
            Action::SeeMembers,
            Page::Profile(code()),
            say!(l, organisations.tab_profile),
        ),
        (Action::SeeMembers, Page::Members(code()), members),
        (
            Action::SeeHistory,
            Page::History(code()),
            say!(l, organisations.tab_history),
        ),
        (
            Action::AskWhoMayAct,
            Page::WhoMayAct(code()),
            say!(l, organisations.tab_acting),
        ),
        (
            Action::GrantRoles,
            Page::NewUser(code()),
            say!(l, organisations.new_user),
        ),
        (
            Action::GrantRoles,
            Page::PreApprovals(code()),
            say!(l, organisations.pre_approvals),
        ),
        (
            Action::ManageRosters,
            Page::Rosters(code()),
            say!(l, organisations.rosters),
        ),
        (
            Action::ImportMedics,
            Page::Medics(code()),
            say!(l, organisations.medics),
        ),
        (
            Action::ChangePolicy,
            Page::Policy(code()),
            say!(l, organisations.policy_title),
        ),
    ];
    let ways = ways.into_iter().filter(|(action, ..)| details.may.contains(action));
    let ways = ways.map(|(_, page, label)| view! { <li><a href=to(page)>{label}</a></li> });
    let ways = ways.collect_view();
    let inviting = details.may.contains(&Action::GrantRoles).then(|| {
        let here = |page| format!("{}?organisation={}", to(page), details.organisation.code);
        view! {
            <li><a href=here(Page::Invite)>{say!(l, inviting.link)}</a></li>
            <li><a href=here(Page::Invitations)>{say!(l, invitations.list.link)}</a></li>
        }
    });
    let beneath = (details.has_list && details.organisation.kind == Kind::Commissioner).then(|| {
        let form = OrganisationsForm {
            commissioner: details.organisation.code.to_string(),
            ..OrganisationsForm::default()
        };
        let label = say!(l, organisations.beneath_link, count = details.beneath);
        view! { <li><a href=address(&form)>{label}</a></li> }
    });
    view! { <ul class="nhsuk-list porthor-no-print">{ways} {inviting} {beneath}</ul> }
}

#[component]
fn Numbers(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    let few = details.staffing.few(&details.organisation, details.policy);
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, organisations.policy_label)>
                {word::policy(l, details.policy)} ". " {word::policy_means(l, details.policy)}
            </SummaryRow>
            <SummaryRow key=say!(l, organisations.people)>{details.staffing.people.to_string()}</SummaryRow>
            <SummaryRow key=say!(l, organisations.approvers_label)>
                {details.staffing.approvers.to_string()} " " <FewTag few/>
            </SummaryRow>
            <SummaryRow key=say!(l, organisations.waiting)>{details.staffing.waiting.to_string()}</SummaryRow>
        </SummaryList>
    }
}

#[component]
fn OwnWords(details: OrganisationDetails) -> impl IntoView {
    let (l, own) = (locale(), details.own_words);
    let nothing = say!(l, organisations.says_nothing);
    let or_nothing = |text: String| if text.is_empty() { nothing.to_owned() } else { text };
    let telephone = or_nothing(own.telephone);
    let primary_contact = or_nothing(own.primary_contact.unwrap_or_default());
    let email = if own.email.is_empty() {
        nothing.into_any()
    } else {
        view! { <MailAddress address=own.email/> }.into_any()
    };
    let hours = if own.opening_hours.is_empty() {
        vec![nothing.to_owned()]
    } else {
        own.opening_hours
    };
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, organisations.email)>{email}</SummaryRow>
            <SummaryRow key=say!(l, organisations.telephone)>{telephone}</SummaryRow>
            <SummaryRow key=say!(l, organisations.opening_hours)><Lines lines=hours/></SummaryRow>
            <SummaryRow key=say!(l, organisations.primary_contact)>{primary_contact}</SummaryRow>
        </SummaryList>
    }
}

#[component]
fn Register(details: OrganisationDetails) -> impl IntoView {
    let l = locale();
    let none = || say!(locale(), organisations.register_none).to_owned();
    let status = status(language(), &details.organisation);
    let opened = details.register.opened_on;
    let opened = opened.map_or_else(none, |day| domain::day(day, language()));
    let mut address = details.register.address;
    address.retain(|line| !line.is_empty());
    for piece in [&details.organisation.town, &details.organisation.postcode] {
        if !piece.is_empty() && !address.contains(piece) {
            address.push(piece.clone());
        }
    }
    if address.is_empty() {
        address.push(none());
    }
    let telephone = Some(details.register.telephone).filter(|number| !number.is_empty());
    let telephone = telephone.unwrap_or_else(none);
    let commissioner = match details.register.commissioner {
        Some((code, Some(name))) => format!("{name} · {code}"),
        Some((code, None)) => code.to_string(),
        None => none(),
    };
    view! {
        <SummaryList>
            <SummaryRow key=say!(l, organisations.status_label)>{status}</SummaryRow>
            <SummaryRow key=say!(l, organisations.register_address)><Lines lines=address/></SummaryRow>
            <SummaryRow key=say!(l, organisations.register_telephone)>{telephone}</SummaryRow>
            <SummaryRow key=say!(l, organisations.opened)>{opened}</SummaryRow>
            <SummaryRow key=say!(l, organisations.kind.commissioner)>{commissioner}</SummaryRow>
        </SummaryList>
    }
}

#[component]
fn Lines(lines: Vec<String>) -> impl IntoView {
    let lines = lines.into_iter().map(|line| view! { {line} <br/> });
    lines.collect_view()
}
