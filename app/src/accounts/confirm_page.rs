//! Confirm an address and choose a password. Opening the page changes nothing; only the form uses the link up.

use domain::LondonTime;
use domain::accounts::ConfirmationView;
use domain::password::NoList;
use leptos::prelude::*;

use super::api::{ConfirmAddress, confirmation};
use super::confirm_again_page::AgainForm;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, LinkIsDead, Loaded, PasswordField, PostForm};
use crate::i18n::{language, locale, say};

/// The page that a confirmation link leads to.
#[component]
pub(crate) fn ConfirmPage() -> impl IntoView {
    let (l, token) = (locale(), piece("token"));
    let link = Asked::new(move || token.get(), confirmation);
    view! {
        <Loaded answer=link let:link>
            {match link {
                ConfirmationView::Open { first_name, until } => {
                    view! { <ChoosePassword first_name until token=token.get_untracked()/> }.into_any()
                }
                ConfirmationView::Dead(dead) => view! {
                    <LinkIsDead dead title=say!(l, accounts.dead.title) lead=say!(l, accounts.dead.intro)>
                        <AgainForm/>
                    </LinkIsDead>
                }
                .into_any(),
            }}
        </Loaded>
    }
}

/// The form that confirms. The browser checks all but the list of common passwords, which only the server has.
#[component]
fn ChoosePassword(first_name: String, until: LondonTime, token: String) -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.confirm.title)/>
        <p>{say!(l, accounts.confirm.hello, name = first_name)}</p>
        <PostForm check=|asked: &ConfirmAddress| asked.form.parse(&[], &NoList).map(drop)>
            <Hidden name="token" value=token/>
            <PasswordField
                label=say!(l, accounts.confirm.password)
                hint=say!(l, accounts.confirm.password_hint)
                autocomplete="new-password"
            />
            <Button label=say!(l, accounts.confirm.button)/>
        </PostForm>
        <p>{say!(l, accounts.confirm.until, until = until.day_time_and_zone(language()))}</p>
    }
}
