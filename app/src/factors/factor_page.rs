//! One second factor: give it another name, or remove it.

use domain::factors::FactorRow;
use domain::form::Field;
use domain::{Page, Refusal};
use leptos::prelude::*;

use super::api::{RemoveFactor, RenameFactor, my_factors};
use crate::asked::Asked;
use crate::controls::parameter::piece;
use crate::controls::{Button, ButtonLook, Heading, Hidden, Loaded, PostForm, TextField};
use crate::error::AppError;
use crate::here::to;
use crate::i18n::{locale, say};

/// The page of one factor.
#[component]
pub(crate) fn FactorPage() -> impl IntoView {
    let id = piece("id");
    let factor = Asked::new(
        move || id.get(),
        |id| async move {
            let view = my_factors().await?;
            let found = view.factors.into_iter().find(|factor| factor.id.to_string() == id);
            found.ok_or(AppError::Refused(Refusal::NotFound))
        },
    );
    view! {
        <Loaded answer=factor let:factor>
            <Content factor/>
        </Loaded>
    }
}

#[component]
fn Content(factor: FactorRow) -> impl IntoView {
    let l = locale();
    let (id, name) = (factor.id.to_string(), factor.name);
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=to(Page::Factors)>{say!(l, factors.back_to_factors)}</a>
        <Heading text=name.clone() caption=say!(l, factors.title)/>
        <Rename id=id.clone() name/>
        <h2 class="nhsuk-heading-m">{say!(l, factors.remove_title)}</h2>
        <p>{say!(l, factors.remove_text)}</p>
        <Remove id/>
    }
}

#[component]
fn Rename(id: String, name: String) -> impl IntoView {
    let l = locale();
    view! {
        <PostForm check=|asked: &RenameFactor| asked.form.parse().map(drop)>
            <Hidden name="id" value=id/>
            <TextField field=Field::FactorName label=say!(l, factors.new_name) value=name/>
            <Button label=say!(l, factors.rename)/>
        </PostForm>
    }
}

#[component]
fn Remove(id: String) -> impl IntoView {
    view! {
        <PostForm check=|_: &RemoveFactor| Ok(())>
            <Hidden name="id" value=id/>
            <Button label=say!(locale(), factors.remove) look=ButtonLook::Warning/>
        </PostForm>
    }
}
