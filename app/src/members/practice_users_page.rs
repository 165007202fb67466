//! Edit practice profile, tab *Practice enabled users*: those who asked, and those who have access (S9 to S14).
//! An approved person moves from one table to the other in place, without a reload.

use domain::live::Noun;
use domain::members::{Column as By, PracticeUsers};
use domain::organisations::Kind;
use domain::permission::Action;
use domain::rosters::has_rosters;
use domain::{MemberId, OdsCode, Page};
use leptos::prelude::*;

use super::api::practice_users;
use super::member_table::MemberTable;
use super::sorting::Sorting;
use crate::asked::Asked;
use crate::controls::parameter::{piece, query};
use crate::controls::{Column, Loaded, Ticks};
use crate::here::{here, to};
use crate::i18n::{Locale, language, locale, say};
use crate::join_requests::{RequestTable, RowDecided, UndoOffers, ticks};
use crate::organisations::{OrganisationHeading, Tab};

/// The page with both tables.
#[component]
pub(crate) fn PracticeUsersPage() -> impl IntoView {
    let (code, here) = (piece("code"), here());
    let (requests, members) = (query("requests"), query("members"));
    let users = Asked::new(
        move || (code.get(), requests.get(), members.get(), here.acts()),
        |(code, requests, members, _)| practice_users(code, requests, members),
    )
    .live(&[Noun::JoinRequests, Noun::Members, Noun::People, Noun::Organisations]);
    let decided = RowDecided::default();
    let ticks = ticks();
    let known = StoredValue::new(None::<Vec<MemberId>>);
    view! {
        <Loaded answer=users let:users>
            <Tables
                users
                sorting=Sorting::parse(&requests.get_untracked(), &members.get_untracked())
                decided
                ticks
                known
            />
        </Loaded>
        <UndoOffers/>
    }
}

/// Both tables. `known` are the members that were on the screen before, so that whoever has just come is marked.
#[component]
fn Tables(
    users: PracticeUsers,
    sorting: Sorting,
    decided: RowDecided,
    ticks: Ticks,
    known: StoredValue<Option<Vec<MemberId>>>,
) -> impl IntoView {
    let l = locale();
    let texts = Texts::of(l, users.organisation.kind);
    let ids: Vec<MemberId> = users.members.iter().map(|member| member.id).collect();
    let before = known.try_update_value(|known| known.replace(ids.clone())).flatten();
    let arrived = before.map(|before| ids.into_iter().filter(|id| !before.contains(id)).collect::<Vec<_>>());
    let code = users.organisation.code.clone();
    let rosters = users.may.contains(&Action::ManageRosters) && has_rosters(users.organisation.kind);
    let rosters = rosters.then(|| {
        let address = to(Page::Rosters(code.clone()));
        view! { <p class="porthor-no-print"><a href=address>{say!(l, organisations.rosters)}</a></p> }
    });
    let new_user = users.may.contains(&Action::GrantRoles).then(|| {
        let address = to(Page::NewUser(code.clone()));
        let invite = format!("{}?organisation={code}", to(Page::Invite));
        let invited = format!("{}?organisation={code}", to(Page::Invitations));
        let pre_approved = to(Page::PreApprovals(code.clone()));
        view! {
            <p class="porthor-no-print"><a href=invite>{say!(l, inviting.link)}</a></p>
            <p class="porthor-no-print"><a href=invited>{say!(l, invitations.list.link)}</a></p>
            <p class="porthor-no-print"><a href=address>{say!(l, new_users.link)}</a></p>
            <p class="porthor-no-print"><a href=pre_approved>{say!(l, organisations.pre_approvals)}</a></p>
        }
    });
    let alone = users.one_decider && users.may.contains(&Action::GrantRoles);
    let advice = alone.then(|| {
        view! { <p class="nhsuk-inset-text porthor-no-print" id="one-decider">{say!(l, members.one_decider)}</p> }
    });
    view! {
        <OrganisationHeading organisation=users.organisation tab=Tab::Members text=texts.title/>
        {advice}
        <div class="porthor-no-print">
            <RequestTable
                rows=users.requests
                decided
                ticks
                caption=texts.requests
                empty=say!(l, members.requests_empty)
                columns=request_columns(l, sorting, &code)
                may_decide=users.may.contains(&Action::DecideRequest)
            />
        </div>
        <MemberTable
            rows=users.members
            arrived=arrived.unwrap_or_default()
            code
            caption=texts.members
            sorting
            may_revoke=users.may.contains(&Action::RevokeMember)
        />
        {new_user}
        {rosters}
        <p class="nhsuk-body-s nhsuk-u-secondary-text-colour">
            {say!(l, members.as_of, when = users.as_of.day_and_time(language()))}
        </p>
        <button
            class="nhsuk-button nhsuk-button--secondary porthor-script-only porthor-no-print"
            type="button"
            on:click=|_| window().print().unwrap_or_default()
        >
            {say!(l, members.print)}
        </button>
    }
}

fn request_columns(l: Locale, sorting: Sorting, code: &OdsCode) -> Vec<Column> {
    vec![
        sorting.of_requests(code, say!(l, join_requests.name), By::Name),
        sorting.of_requests(code, say!(l, join_requests.email), By::Email),
        sorting.of_requests(code, say!(l, join_requests.role), By::Role),
        sorting.of_requests(code, say!(l, join_requests.asked_on), By::Date),
    ]
}

/// What a practice calls these people, and what others do.
struct Texts {
    title: &'static str,
    requests: &'static str,
    members: &'static str,
}

impl Texts {
    fn of(l: Locale, kind: Kind) -> Self {
        match kind {
            Kind::Practice => Self {
                title: say!(l, members.title),
                requests: say!(l, members.requests_caption),
                members: say!(l, members.members_caption),
            },
            Kind::Commissioner | Kind::Trust => Self {
                title: say!(l, members.title_elsewhere),
                requests: say!(l, members.requests_caption_elsewhere),
                members: say!(l, members.members_caption_elsewhere),
            },
        }
    }
}
