//! My account, tab *Where I am signed in*: every browser that is, and ending those that should not be.

use leptos::prelude::*;

use super::api::{EndMyOtherSessions, my_sessions};
use super::heading::{MyAccountHeading, Tab};
use super::session_table::{RowEnded, SessionTable};
use crate::asked::Asked;
use crate::controls::{Button, ButtonLook, Loaded, PostForm};
use crate::here::here;
use crate::i18n::{locale, say};

/// The page with the person's sessions. They end in place, without a reload.
#[component]
pub(crate) fn MySessionsPage() -> impl IntoView {
    let (l, here) = (locale(), here());
    let sessions = Asked::new(move || here.acts(), |_| my_sessions());
    let ended = RowEnded::default();
    view! {
        <Loaded answer=sessions let:sessions>
            <MyAccountHeading tab=Tab::Sessions text=say!(l, my_account.tab_sessions)/>
            <Others any=sessions.iter().any(|session| !session.this) ended/>
            <SessionTable sessions ended/>
        </Loaded>
    }
}

/// Ends all others at once, where there are any.
#[component]
fn Others(any: bool, ended: RowEnded) -> impl IntoView {
    let l = locale();
    if !any {
        return view! { <p>{say!(l, my_account.sessions.only)}</p> }.into_any();
    }
    view! {
        <p>{say!(l, my_account.sessions.end_others_lead)}</p>
        <PostForm check=|_: &EndMyOtherSessions| Ok(()) done=Callback::new(move |_| ended.set_value(Some(0)))>
            <Button label=say!(l, my_account.sessions.end_others) look=ButtonLook::Secondary/>
        </PostForm>
    }
    .into_any()
}
