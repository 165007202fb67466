//! What a page shows of an answer: a word while it is awaited, its content, or why there is none.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::Trouble;
use crate::asked::Asked;
use crate::i18n::{locale, say};

/// Shows an answer, by `children`; what was there stays until the next is ready.
#[component]
pub(crate) fn Loaded<T, F, V>(answer: Asked<T>, children: F) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let l = locale();
    let content = later(move || {
        let children = children.clone();
        async move {
            match answer.answer().await {
                Ok(content) => children(content).into_any(),
                Err(error) => view! { <Trouble error/> }.into_any(),
            }
        }
    });
    view! { <Later content meanwhile=say!(l, frame.loading)/> }
}

type Awaited = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Content that may have to be awaited.
pub(crate) type Content = Arc<dyn Fn() -> Awaited + Send + Sync>;

/// Content that may have to be awaited; made again when an answer that it looked at changes.
pub(crate) fn later<F, V>(content: impl Fn() -> F + Send + Sync + 'static) -> Content
where
    F: Future<Output = V> + Send + 'static,
    V: IntoAny,
{
    Arc::new(move || {
        let content = content();
        Box::pin(async move { content.await.into_any() })
    })
}

/// Shows content that may have to be awaited, and a word `meanwhile`. Without a type parameter: what awaiting takes is
/// much, and the bundle holds it once.
#[component]
pub(crate) fn Later(content: Content, #[prop(optional)] meanwhile: &'static str) -> impl IntoView {
    let fallback = move || (!meanwhile.is_empty()).then(|| view! { <p>{meanwhile}</p> });
    view! {
        <Transition fallback>{move || Suspend::new(content())}</Transition>
    }
    .into_any()
}
