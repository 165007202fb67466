//! Chunks: groups of pages whose code the browser fetches when the first of them is shown, so that nobody waits for code
//! of pages they may never see. `.ci/site` cuts the bundle where [`chunk!`] says so, and holds each chunk to the budget.
//!
//! A new page joins the chunk of the pages that are visited with it, in its noun's module, and gets its route in the
//! route table. A chunk's name may be given in several modules: what bears one name is one chunk.
//!
//! On the server nothing is missing: there a page of a chunk is a page like any other.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::ChooseView;

use crate::controls::Trouble;
use crate::error::AppError;
use crate::here::{Here, address, load};

/// Declares pages of a chunk: an enum whose values stand in the route table.
macro_rules! chunk {
    ($(#[$meta:meta])* $chunk:ident: $Pages:ident { $($Page:ident => $View:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub(crate) enum $Pages {
            $($Page),+
        }

        const _: () = {
            use leptos::prelude::{AnyView, IntoAny};
            use leptos::wasm_split::SplitLoaderError;

            #[::leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
            fn $chunk(page: $Pages) -> Result<AnyView, SplitLoaderError> {
                Ok(match page {
                    $($Pages::$Page => $View().into_any()),+
                })
            }

            impl $crate::chunk::InChunk for $Pages {
                fn chunk(&self) -> &'static str {
                    stringify!($chunk)
                }

                fn fetch(&self) -> $crate::chunk::Awaited<Result<(), SplitLoaderError>> {
                    Box::pin(fetch())
                }

                fn show(&self) -> $crate::chunk::Awaited<Result<AnyView, SplitLoaderError>> {
                    Box::pin($chunk(*self))
                }
            }
        };
    };
}

pub(crate) use chunk;

/// What is awaited from a chunk.
pub(crate) type Awaited<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page of a chunk; [`chunk!`] implements it.
pub(crate) trait InChunk: Send + Sync + 'static {
    /// The name of the chunk.
    fn chunk(&self) -> &'static str;

    /// Fetches the chunk.
    fn fetch(&self) -> Awaited<Result<(), SplitLoaderError>>;

    /// Shows the page, once the chunk is there.
    fn show(&self) -> Awaited<Result<AnyView, SplitLoaderError>>;
}

/// Any page of any chunk, as the router takes it.
#[derive(Clone)]
pub(crate) struct ChunkPage(Arc<dyn InChunk>);

impl ChunkPage {
    /// A page of a chunk.
    pub(crate) fn new(page: impl InChunk) -> Self {
        Self(Arc::new(page))
    }
}

impl ChooseView for ChunkPage {
    async fn choose(self) -> AnyView {
        crate::services::will_need(self.0.chunk());
        match self.0.show().await {
            Ok(page) => page,
            // It was there a moment ago.
            Err(_) => view! { <Trouble error=AppError::Connection/> }.into_any(),
        }
    }

    async fn preload(&self) {
        if self.0.fetch().await.is_err() {
            go_on_without(self.0.chunk()).await;
        }
    }
}

/// A piece of pages whose code is a chunk of its own (`#[wasm_split]`), because most pages are shown without it: its name,
/// and how it is fetched. Whoever shows it on the server says so by [`services::will_need`](crate::services::will_need).
pub(crate) type Part = (&'static str, fn() -> Awaited<Result<(), SplitLoaderError>>);

/// Fetches a part, where the page at hand came with it: it cannot be hydrated before.
pub(crate) async fn fetch_part((name, fetch): Part) {
    let noted = document().query_selector(&format!("head link[href$='_{name}.chunk']"));
    if noted.is_ok_and(|noted| noted.is_some()) && fetch().await.is_err() {
        go_on_without(name).await;
    }
}

/// What happens when a chunk cannot be fetched; never returns.
///
/// On the way to another page the browser loads that page in full, as it does without scripts; until then the old page
/// stays. When the first page is to be hydrated, it is left as the server made it: it works as without scripts.
async fn go_on_without(chunk: &str) {
    if use_context::<Here>().is_some() {
        load(&address());
    } else {
        leptos::logging::warn!("The chunk {chunk} cannot be fetched; this page goes on as without scripts.");
    }
    pending::<()>().await;
}
