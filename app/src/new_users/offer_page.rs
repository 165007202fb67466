//! What somebody with an account was added to: the roles, *Accept* and *Decline*.

use domain::Page;
use domain::new_users::{OfferView, State};
use leptos::prelude::*;

use super::api::{AcceptOffer, DeclineOffer, offer};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm};
use crate::here::{here, to};
use crate::i18n::{locale, say};
use crate::members::RoleTable;

/// The page that accepts or declines.
#[component]
pub(crate) fn OfferPage() -> impl IntoView {
    let (id, here) = (piece("id"), here());
    let view = Asked::new(move || (id.get(), here.acts()), |(id, _)| offer(id));
    view! {
        <Loaded answer=view let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: OfferView) -> impl IntoView {
    let l = locale();
    let organisation = view.organisation.name.clone();
    let ended = match view.state {
        State::Open if view.stands => None,
        State::In => Some(say!(l, new_users.offer.accepted, organisation = organisation.as_str())),
        State::Declined => Some(say!(l, new_users.offer.declined, organisation = organisation.as_str())),
        State::Open | State::Withdrawn => Some(say!(l, new_users.offer.gone).to_owned()),
    };
    let below = match ended {
        Some(text) => view! {
            <p>{text}</p>
            <p><a href=to(Page::MyOrganisations)>{say!(l, new_users.offer.mine)}</a></p>
        }
        .into_any(),
        None => view! { <Answer view=view.clone()/> }.into_any(),
    };
    let caption = format!("{} · {}", view.organisation.name, view.organisation.code);
    view! {
        <Heading text=say!(l, new_users.offer.title, organisation = organisation.as_str()) caption/>
        {below}
    }
}

#[component]
fn Answer(view: OfferView) -> impl IntoView {
    let l = locale();
    let id = view.id;
    let (by, organisation) = (view.by.as_str(), view.organisation.name.as_str());
    let lead = say!(l, new_users.offer.lead, by = by, organisation = organisation);
    let declining = say!(l, new_users.offer.declining, organisation = organisation);
    let accept = (!view.roles.is_empty()).then(|| {
        view! {
            <PostForm check=|_: &AcceptOffer| Ok(())>
                <Hidden name="id" value=id.to_string()/>
                <Button label=say!(l, new_users.offer.accept)/>
            </PostForm>
        }
    });
    view! {
        <p>{lead}</p>
        <RoleTable rows=view.roles caption=say!(l, new_users.offer.caption) empty=say!(l, new_users.offer.no_role)/>
        {accept}
        <p>{declining}</p>
        <PostForm check=|_: &DeclineOffer| Ok(())>
            <Hidden name="id" value=id.to_string()/>
            <Button label=say!(l, new_users.offer.decline) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
