//! Confirm a new e-mail address. Opening the page changes nothing; only the form, with the account's password, uses the
//! link up. Nobody reads from it whose account it is.

use domain::my_account::NewAddressView;
use domain::{LondonTime, Page};
use leptos::prelude::*;

use super::api::{ConfirmNewAddress, new_address};
use super::user_name::UserName;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, LinkIsDead, Loaded, PasswordField, PostForm};
use crate::here::to;
use crate::i18n::{language, locale, say};

/// The page that the link to a new address leads to.
#[component]
pub(crate) fn NewAddressPage() -> impl IntoView {
    let (l, token) = (locale(), piece("token"));
    let link = Asked::new(move || token.get(), new_address);
    view! {
        <Loaded answer=link let:link>
            {match link {
                NewAddressView::Open { email, until } => {
                    view! { <Confirm email until token=token.get_untracked()/> }.into_any()
                }
                NewAddressView::Dead(dead) => view! {
                    <LinkIsDead
                        dead
                        title=say!(l, my_account.new_address.dead_title)
                        lead=say!(l, my_account.new_address.dead_lead)
                    >
                        <p><a href=to(Page::ChangeEmail)>{say!(l, my_account.new_address.again)}</a></p>
                    </LinkIsDead>
                }
                .into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn Confirm(email: String, until: LondonTime, token: String) -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, my_account.new_address.title)/>
        <p>{say!(l, my_account.new_address.lead, email = email.as_str())}</p>
        <PostForm check=|asked: &ConfirmNewAddress| asked.form.parse().map(drop)>
            <Hidden name="token" value=token/>
            <UserName email/>
            <PasswordField label=say!(l, my_account.new_address.password) autocomplete="current-password"/>
            <Button label=say!(l, my_account.new_address.button)/>
        </PostForm>
        <p>{say!(l, my_account.new_address.until, until = until.day_time_and_zone(language()))}</p>
    }
}
