//! Declining an invitation with its link: what that means, an optional word to whoever invited, and the button.

use domain::Page;
use domain::form::Field;
use domain::new_users::{Answering, InvitationView, Invited};
use leptos::prelude::*;

use super::api::{DeclineInvitation, invitation};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, Loaded, PostForm, TextArea};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page.
#[component]
pub(crate) fn DeclineInvitationPage() -> impl IntoView {
    let (l, token) = (locale(), piece("token"));
    let link = Asked::new(move || token.get(), invitation);
    view! {
        <Loaded answer=link let:link>
            {match link {
                InvitationView::Known(view) if !matches!(view.answering, Answering::Over(_)) => {
                    view! { <Content view token=token.get_untracked()/> }.into_any()
                }
                _ => {
                    let back = to(Page::Invitation(token.get_untracked()));
                    view! {
                        <Heading text=say!(l, invitations.link.over_title)/>
                        <p><a href=back>{say!(l, invitations.link.back)}</a></p>
                    }
                    .into_any()
                }
            }}
        </Loaded>
    }
}

#[component]
fn Content(view: Invited, token: String) -> impl IntoView {
    let l = locale();
    let back = to(Page::Invitation(token.clone()));
    let title = say!(l, invitations.link.decline_title, organisation = view.organisation);
    let lead = say!(l, invitations.link.decline_lead, by = view.by.as_str());
    let word = say!(l, invitations.link.word, by = view.by.as_str());
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, invitations.link.back)}</a>
        <Heading text=title/>
        <p>{lead}</p>
        <PostForm check=|asked: &DeclineInvitation| asked.form.parse().map(drop)>
            <Hidden name="token" value=token/>
            <TextArea
                field=Field::Reason
                label=word
                hint=say!(l, invitations.link.word_hint)
            />
            <Button label=say!(l, invitations.link.decline_button)/>
        </PostForm>
    }
}
