//! Server functions. A script gets its answer as JSON, with the status that says the same. A plain form's post gets a
//! redirect: to where the receipt leads, or back to the form, where the flash shows what is to be put right.

use std::collections::HashSet;
use std::sync::LazyLock;

use app::error::AppError;
use app::flash::{Flash, FlashOutcome, NEVER_KEPT, RESTED};
use app::services::{Asking, SessionSlot};
use axum::Extension;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, REFERER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{Language, Notice, Page, PersonId, Receipt, Refusal};
use leptos::prelude::provide_context;
use leptos::server_fn::axum::server_fn_paths;
use url::form_urlencoded;

use super::cookies::Cookie;
use super::{Edge, error_page, flash};
use crate::secrets;

/// The most that a form may send.
const MOST_BYTES: usize = 64 * 1024;
/// The longest answer that can be a receipt.
const RECEIPT_BYTES: u64 = 4 * 1024;
/// Marks the answer of a server function that did not succeed (`server_fn`'s own header).
const FAILED: &str = "serverfnerror";

/// A post of a plain form.
struct Post {
    /// Which server function.
    form: String,
    /// The page to go back to, with its query.
    back: Option<Back>,
    /// What was typed, without secrets.
    typed: Vec<(String, String)>,
}

/// A return address that is one of our pages.
struct Back {
    /// Path and query.
    address: String,
    /// Path alone.
    path: String,
    language: Language,
}

/// Calls a server function.
pub(super) async fn call(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    Extension(slot): Extension<SessionSlot>,
    request: Request,
) -> Response {
    let plain = error_page::wants_page(request.headers());
    if !is_known(request.uri().path(), request.method()) {
        return error_page::refuse(&AppError::Refused(Refusal::NotFound), None, plain);
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        let status = Some(StatusCode::PAYLOAD_TOO_LARGE);
        return error_page::refuse(&AppError::Unreadable, status, plain);
    };
    if parts.method == Method::POST && !is_a_form(&parts.headers, &body) {
        return error_page::refuse(&AppError::Unreadable, None, plain);
    }
    if !plain || parts.method != Method::POST {
        let form = name(parts.uri.path()).to_owned();
        let request = Request::from_parts(parts, Body::from(body));
        return match answer(&edge, &asking, &slot, request).await {
            Ok(response) => settled(&edge, &asking, &form, response).await,
            Err(error) => error_page::refuse(&error, None, false),
        };
    }
    let session = Cookie::Session.read(&parts.headers, edge.config.base.is_https());
    let post = Post::read(parts.uri.path(), &body);
    // The framework's own way back would put what was typed into the address.
    parts
        .headers
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.remove(REFERER);
    let request = Request::from_parts(parts, Body::from(body));
    let outcome = match answer(&edge, &asking, &slot, request).await {
        // A form that posts to what only answers questions is none of ours.
        Ok(response) => receipt(response).await.ok_or(AppError::Unreadable),
        Err(error) => Err(error),
    };
    let led = match outcome {
        Err(error) if comes_first(&error).is_some() => wait(&edge, &asking, post, &error, session.as_deref()).await,
        outcome => redirect(&edge, &asking, post, outcome).await,
    };
    led.unwrap_or_else(|error| {
        tracing::error!(%error, "the flash cannot be kept");
        error_page::our_fault(asking.visit.request, true)
    })
}

/// The page that comes first, where an act has to wait for it.
const fn comes_first(error: &AppError) -> Option<Page> {
    match error {
        AppError::SignInFirst => Some(Page::SignIn),
        AppError::Refused(Refusal::ProveItIsYou) => Some(Page::Prove),
        AppError::Refused(Refusal::SecondFactorFirst) => Some(Page::Factors),
        _ => None,
    }
}

/// A script's act was done: what was kept of its form goes.
async fn settled(edge: &Edge, asking: &Asking, form: &str, response: Response) -> Response {
    let short = response
        .body()
        .size_hint()
        .exact()
        .is_some_and(|bytes| bytes <= RECEIPT_BYTES);
    if !short || asking.caller.is_none() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    if serde_json::from_slice::<Receipt>(&body).is_ok()
        && let Err(error) = flash::settle(edge, asking, form).await
    {
        // It was done, and stays so; the form is shown filled in once more, at worst.
        tracing::error!(%error, "the kept form cannot be taken away");
    }
    Response::from_parts(parts, Body::from(body))
}

/// Runs the server function.
async fn answer(edge: &Edge, asking: &Asking, slot: &SessionSlot, request: Request) -> Result<Response, AppError> {
    let context = {
        let (services, asking, slot) = (edge.services.clone(), asking.clone(), slot.clone());
        move || {
            provide_context(services.clone());
            provide_context(asking.clone());
            provide_context(slot.clone());
        }
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    if response.status().is_success() && !response.headers().contains_key(FAILED) {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), MOST_BYTES).await.unwrap_or_default();
    match serde_json::from_slice::<AppError>(&body) {
        Ok(AppError::Connection) | Err(_) => {
            tracing::error!("a server function gave an answer that cannot be read");
            Err(AppError::OurFault(asking.visit.request))
        }
        Ok(error) => Err(error),
    }
}

/// Server functions read what an HTML form sends, and nothing else.
fn is_a_form(headers: &HeaderMap, body: &Bytes) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded") && std::str::from_utf8(body).is_ok()
}

async fn receipt(response: Response) -> Option<Receipt> {
    let body = to_bytes(response.into_body(), MOST_BYTES).await.ok()?;
    serde_json::from_slice(&body).ok()
}

/// Leads to the page that comes first, and from there back to the form. What was typed is kept for the person whose
/// session it is, or was: a session that has ended is known by its cookie.
async fn wait(
    edge: &Edge,
    asking: &Asking,
    post: Post,
    error: &AppError,
    session: Option<&str>,
) -> Result<Response, storage::Error> {
    let first = comes_first(error).unwrap_or(Page::SignIn);
    let signed_out = asking.caller.is_none();
    let (whose, rested) = match (&asking.caller, session) {
        (Some(caller), _) => (Some(caller.person), false),
        (None, Some(secret)) => ended(edge, secret).await?,
        (None, None) => (None, false),
    };
    let address = first_for(&first, post.back.as_ref(), asking.visit.language, rested);
    match (whose, post.back) {
        (Some(person), Some(back)) => {
            let flash = Flash {
                form: post.form,
                page: back.path,
                outcome: FlashOutcome::Kept(Notice::StillHere { signed_out }),
                typed: post.typed,
            };
            flash::keep_form(edge, &asking.visit, person, flash).await?;
        }
        _ => flash::clear(edge, &asking.visit).await?,
    }
    Ok(see_other(&address))
}

/// Whose session it was, and whether it ended by itself.
async fn ended(edge: &Edge, secret: &str) -> Result<(Option<PersonId>, bool), storage::Error> {
    let hash = secrets::hash(secret);
    let whose = edge.store.read().sessions().whose(&hash).await?;
    let rested = edge.store.read().sessions().live(&hash).await?.is_some();
    Ok((whose, rested))
}

/// Where a plain form's post leads, after the flash was kept.
async fn redirect(
    edge: &Edge,
    asking: &Asking,
    post: Post,
    outcome: Result<Receipt, AppError>,
) -> Result<Response, storage::Error> {
    let visit = &asking.visit;
    match (outcome, post.back) {
        (Ok(receipt), back) => {
            flash::settle(edge, asking, &post.form).await?;
            let language = back.map_or(visit.language, |back| back.language);
            let page = receipt.go_to.path(language);
            let address = with_query(&post.typed, &page);
            match receipt.notice {
                Some(notice) => {
                    let outcome = FlashOutcome::Done(notice);
                    let flash = Flash {
                        form: post.form,
                        page,
                        outcome,
                        typed: Vec::new(),
                    };
                    flash::keep(edge, visit, flash).await?;
                }
                None => flash::clear(edge, visit).await?,
            }
            Ok(see_other(&address))
        }
        (Err(error), Some(back)) => {
            flash::settle(edge, asking, &post.form).await?;
            let outcome = FlashOutcome::Failed(error);
            let flash = Flash {
                form: post.form,
                page: back.path,
                outcome,
                typed: post.typed,
            };
            flash::keep(edge, visit, flash).await?;
            Ok(see_other(&back.address))
        }
        (Err(error), None) => Ok(error_page::refuse(&error, None, true)),
    }
}

/// The address that the person wanted, with its query, where the receipt leads to that very page; else the page.
fn with_query(typed: &[(String, String)], page: &str) -> String {
    typed
        .iter()
        .find(|(name, _)| name == "next")
        .and_then(|(_, next)| Back::read(next))
        .filter(|next| next.path == page)
        .map_or_else(|| page.to_owned(), |next| next.address)
}

/// The address of a page that comes first, and that leads back.
fn first_for(first: &Page, back: Option<&Back>, language: Language, rested: bool) -> String {
    let Some(back) = back else {
        return first.path(language);
    };
    let next: String = form_urlencoded::byte_serialize(back.address.as_bytes()).collect();
    let rested = if rested { format!("&{RESTED}=1") } else { String::new() };
    format!("{}?next={next}{rested}", first.path(back.language))
}

fn see_other(address: &str) -> Response {
    HeaderValue::from_str(address).map_or_else(
        |_| StatusCode::BAD_REQUEST.into_response(),
        |address| (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
    )
}

impl Post {
    fn read(path: &str, body: &Bytes) -> Self {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        let back = fields
            .iter()
            .find(|(name, _)| name == "back")
            .and_then(|(_, back)| Back::read(back));
        Self {
            form: name(path).to_owned(),
            back,
            typed: fields
                .into_iter()
                .filter(|(name, _)| !NEVER_KEPT.contains(&name.as_str()))
                .collect(),
        }
    }
}

impl Back {
    /// Only pages of ours, and only what a header can hold.
    fn read(address: &str) -> Option<Self> {
        let (_, language) = Page::parse(address)?;
        let plain = address.len() <= 2_000 && address.bytes().all(|byte| byte.is_ascii_graphic());
        plain.then(|| Self {
            address: address.split('#').next().unwrap_or_default().to_owned(),
            path: address.split(['?', '#']).next().unwrap_or_default().to_owned(),
            language,
        })
    }
}

/// The name of a server function, as in `permission::CALLS`.
fn name(path: &str) -> &str {
    path.trim_start_matches("/api/")
}

/// Whether there is such a server function. A page of an older release may call one that is gone.
fn is_known(path: &str, method: &Method) -> bool {
    static KNOWN: LazyLock<HashSet<(&'static str, Method)>> = LazyLock::new(|| server_fn_paths().collect());
    KNOWN.iter().any(|(known, by)| *known == path && by == method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_one_of_our_pages_and_nothing_else() {
        let back = Back::read("/cy/organisations/W91001/members?requests=-date").unwrap();
        assert_eq!(back.path, "/cy/organisations/W91001/members");
        assert_eq!(back.language, Language::Welsh);
        for address in [
            "//evil.example",
            "https://evil.example/",
            "/sign-in\r\nSet-Cookie: a=b",
            "/nowhere",
            "",
        ] {
            assert!(Back::read(address).is_none(), "{address:?}");
        }
    }

    #[test]
    fn secrets_are_not_kept() {
        let body = Bytes::from_static(
            b"email=sian%40example.org&password=cwpwrdd+gwag&old_password=x&token=abc&code=123456&credential=%7B%7D\
              &back=%2Fsign-in",
        );
        let post = Post::read("/api/sign_in", &body);
        assert_eq!(post.typed, [("email".to_owned(), "sian@example.org".to_owned())]);
        assert_eq!(post.form, "sign_in");
    }
}
