//! The recovery codes, shown until their owner says that they are noted, and never again.

use domain::Page;
use leptos::prelude::*;

use super::api::{RecoveryCodesNoted, recovery_codes};
use crate::asked::Asked;
use crate::controls::{Button, Heading, Loaded, PostForm};
use crate::here::to;
use crate::i18n::{locale, say};

/// The page that shows the codes once.
#[component]
pub(crate) fn CodesPage() -> impl IntoView {
    let l = locale();
    let codes = Asked::new(|| (), |()| recovery_codes());
    view! {
        <Heading text=say!(l, factors.codes_title)/>
        <Loaded answer=codes let:shown>
            {if shown.codes.is_empty() {
                view! {
                    <p>{say!(l, factors.codes_gone)}</p>
                    <p><a href=to(Page::Factors)>{say!(l, factors.back_to_factors)}</a></p>
                }.into_any()
            } else {
                view! { <Codes codes=shown.codes/> }.into_any()
            }}
        </Loaded>
    }
}

#[component]
fn Codes(codes: Vec<String>) -> impl IntoView {
    let l = locale();
    let items = codes
        .into_iter()
        .map(|code| view! { <li class="porthor-code">{code}</li> });
    view! {
        <p>{say!(l, factors.codes_intro)}</p>
        <ul class="nhsuk-list porthor-codes" id="recovery-codes">{items.collect_view()}</ul>
        <p>{say!(l, factors.codes_once)}</p>
        <PostForm check=|_: &RecoveryCodesNoted| Ok(())>
            <Button label=say!(l, factors.codes_noted)/>
        </PostForm>
    }
}
