//! The page that revokes a member's access: what it ends, an optional reason, *Confirm* (S53, decision 5).

use domain::Page;
use domain::form::Field;
use domain::members::{Revocable, RevokeView};
use leptos::prelude::*;

use super::api::{RevokeMember, member_to_revoke};
use super::keeping;
use super::last_approver::LastApproverNote;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextArea, word};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that revokes.
#[component]
pub(crate) fn RevokePage() -> impl IntoView {
    let (code, id) = (piece("code"), piece("id"));
    let view = Asked::new(move || (code.get(), id.get()), |(code, id)| member_to_revoke(code, id));
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: RevokeView) -> impl IntoView {
    let l = locale();
    let name = view.row.name.clone();
    let caption = format!("{} · {}", view.organisation.name, view.organisation.code);
    let back = to(Page::Members(view.organisation.code.clone()));
    let title = say!(l, members.revoke_title, name = name.as_str());
    let below = match view.row.revocable {
        Revocable::Yes => view! { <Ends view=view.clone()/> <RevokeForm view/> }.into_any(),
        Revocable::No => view! { <p>{say!(l, members.revoke_cannot)}</p> }.into_any(),
        Revocable::Oneself => view! { <p>{say!(l, members.oneself)}</p> }.into_any(),
        Revocable::LastApprover => view! { <Last view/> }.into_any(),
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, members.back)}</a>
        <Heading text=title caption/>
        {below}
    }
}

/// Why it cannot be revoked yet, and the ways out; where two support people have agreed, it can.
#[component]
fn Last(view: RevokeView) -> impl IntoView {
    let l = locale();
    let Some(last) = view.last_approver.clone() else {
        return view! { <p>{say!(l, members.last_approver)}</p> }.into_any();
    };
    let lead = say!(
        l,
        last_approver.revoke,
        name = view.row.name.as_str(),
        organisation = view.organisation.name.as_str()
    );
    let below = last
        .is_overridden()
        .then(|| view! { <Ends view=view.clone()/> <RevokeForm view/> });
    view! { <LastApproverNote lead last/> {below} }.into_any()
}

/// All that ends.
#[component]
fn Ends(view: RevokeView) -> impl IntoView {
    let l = locale();
    let (name, organisation) = (view.row.name.as_str(), view.organisation.name.as_str());
    let acting = say!(l, members.revoke_ends_acting, name = name, organisation = organisation);
    let roles = view.row.roles.iter();
    let roles = roles.map(|held| word::limited(l, held.role, held.roster.as_ref()));
    let roles = roles.map(|role| say!(l, members.revoke_ends_role, role = role));
    let given = keeping::ends(l, name, &view.given);
    let items = std::iter::once(acting)
        .chain(roles)
        .chain(given)
        .map(|text| view! { <li>{text}</li> });
    view! {
        <p>{say!(l, members.revoke_ends)}</p>
        <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul>
        <p>{say!(l, members.revoke_keeps, name = name)}</p>
    }
}

#[component]
fn RevokeForm(view: RevokeView) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &RevokeMember| asked.form.parse().map(drop)>
            <Hidden name="code" value=view.organisation.code.to_string()/>
            <Hidden name="id" value=view.row.id.to_string()/>
            <keeping::Keep name=view.row.name given=view.given/>
            <TextArea field=Field::Reason label=say!(l, members.reason) hint=say!(l, members.reason_hint)/>
            <Button label=say!(l, members.confirm) look=ButtonLook::Warning/>
        </PostForm>
    }
}
