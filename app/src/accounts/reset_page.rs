//! Choose a new password with the link of a letter. Opening the page changes nothing; only the form uses the link up.

use domain::LondonTime;
use domain::accounts::ResetView;
use domain::password::NoList;
use leptos::prelude::*;

use super::api::{ResetPassword, password_reset};
use super::forgotten_page::ForgottenForm;
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, Heading, Hidden, LinkIsDead, Loaded, PasswordField, PostForm};
use crate::i18n::{language, locale, say};

/// The page that a link to a new password leads to.
#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    let (l, token) = (locale(), piece("token"));
    let link = Asked::new(move || token.get(), password_reset);
    view! {
        <Loaded answer=link let:link>
            {match link {
                ResetView::Open { first_name, until } => {
                    view! { <ChoosePassword first_name until token=token.get_untracked()/> }.into_any()
                }
                ResetView::Dead(dead) => view! {
                    <LinkIsDead dead title=say!(l, accounts.dead.title) lead=say!(l, accounts.reset.dead)>
                        <ForgottenForm/>
                    </LinkIsDead>
                }
                .into_any(),
            }}
        </Loaded>
    }
}

/// The form that sets the new password. The browser checks all but the list of common passwords.
#[component]
fn ChoosePassword(first_name: String, until: LondonTime, token: String) -> impl IntoView {
    let l = locale();
    view! {
        <Heading text=say!(l, accounts.reset.title)/>
        <p>{say!(l, accounts.reset.hello, name = first_name)}</p>
        <PostForm check=|asked: &ResetPassword| asked.form.parse(&[], &NoList).map(drop)>
            <Hidden name="token" value=token/>
            <PasswordField
                label=say!(l, accounts.reset.password)
                hint=say!(l, accounts.confirm.password_hint)
                autocomplete="new-password"
            />
            <p>{say!(l, accounts.reset.ends)}</p>
            <Button label=say!(l, accounts.reset.button)/>
        </PostForm>
        <p>{say!(l, accounts.confirm.until, until = until.day_time_and_zone(language()))}</p>
    }
}
