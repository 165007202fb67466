//! The person's second factors: what there is, the ways to add one, and the recovery codes.

use domain::Page;
use domain::factors::{FactorKind, FactorRow, FactorsView, RECOVERY_CODES};
use leptos::prelude::*;

use super::api::{MakeRecoveryCodes, my_factors};
use crate::asked::Asked;
use crate::controls::{
    ActionsCell, Button, ButtonLook, Cell, Column, DataTable, Heading, Loaded, NameCell, PostForm, Time,
};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page of one's second factors.
#[component]
pub(crate) fn FactorsPage() -> impl IntoView {
    let here = here();
    let factors = Asked::new(move || here.acts(), |_| my_factors());
    view! {
        <Loaded answer=factors let:view>
            <Content view/>
        </Loaded>
    }
}

#[component]
fn Content(view: FactorsView) -> impl IntoView {
    let l = locale();
    let required = view.required && view.first;
    let passkeys = view.passkeys;
    let codes = (!view.first).then(|| view! { <Codes left=view.codes_left/> });
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::MyAccount)>{say!(l, factors.back)}</a>
        <Heading text=say!(l, factors.title)/>
        <p>{say!(l, factors.intro)}</p>
        {required.then(|| view! { <p class="porthor-warning porthor-warning--line">{say!(l, factors.required)}</p> })}
        {if view.factors.is_empty() {
            view! { <p class="porthor-empty">{say!(l, factors.none)}</p> }.into_any()
        } else {
            view! { <Table factors=view.factors/> }.into_any()
        }}
        <h2 class="nhsuk-heading-m">{say!(l, factors.add_title)}</h2>
        <ul class="porthor-tiles">
            <li class="porthor-tile">
                <h3 class="porthor-tile__title"><a href=to(Page::AddApp)>{say!(l, factors.add_app)}</a></h3>
                <p class="porthor-tile__text">{say!(l, factors.add_app_text)}</p>
            </li>
            {passkeys.then(|| view! {
                <li class="porthor-tile">
                    <h3 class="porthor-tile__title"><a href=to(Page::AddPasskey)>{say!(l, factors.add_passkey)}</a></h3>
                    <p class="porthor-tile__text">{say!(l, factors.add_passkey_text)}</p>
                </li>
            })}
        </ul>
        {codes}
    }
}

#[component]
fn Table(factors: Vec<FactorRow>) -> impl IntoView {
    let l = locale();
    let columns = vec![
        Column::new(say!(l, factors.name)),
        Column::new(say!(l, factors.kind)),
        Column::new(say!(l, factors.added)),
        Column::new(say!(l, factors.last_used)),
        Column::actions(say!(l, factors.actions)),
    ];
    let rows = factors.into_iter().map(|factor| view! { <Row factor/> });
    view! {
        <DataTable caption=say!(l, factors.caption) id="factors" columns>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn Row(factor: FactorRow) -> impl IntoView {
    let l = locale();
    let kind = match factor.kind {
        FactorKind::App => say!(l, factors.app),
        FactorKind::Passkey => say!(l, factors.passkey),
    };
    let last_used = match factor.last_used {
        Some(at) => view! { <Time at/> }.into_any(),
        None => say!(l, factors.never_used).into_any(),
    };
    let (name, which) = (factor.name.clone(), factor.name);
    view! {
        <tr class="nhsuk-table__row" role="row">
            <NameCell label=say!(l, factors.name)>{name}</NameCell>
            <Cell label=say!(l, factors.kind)>{kind}</Cell>
            <Cell label=say!(l, factors.added)><Time at=factor.added/></Cell>
            <Cell label=say!(l, factors.last_used)>{last_used}</Cell>
            <ActionsCell>
                <a href=to(Page::Factor(factor.id))>
                    {say!(l, factors.change)}
                    <span class="nhsuk-u-visually-hidden">" " {which}</span>
                </a>
            </ActionsCell>
        </tr>
    }
}

/// How many recovery codes are left, and the button that makes new ones.
#[component]
fn Codes(left: u8) -> impl IntoView {
    let l = locale();
    view! {
        <h2 class="nhsuk-heading-m">{say!(l, factors.codes_title)}</h2>
        <p>{say!(l, factors.codes_left, left = left, of = RECOVERY_CODES)}</p>
        <PostForm check=|_: &MakeRecoveryCodes| Ok(())>
            <Button label=say!(l, factors.codes_make) look=ButtonLook::Secondary/>
        </PostForm>
    }
}
