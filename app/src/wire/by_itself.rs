//! What a page asks by itself, because somebody else has changed what it shows: those requests say so in a header, for
//! they are no sign that anybody is there. And what was read last, so that a page can tell whether it is new.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::{Sink, Stream};
use leptos::server_fn::Bytes;
use leptos::server_fn::client::Client;

use super::{Browser, Request};
use crate::error::AppError;

/// The header by which the server knows.
const HEADER: &str = "x-porthor-by-itself";

/// Whether what is being asked at this moment is asked by the page itself.
static BY_ITSELF: AtomicBool = AtomicBool::new(false);
/// The mark of the answer that was read last.
static READ: AtomicU64 = AtomicU64::new(0);

/// Asks something by itself: each request that it sends through [`Tables`] says so.
pub(crate) async fn by_itself<F: Future>(asking: F) -> F::Output {
    let mut asking = pin!(asking);
    // Others ask between two polls of this.
    poll_fn(|context| {
        BY_ITSELF.store(true, Ordering::Relaxed);
        let polled = asking.as_mut().poll(context);
        BY_ITSELF.store(false, Ordering::Relaxed);
        polled
    })
    .await
}

/// What tells one answer from another (FNV-1a).
pub(crate) fn mark(text: &[u8]) -> u64 {
    text.iter().fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
        (mark ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Notes that an answer was read.
pub(super) fn note(answer: &[u8]) {
    READ.store(mark(answer), Ordering::Relaxed);
}

/// The mark of what was read last; that of an answer only until the next is awaited.
pub(crate) fn last_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// What sends the calls behind tables: `#[server(client = Tables, …)]`.
pub struct Tables;

impl Client<AppError> for Tables {
    type Request = Request;
    type Response = <Browser as Client<AppError>>::Response;

    fn send(request: Request) -> impl Future<Output = Result<Self::Response, AppError>> + Send {
        if BY_ITSELF.load(Ordering::Relaxed) {
            request.headers().set(HEADER, "1");
        }
        <Browser as Client<AppError>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl Sink<Bytes> + Send + 'static,
            ),
            AppError,
        >,
    > + Send {
        <Browser as Client<AppError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <Browser as Client<AppError>>::spawn(future);
    }
}
