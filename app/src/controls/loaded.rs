//! What a page shows of its resource: a word while it loads, its content, or why there is none.

use leptos::prelude::*;

use super::trouble::Trouble;
use crate::error::AppError;
use crate::i18n::{locale, say};

/// Shows what a resource brought, by `children`; what was there stays until the next is ready.
#[component]
pub(crate) fn Loaded<T, F, V>(resource: Resource<Result<T, AppError>>, children: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let l = locale();
    view! {
        <Transition fallback=move || view! { <p>{say!(l, frame.loading)}</p> }>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(content) => children(content).into_any(),
                        Err(error) => view! { <Trouble error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}
