//! What live tables need of the browser: one stream for all tabs (a Web Lock says which holds it, a channel tells the
//! others), called by name, so that the bundle carries no bindings for it. A browser that lacks one of these goes on as
//! without scripts.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};

/// What only one tab holds, and the channel between them.
const NAME: &str = "porthor-live";

type Failed = JsValue;

/// A property of an object.
pub(super) fn get(of: &JsValue, name: &str) -> Result<JsValue, Failed> {
    Reflect::get(of, &name.into())
}

/// Calls a method with one argument.
pub(super) fn call(of: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, Failed> {
    get(of, name)?.dyn_into::<Function>()?.call1(of, argument)
}

/// Makes an object of a class, with one argument.
pub(super) fn make(class: &str, argument: &JsValue) -> Result<JsValue, Failed> {
    let class = get(&js_sys::global(), class)?.dyn_into::<Function>()?;
    Reflect::construct(&class, &Array::of1(argument))
}

/// Has an event of an object answered, as long as the page lives.
pub(super) fn on(of: &JsValue, event: &str, answer: impl FnMut(JsValue) + 'static) -> Result<(), Failed> {
    let answer = Closure::<dyn FnMut(JsValue)>::new(answer).into_js_value();
    Reflect::set(of, &event.into(), &answer).map(drop)
}

/// The channel between the tabs of this browser; `heard` gets what the others say.
pub(super) fn channel(mut heard: impl FnMut(String) + 'static) -> Result<JsValue, Failed> {
    let channel = make("BroadcastChannel", &NAME.into())?;
    on(&channel, "onmessage", move |event| heard(text(&event)))?;
    Ok(channel)
}

/// The text that an event of a channel or stream brings.
pub(super) fn text(event: &JsValue) -> String {
    get(event, "data")
        .ok()
        .and_then(|data| data.as_string())
        .unwrap_or_default()
}

/// Waits for the one place of this browser; `mine` is called when this tab has it, which it keeps until it is closed.
pub(super) fn wait_for_place(mut mine: impl FnMut() + 'static) -> Result<(), Failed> {
    let locks = get(&get(&js_sys::global(), "navigator")?, "locks")?;
    let request = get(&locks, "request")?.dyn_into::<Function>()?;
    let held = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_| {
        mine();
        Promise::new(&mut |_, _| {}).into()
    });
    request.call2(&locks, &NAME.into(), &held.into_js_value()).map(drop)
}
