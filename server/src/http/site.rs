//! The site: script, wasm and its chunks, stylesheet and icons that `.ci/site` has built into `target/site`.
//!
//! A release binary carries them inside; a debug binary reads them from disk on every request. What is in them is
//! decided in `.ci/site` and `style/`; pages are rendered elsewhere.

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::{Embed, EmbeddedFile};
use serde::Deserialize;

/// What to say at the start when no site has been built.
pub const MISSING: &str = "No site was found in target/site: pages will have no style and no scripts. \
    Build it with `.ci/site`, or start with `make run`.";

/// A year: the longest that caches are asked to keep anything.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Kept, but asked after each time: its name does not change with its content.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

const MANIFEST: &str = "manifest.json";

#[derive(Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The names under which the built site is to be fetched.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// What script and wasm are called, for `LeptosOptions::output_name`: `porthor-<hash of the content>`.
    pub output_name: String,
    /// The address of the stylesheet.
    pub stylesheet: String,
}

impl Manifest {
    /// Names without a hash, as `cargo leptos watch` makes them.
    fn without_hash(name: &str) -> Self {
        Self {
            output_name: name.to_owned(),
            stylesheet: format!("/pkg/{name}.css"),
        }
    }
}

/// The names of this build, read once.
pub fn manifest() -> &'static Manifest {
    static READ: OnceLock<Manifest> = OnceLock::new();
    READ.get_or_init(|| {
        // cargo-leptos names what it builds, and leaves our manifest of an earlier build beside it.
        if let Ok(name) = std::env::var("LEPTOS_OUTPUT_NAME") {
            return Manifest::without_hash(&name);
        }
        Site::get(MANIFEST)
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_else(|| Manifest::without_hash("porthor"))
    })
}

/// Whether no site was there to be embedded (release) or read (debug).
pub fn is_empty() -> bool {
    Site::iter().next().is_none()
}

/// The routes of the site: everything under `/pkg/`, and each file that stands beside it.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    async fn file(uri: Uri, headers: HeaderMap) -> Response {
        serve(uri.path(), &headers)
    }
    Site::iter()
        .filter(|name| may_be_fetched(name) && !name.starts_with("pkg/"))
        .fold(Router::new().route("/pkg/{*file}", get(file)), |router, name| {
            router.route(&format!("/{name}"), get(file))
        })
}

/// Answers with one file of the site, or with 404.
pub fn serve(path: &str, headers: &HeaderMap) -> Response {
    answer::<Site>(path, headers, &manifest().output_name)
}

/// `hashed` is the name whose files never change.
fn answer<E: Embed>(path: &str, headers: &HeaderMap, hashed: &str) -> Response {
    let name = path.trim_start_matches('/');
    let Some((file, encoding)) = may_be_fetched(name).then(|| best_variant::<E>(name, headers)).flatten() else {
        return StatusCode::NOT_FOUND.into_response();
    };

    let tag = entity_tag(&file);
    let unchanged = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .any(|known| names_tag(known, &tag));
    let mut response = Response::new(Body::empty());
    let answered = response.headers_mut();
    answered.insert(
        CACHE_CONTROL,
        if is_hashed(name, hashed) { FOR_EVER } else { ASK_AGAIN },
    );
    answered.insert(VARY, HeaderValue::from_static("accept-encoding"));
    answered.insert(ETAG, tag);
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    answered.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    answered.insert(CONTENT_LENGTH, HeaderValue::from(file.data.len()));
    if let Some(encoding) = encoding {
        answered.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name));
    }
    *response.body_mut() = Body::from(file.data);
    response
}

/// A way of compressing that `.ci/site` has prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Encoding {
    name: &'static str,
    suffix: &'static str,
}

/// The smaller one first.
const ENCODINGS: [Encoding; 2] = [
    Encoding {
        name: "br",
        suffix: ".br",
    },
    Encoding {
        name: "gzip",
        suffix: ".gz",
    },
];

/// The manifest is for the server alone; compressed twins are chosen by `Accept-Encoding`, not by name.
fn may_be_fetched(name: &str) -> bool {
    name != MANIFEST && !name.contains("..") && !ENCODINGS.iter().any(|encoding| name.ends_with(encoding.suffix))
}

fn best_variant<E: Embed>(name: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<Encoding>)> {
    ENCODINGS
        .into_iter()
        .filter(|encoding| accepts(headers, encoding.name))
        .find_map(|encoding| Some((E::get(&format!("{name}{}", encoding.suffix))?, Some(encoding))))
        .or_else(|| Some((E::get(name)?, None)))
}

/// Whether the browser named this encoding and did not give it the weight nought (RFC 9110, section 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|choice| {
            let mut parts = choice.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused = parts.any(|part| {
                part.strip_prefix("q=")
                    .and_then(|weight| weight.parse::<f32>().ok())
                    .is_some_and(|weight| weight <= 0.0)
            });
            named && !refused
        })
}

fn entity_tag(file: &EmbeddedFile) -> HeaderValue {
    let hash = URL_SAFE_NO_PAD.encode(file.metadata.sha256_hash());
    HeaderValue::from_str(&format!("\"{hash}\"")).expect("base64 in quotation marks is plain ASCII")
}

fn names_tag(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else {
        return false;
    };
    known
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

fn is_hashed(name: &str, hashed: &str) -> bool {
    hashed.contains('-') && name.strip_prefix("pkg/").is_some_and(|file| file.starts_with(hashed))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    /// Files that are there before anything has been built.
    #[derive(Embed)]
    #[folder = "../style/static"]
    struct Unbuilt;

    /// The sources of the letters and the site know no compression; these do.
    struct Compressed;

    impl Embed for Compressed {
        fn get(name: &str) -> Option<EmbeddedFile> {
            let same = Unbuilt::get("favicon.svg")?;
            let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
            ["pkg/porthor-1a.css", "pkg/porthor-1a_home.chunk"]
                .contains(&plain)
                .then_some(same)
        }

        fn iter() -> impl Iterator<Item = std::borrow::Cow<'static, str>> + 'static {
            std::iter::empty()
        }
    }

    fn asking(header: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(header, HeaderValue::from_str(value).unwrap())])
    }

    fn encoding_for(accepted: &str) -> Option<HeaderValue> {
        let response = answer::<Compressed>("/pkg/porthor-1a.css", &asking(ACCEPT_ENCODING, accepted), "porthor-1a");
        assert_eq!(response.status(), StatusCode::OK);
        response.headers().get(CONTENT_ENCODING).cloned()
    }

    #[test]
    fn brotli_is_preferred_and_a_browser_that_knows_neither_is_served_plainly() {
        assert_eq!(encoding_for("gzip, deflate, br").unwrap(), "br");
        assert_eq!(encoding_for("gzip;q=1.0, br;q=0").unwrap(), "gzip");
        assert_eq!(encoding_for("identity"), None);
    }

    #[test]
    fn a_file_named_by_its_content_is_kept_for_ever_and_others_are_asked_after() {
        let hashed = answer::<Compressed>("/pkg/porthor-1a.css", &HeaderMap::new(), "porthor-1a");
        assert_eq!(hashed.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(hashed.headers()[CONTENT_TYPE], "text/css; charset=utf-8");

        let plain = answer::<Unbuilt>("/favicon.svg", &HeaderMap::new(), "porthor-1a");
        assert_eq!(plain.headers()[CACHE_CONTROL], "no-cache");
        assert_eq!(plain.headers()[CONTENT_TYPE], "image/svg+xml");
    }

    #[test]
    fn a_chunk_of_the_bundle_is_compressed_and_kept_for_ever_like_the_rest_of_it() {
        for (accepted, encoding) in [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let chunk = answer::<Compressed>(
                "/pkg/porthor-1a_home.chunk",
                &asking(ACCEPT_ENCODING, accepted),
                "porthor-1a",
            );
            assert_eq!(chunk.status(), StatusCode::OK);
            let said = chunk.headers();
            assert_eq!(
                said.get(CONTENT_ENCODING).map(HeaderValue::as_bytes),
                encoding.map(str::as_bytes)
            );
            assert_eq!(said[CACHE_CONTROL], "public, max-age=31536000, immutable");
            // Several modules in one file: it must not pass for a single one.
            assert_eq!(said[CONTENT_TYPE], "application/octet-stream");
        }
        let of_an_earlier_build = answer::<Compressed>("/pkg/porthor-0f_home.chunk", &HeaderMap::new(), "porthor-1a");
        assert_eq!(of_an_earlier_build.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_browser_that_has_the_file_is_told_that_it_is_unchanged() {
        let first = answer::<Unbuilt>("/robots.txt", &HeaderMap::new(), "porthor");
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();

        let again = answer::<Unbuilt>("/robots.txt", &asking(IF_NONE_MATCH, &tag), "porthor");
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other = answer::<Unbuilt>("/robots.txt", &asking(IF_NONE_MATCH, "\"another\""), "porthor");
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[test]
    fn nothing_outside_the_site_can_be_fetched() {
        for path in [
            "/pkg/none.js",
            "/../main.scss",
            "/pkg/../../main.scss",
            "/pkg/../robots.txt",
            "/manifest.json",
            "/pkg/porthor-1a.css.br",
        ] {
            let response = answer::<Unbuilt>(path, &HeaderMap::new(), "porthor");
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
