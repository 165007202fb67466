//! How values travel between server and browser. To the browser as JSON: the server writes it with `serde_json`, the
//! browser reads it with the small [`reader`] here, and its forms as well, so that the bundle reads each type in one way
//! only, and no more of JSON than our own values need. Forms travel to the server as they stand.

mod by_itself;
mod reader;
#[cfg(test)]
mod tests;
mod value;

use domain::Receipt;
use leptos::form::form_data_from_event;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::Post;
use leptos::server_fn::error::FromServerFnError;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::response::ClientRes;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, ServerFn};
use leptos::web_sys::js_sys::Array;
use leptos::web_sys::{FormData, SubmitEvent, UrlSearchParams};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
pub use by_itself::Tables;
pub(crate) use by_itself::{by_itself, last_read, mark};
use value::Value;

/// It is not what was expected. What exactly is wrong is of no use to anybody: both sides are ours, of one build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be read")]
pub struct Unreadable;

/// What server functions answer with: `#[server(output = Json, …)]`.
pub type Json = Post<JsonText>;

/// JSON, read by the [`reader`].
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        by_itself::note(&bytes);
        read(str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}

impl<T: Serialize> Encoder<T> for JsonText {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonText {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        read(text)
    }
}

/// Reads a value from its JSON.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(reader::parse(text)?)
}

/// A form that is about to be sent.
pub(crate) struct Filled(FormData);

impl Filled {
    /// The form of a submit event.
    pub(crate) fn of(event: &SubmitEvent) -> Result<Self, Unreadable> {
        form_data_from_event(event).map(Self).map_err(|_| Unreadable)
    }

    /// Reads it, as the server will.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        T::deserialize(self.inputs().ok_or(Unreadable)?)
    }

    fn inputs(&self) -> Option<Value> {
        let inputs = Array::from(&self.0);
        let inputs = inputs.iter().map(|input| {
            let input = Array::from(&input);
            // A file has no text; none of our forms has files.
            let value = input.get(1).as_string().unwrap_or_default();
            Some((input.get(0).as_string()?, Value::Text(value)))
        });
        inputs.collect::<Option<_>>().map(Value::Record)
    }

    /// Sends it to a server function, as the browser would itself, but for an answer as JSON.
    pub(crate) async fn send(self, url: &'static str) -> Result<Receipt, AppError> {
        let body = UrlSearchParams::new_with_str_sequence_sequence(&self.0).map_err(|_| AppError::Unreadable)?;
        let body: String = body.to_string().into();
        let form = "application/x-www-form-urlencoded";
        let request = <Request as ClientReq<AppError>>::try_new_post(url, form, JsonText::CONTENT_TYPE, body)?;
        let answer = <Browser as Client<AppError>>::send(request).await?;
        let declined = ClientRes::<AppError>::status(&answer) >= 400;
        let answer: Result<_, AppError> = answer.try_into_bytes().await;
        let answer = answer?;
        if declined {
            return Err(AppError::de(answer));
        }
        <JsonText as Decodes<_>>::decode(answer).map_err(|_| AppError::Connection)
    }
}

/// What sends requests: the same for every server function.
type Browser = <crate::sessions::api::SignOut as ServerFn>::Client;
type Request = <Browser as Client<AppError>>::Request;
