//! The download of all that is held about the signed-in person (decision 15): a file, not a page. It is posted for, by a
//! plain form with nothing in it, since taking it away leaves a line of the audit, and a GET never changes anything.

use app::error::AppError;
use app::services::Asking;
use axum::Extension;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{Declined, Page};

use super::{Edge, error_page};

/// Where it is posted for, in English; under `/cy` in Welsh.
pub(super) const PATH: &str = "/my-account/download";

/// Answers with the file; whoever is not signed in is led to where one signs in, and back to My account.
pub(super) async fn my_data(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    headers: HeaderMap,
) -> Response {
    let Some(caller) = &asking.caller else {
        let language = asking.visit.language;
        let address = format!(
            "{}?next={}",
            Page::SignIn.path(language),
            Page::MyAccount.path(language)
        );
        return see_other(&address);
    };
    match edge.services.my_account.my_data(caller).await {
        Ok(data) => serde_json::to_vec_pretty(&data).map_or_else(
            |_| error_page::our_fault(caller.visit.request, error_page::wants_page(&headers)),
            file,
        ),
        Err(declined) => refused(declined, &headers),
    }
}

fn file(body: Vec<u8>) -> Response {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        ),
        (
            CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"porthor-my-data.json\""),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

fn refused(declined: Declined, headers: &HeaderMap) -> Response {
    error_page::refuse(&AppError::from(declined), None, error_page::wants_page(headers))
}

fn see_other(address: &str) -> Response {
    HeaderValue::from_str(address).map_or_else(
        |_| StatusCode::BAD_REQUEST.into_response(),
        |address| (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
    )
}
