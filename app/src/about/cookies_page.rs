//! The cookies, both of them necessary; so there is nothing to consent to, and no banner.

use leptos::prelude::*;

use super::contact::AskUs;
use crate::controls::{Beneath, Cell, Column, DataTable, Heading, NameCell};
use crate::i18n::{locale, say};

/// The names, on https (RFC 6265bis, section 4.1.3.2) and on a developer's machine.
const SESSION: (&str, &str) = ("__Host-porthor-session", "porthor-session");
const VISIT: (&str, &str) = ("__Host-porthor-visit", "porthor-visit");

/// The page *Cookies*.
#[component]
pub(crate) fn CookiesPage() -> impl IntoView {
    let l = locale();
    let columns = [
        say!(l, about.cookies.name),
        say!(l, about.cookies.purpose),
        say!(l, about.cookies.lasts),
    ];
    view! {
        <Heading text=say!(l, about.cookies.title)/>
        <p>{say!(l, about.cookies.intro)}</p>
        <p>{say!(l, about.cookies.content)}</p>
        <DataTable caption=say!(l, about.cookies.caption) id="cookies" columns=columns.map(Column::new).to_vec()>
            <Row
                names=SESSION
                purpose=say!(l, about.cookies.session_purpose)
                lasts=say!(l, about.cookies.session_lasts)
            />
            <Row
                names=VISIT
                purpose=say!(l, about.cookies.visit_purpose)
                lasts=say!(l, about.cookies.visit_lasts)
            />
        </DataTable>
        <AskUs/>
    }
}

/// A cookie.
#[component]
fn Row(names: (&'static str, &'static str), purpose: &'static str, lasts: &'static str) -> impl IntoView {
    let l = locale();
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, about.cookies.name)>
                <span class="porthor-nowrap">{names.0}</span>
                <Beneath>{say!(l, about.cookies.or)} " " <span class="porthor-nowrap">{names.1}</span></Beneath>
            </NameCell>
            <Cell label=say!(l, about.cookies.purpose)>{purpose}</Cell>
            <Cell label=say!(l, about.cookies.lasts)>{lasts}</Cell>
        </tr>
    }
    .into_any()
}
