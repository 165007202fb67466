//! The edge: what every request passes on its way to a page or a server function, and every answer on its way back.
//!
//! From outside in: security headers ([`headers`]) · request id, log line and safety net ([`request`]) · the demo's guard
//! ([`demo_guard`]) · origin check and throttle of posts ([`posts`]) · who is asking ([`visit`]) · then a page
//! ([`pages`]), a server function ([`forms`]), the live stream ([`live`]), a file ([`site`], [`download`], [`users_file`], [`upload`]) or a sign of life ([`health`]).

mod cookies;
mod demo_guard;
mod download;
mod error_page;
mod flash;
mod forms;
mod headers;
pub mod health;
mod live;
mod pages;
mod posts;
mod request;
mod serve;
pub mod site;
mod upload;
mod users_file;
mod visit;

use std::sync::Arc;

use app::services::Services;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use domain::Clock;
use storage::Store;
use tower_http::catch_panic::CatchPanicLayer;

pub use self::serve::serve;
use crate::config::Config;

/// What the edge needs for every request. Cheap to clone.
#[derive(Clone)]
struct Edge {
    config: Arc<Config>,
    store: Store,
    clock: Arc<dyn Clock>,
    services: Services,
    throttle: posts::Throttle,
    places: live::Places,
}

/// Every route, with all that stands before it.
pub fn router(config: &Config, store: Store, clock: Arc<dyn Clock>, services: Services) -> Router {
    let edge = Edge {
        throttle: posts::Throttle::new(config.posts_a_minute),
        places: live::Places::default(),
        config: Arc::new(config.clone()),
        store,
        clock,
        services,
    };
    // Pages are rendered on tokio. A second router, as tests build them, finds the executor set already.
    let _ = any_spawner::Executor::init_tokio();
    let my_data = || post(download::my_data).get(pages::page).with_state(edge.clone());
    let users = || post(users_file::users).get(pages::page).with_state(edge.clone());
    // Whoever may upload is found out before anything is read, so the route keeps its own limit.
    let register = || {
        post(upload::register)
            .get(pages::page)
            .layer(DefaultBodyLimit::disable())
            .with_state(edge.clone())
    };
    let medics = || {
        post(upload::medics)
            .get(pages::page)
            .layer(DefaultBodyLimit::disable())
            .with_state(edge.clone())
    };
    let managers = || {
        post(upload::managers)
            .get(pages::page)
            .layer(DefaultBodyLimit::disable())
            .with_state(edge.clone())
    };
    let pages: Router = Router::new()
        .route(upload::MANAGERS, managers())
        .route(&format!("/cy{}", upload::MANAGERS), managers())
        .route(upload::REGISTER, register())
        .route(&format!("/cy{}", upload::REGISTER), register())
        .route(upload::MEDICS, medics())
        .route(&format!("/cy{}", upload::MEDICS), medics())
        .route(users_file::PATH, users())
        .route(&format!("/cy{}", users_file::PATH), users())
        .route(live::PATH, get(live::stream).with_state(edge.clone()))
        .route(download::PATH, my_data())
        .route(&format!("/cy{}", download::PATH), my_data())
        .fallback_service(get(pages::page).fallback(pages::only_read).with_state(edge.clone()))
        .route("/api/{*name}", any(forms::call).with_state(edge.clone()))
        .layer(from_fn_with_state(edge.clone(), visit::find_out_who_asks))
        .layer(from_fn_with_state(edge.clone(), posts::check));
    let signs = Router::new()
        .route("/health", get(health::alive))
        .route("/ready", get(health::ready))
        .layer(Extension(edge.store.clone()));
    Router::new()
        .merge(signs)
        .merge(site::router())
        .fallback_service(pages)
        .layer(from_fn_with_state(edge.clone(), demo_guard::check))
        .layer(CatchPanicLayer::custom(request::safety_net))
        .layer(from_fn_with_state(edge.clone(), request::run))
        .layer(from_fn_with_state(edge, headers::add))
}
