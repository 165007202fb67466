//! Change the password: the old one and the new one.

use domain::Page;
use domain::form::Field;
use domain::password::NoList;
use leptos::prelude::*;

use super::api::{ChangePassword, my_account};
use super::user_name::UserName;
use crate::asked::Asked;
use crate::controls::{Button, Heading, Loaded, PasswordField, PostForm};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that changes the password. The browser checks all but the list of common passwords and the person's names.
#[component]
pub(crate) fn ChangePasswordPage() -> impl IntoView {
    let l = locale();
    let account = Asked::new(|| (), |()| my_account());
    view! {
        <Loaded answer=account let:account>
            <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, my_account.back)}</a>
            <Heading text=say!(l, my_account.password.title) caption=say!(l, my_account.heading)/>
            <p>{say!(l, my_account.password.lead)}</p>
            <PostForm check=|asked: &ChangePassword| asked.form.parse(&[], &NoList).map(drop)>
                <UserName email=account.email/>
                <PasswordField
                    field=Field::OldPassword
                    label=say!(l, my_account.password.label_old)
                    autocomplete="current-password"
                />
                <PasswordField
                    label=say!(l, my_account.password.label_new)
                    hint=say!(l, my_account.password.new_hint)
                    autocomplete="new-password"
                />
                <Button label=say!(l, my_account.password.button)/>
            </PostForm>
        </Loaded>
    }
}
