//! Pages: gives `app` all that it needs for one request and lets it render.

use app::flash::FlashOutcome;
use app::services::{Asking, BundleName, SessionSlot};
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::provide_context;

use super::headers::PageNonce;
use super::{Edge, error_page, flash, site};
use crate::secrets;

/// Renders a page, found or not.
pub(super) async fn page(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    Extension(slot): Extension<SessionSlot>,
    request: Request,
) -> Response {
    let flash = match flash::read(&edge, &asking, request.uri().path()).await {
        Ok(flash) => flash,
        Err(error) => {
            tracing::error!(%error, "the flash cannot be read");
            return error_page::our_fault(asking.visit.request, true);
        }
    };
    let waits = flash.as_ref().and_then(|flash| match &flash.outcome {
        FlashOutcome::Failed(error) => error_page::wait(error),
        _ => None,
    });
    let nonce = secrets::token();
    let context = {
        let (services, nonce) = (edge.services.clone(), nonce.clone());
        move || {
            provide_context(services.clone());
            provide_context(asking.clone());
            provide_context(slot.clone());
            if let Some(flash) = flash.clone() {
                provide_context(flash);
            }
            provide_context(BundleName(site::manifest().output_name.clone()));
            provide_context(Nonce::from_value(nonce.as_str()));
        }
    };
    let render = leptos_axum::render_app_async_with_context(context, || app::shell(options()));
    let mut response = render(request).await;
    response.extensions_mut().insert(PageNonce(nonce));
    if let Some(wait) = waits {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// Pages are read; what changes something is posted to a server function.
pub(super) async fn only_read(headers: HeaderMap) -> Response {
    let status = Some(StatusCode::METHOD_NOT_ALLOWED);
    let mut response = error_page::refuse(
        &app::error::AppError::Unreadable,
        status,
        error_page::wants_page(&headers),
    );
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// What the document has to know of the build.
fn options() -> LeptosOptions {
    LeptosOptions::builder()
        .output_name(site::manifest().output_name.clone())
        .build()
}
