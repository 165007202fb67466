//! Answers that no page of `app` can give, because the request did not get that far: a bare page in both languages for
//! people, `AppError` as JSON for scripts.

use app::error::AppError;
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use domain::{Refusal, RequestId};

use super::site;

/// What is said, in both languages.
struct Words {
    english: (&'static str, &'static str),
    welsh: (&'static str, &'static str),
}

/// Whether a person waits for a page, rather than a script for an answer.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

/// Something of ours failed.
pub(super) fn our_fault(id: RequestId, page: bool) -> Response {
    refuse(&AppError::OurFault(id), None, page)
}

/// Says an error, as a page or to a script. `status` where it is not the error's own.
pub(super) fn refuse(error: &AppError, status: Option<StatusCode>, page: bool) -> Response {
    let status = status
        .or_else(|| StatusCode::from_u16(error.status()).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if page {
        (status, Html(html(&words(error, status), error))).into_response()
    } else {
        let body = serde_json::to_string(error).unwrap_or_default();
        let json = HeaderValue::from_static("application/json");
        (status, [(CONTENT_TYPE, json)], body).into_response()
    };
    if let Some(wait) = wait(error) {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// How many seconds to wait before trying again, where that is what is said (RFC 9110, section 10.2.3).
pub(super) fn wait(error: &AppError) -> Option<HeaderValue> {
    match error {
        AppError::Refused(Refusal::TooManyTries { wait }) => Some(HeaderValue::from(*wait)),
        _ => None,
    }
}

fn words(error: &AppError, status: StatusCode) -> Words {
    match (error, status) {
        (_, StatusCode::PAYLOAD_TOO_LARGE) => Words {
            english: ("Too much was sent", "Go back, shorten what you entered and try again."),
            welsh: (
                "Anfonwyd gormod",
                "Ewch yn ôl, byrhewch yr hyn a roesoch a rhowch gynnig arall arni.",
            ),
        },
        (_, StatusCode::METHOD_NOT_ALLOWED) => Words {
            english: ("This page can only be read", "Nothing was changed."),
            welsh: ("Dim ond darllen y dudalen hon sy'n bosibl", "Ni newidiwyd dim."),
        },
        (AppError::Refused(Refusal::FromAnotherSite), _) => Words {
            english: (
                "This did not come from Porthor",
                "Your browser says that another site sent it. Nothing was changed. Open Porthor and try again there.",
            ),
            welsh: (
                "Ni ddaeth hyn o Porthor",
                "Mae eich porwr yn dweud mai gwefan arall a'i hanfonodd. Ni newidiwyd dim. Agorwch Porthor a rhowch gynnig arall arni yno.",
            ),
        },
        (AppError::Refused(Refusal::TooManyTries { .. }), _) => Words {
            english: ("Too many tries", "Wait a minute and try again. Nothing was changed."),
            welsh: (
                "Gormod o geisiadau",
                "Arhoswch funud a rhowch gynnig arall arni. Ni newidiwyd dim.",
            ),
        },
        (AppError::Refused(Refusal::NotFound), _) => Words {
            english: ("Page not found", "There is nothing here, or it is not yours to see."),
            welsh: (
                "Heb ganfod y dudalen",
                "Does dim byd yma, neu nid chi sydd â'r hawl i'w weld.",
            ),
        },
        (AppError::Refused(_), _) => Words {
            english: (
                "That was refused",
                "Go back and try again from the page. Nothing was changed.",
            ),
            welsh: (
                "Gwrthodwyd hynny",
                "Ewch yn ôl a rhowch gynnig arall arni o'r dudalen. Ni newidiwyd dim.",
            ),
        },
        (AppError::Unreadable | AppError::Invalid(_) | AppError::SignInFirst, _) => Words {
            english: ("That could not be read", "Go back and try again. Nothing was changed."),
            welsh: (
                "Nid oedd modd darllen hynny",
                "Ewch yn ôl a rhowch gynnig arall arni. Ni newidiwyd dim.",
            ),
        },
        (AppError::OurFault(_) | AppError::Connection, _) => Words {
            english: (
                "Sorry, something went wrong",
                "It is our fault and has been noted. Try again later.",
            ),
            welsh: (
                "Mae'n ddrwg gennym, aeth rhywbeth o'i le",
                "Ein bai ni yw hyn ac mae wedi'i nodi. Rhowch gynnig arall arni yn nes ymlaen.",
            ),
        },
    }
}

/// Nothing in it comes from the request, so nothing has to be escaped.
fn html(words: &Words, error: &AppError) -> String {
    let stylesheet = &site::manifest().stylesheet;
    let Words { english, welsh } = words;
    let reference = match error {
        AppError::OurFault(id) => format!("<p>Reference · Cyfeirnod: <strong>{id}</strong></p>"),
        _ => String::new(),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{0} – Porthor</title><link rel=\"stylesheet\" href=\"{stylesheet}\"></head>\
         <body class=\"porthor-page\"><div class=\"nhsuk-width-container\"><main class=\"nhsuk-main-wrapper\">\
         <h1>{0}</h1><p>{1}</p><p><a href=\"/\">Porthor</a></p>\
         <section lang=\"cy\"><h2>{2}</h2><p>{3}</p><p><a href=\"/cy\">Porthor yn Gymraeg</a></p></section>{reference}\
         </main></div></body></html>",
        english.0, english.1, welsh.0, welsh.1
    )
}
