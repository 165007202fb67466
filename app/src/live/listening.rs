//! Listening: one tab of the browser holds the stream and tells the others; each asks again for what it shows of what has
//! happened. What the lines mean is said in `server::http::live`.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use domain::live::{Happening, Noun};
use domain::sessions::Visitor;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;

use super::browser::{call, channel, get, make, on, text, wait_for_place};
use super::keeping::Kept;
use crate::asked::Again;
use crate::here::Here;

const STREAM: &str = "/live";
const EVERYTHING: &str = "everything";
const YOU: &str = "you";
const ENOUGH: &str = "enough";
/// What a tab says whose person has signed in: the one that holds the place may open the stream.
const OPEN: &str = "open";
/// `EventSource.CLOSED`.
const CLOSED: f64 = 2.0;
/// How long to wait where the page itself is asking.
const ASK_LATER: Duration = Duration::from_millis(300);

thread_local! {
    static TAB: Tab = const { Tab::new() };
}

/// What this tab knows; one in each document.
struct Tab {
    started: Cell<bool>,
    /// Whether this is the tab that holds the stream.
    first: Cell<bool>,
    channel: RefCell<Option<JsValue>>,
    stream: RefCell<Option<JsValue>>,
    heard: RefCell<Vec<String>>,
    asking: Cell<bool>,
}

impl Tab {
    const fn new() -> Self {
        Self {
            started: Cell::new(false),
            first: Cell::new(false),
            channel: RefCell::new(None),
            stream: RefCell::new(None),
            heard: RefCell::new(Vec::new()),
            asking: Cell::new(false),
        }
    }
}

/// Begins to listen, once in each document.
pub(super) fn start(here: Here) {
    if TAB.with(|tab| tab.started.replace(true)) {
        return;
    }
    // A browser that cannot is as one without scripts: the next page shows how things stand.
    let _ = begin(here);
    Effect::new(move |_| {
        if here
            .visitor
            .now()
            .and_then(Result::ok)
            .is_some_and(|visitor| visitor.person.is_some())
        {
            tell(OPEN);
            open(here);
        }
    });
}

fn begin(here: Here) -> Result<(), JsValue> {
    // Without a stream there is nothing to share.
    if !get(&js_sys::global(), "EventSource")?.is_function() {
        return Ok(());
    }
    let channel = channel(move |said| match said.as_str() {
        OPEN => open(here),
        said => hear(here, said),
    })?;
    TAB.with(|tab| tab.channel.replace(Some(channel)));
    on(&document(), "onvisibilitychange", move |_| go_on(here))?;
    wait_for_place(move || {
        TAB.with(|tab| tab.first.set(true));
        open(here);
    })
}

/// Tells the other tabs.
fn tell(said: &str) {
    TAB.with(|tab| {
        if let Some(channel) = tab.channel.borrow().as_ref() {
            // A channel that is closed has no others on it.
            let _ = call(channel, "postMessage", &said.into());
        }
    });
}

/// Opens the stream, where this tab holds it and it is not open.
fn open(here: Here) {
    let is_open = |stream: &JsValue| get(stream, "readyState").is_ok_and(|state| state.as_f64() != Some(CLOSED));
    let open = TAB.with(|tab| tab.first.get() && !tab.stream.borrow().as_ref().is_some_and(is_open));
    if !open {
        return;
    }
    let Ok(stream) = make("EventSource", &STREAM.into()) else {
        return;
    };
    let listening = on(&stream, "onmessage", move |event| {
        let said = text(&event);
        if said == YOU || said == ENOUGH {
            close();
        }
        if said != ENOUGH {
            tell(&said);
            hear(here, &said);
        }
    });
    if listening.is_ok() {
        TAB.with(|tab| tab.stream.replace(Some(stream)));
    }
}

fn close() {
    if let Some(stream) = TAB.with(|tab| tab.stream.take()) {
        // What is closed already stays closed.
        let _ = call(&stream, "close", &JsValue::UNDEFINED);
    }
}

/// Takes in what was said, and asks.
fn hear(here: Here, said: &str) {
    TAB.with(|tab| tab.heard.borrow_mut().extend(said.lines().map(str::to_owned)));
    go_on(here);
}

/// Asks for what was heard, one thing after the other; a tab that nobody sees waits until somebody does.
fn go_on(here: Here) {
    let hidden = get(&document(), "hidden").is_ok_and(|hidden| hidden == JsValue::TRUE);
    if hidden || TAB.with(|tab| tab.heard.borrow().is_empty() || tab.asking.replace(true)) {
        return;
    }
    spawn_local(async move {
        loop {
            let heard = TAB.with(|tab| tab.heard.take());
            if heard.is_empty() {
                break;
            }
            ask(here, &heard).await;
        }
        TAB.with(|tab| tab.asking.set(false));
    });
}

async fn ask(here: Here, heard: &[String]) {
    let says = |word: &str| heard.iter().any(|line| line == word);
    let everything = says(EVERYTHING);
    if (everything || says(YOU)) && !who_is_looking(here).await {
        return;
    }
    let nouns: Vec<Noun> = heard
        .iter()
        .filter_map(|line| Happening::parse(line))
        .map(|happening| happening.noun)
        .collect();
    if is_acting(here) {
        // The table that is acted on asks again by itself, once it knows where the focus goes.
        return later(here, heard.join("\n"));
    }
    let mut open = here.live.0.with_value(|known| known.open.clone());
    open.retain(|(shown, table)| !table.is_gone() && (everything || shown.iter().any(|noun| nouns.contains(noun))));
    for (_, table) in open {
        if ask_table(here, table).await {
            let changes = here.live.0.with_value(|known| known.changes);
            changes.update(|changes| *changes += 1);
        }
    }
}

/// Asks who is looking; whether it is still somebody.
async fn who_is_looking(here: Here) -> bool {
    let visitor = here.live.0.with_value(|known| known.visitor);
    let Some(answer) = visitor.ask().await else { return true };
    let Ok(Visitor { person, .. }) = answer.clone().read::<Visitor>() else {
        return true;
    };
    if person.is_some() {
        visitor.show(answer);
        open(here);
        return true;
    }
    if visitor.is_asked() || is_acting(here) {
        // The page is finding out by itself, as when signing out here.
        later(here, YOU.to_owned());
        return false;
    }
    // Whoever has just signed out on this page knows.
    let shown = untrack(|| here.visitor.now());
    if shown.is_some_and(|shown| shown.is_ok_and(|visitor| visitor.person.is_some())) {
        here.live.0.with_value(|known| known.ended).set(true);
    }
    false
}

/// Asks a table again, and shows it where it has changed; whether it has.
async fn ask_table(here: Here, table: Again) -> bool {
    let Some(answer) = table.ask().await else { return false };
    if table.is_asked() || is_acting(here) {
        later(here, EVERYTHING.to_owned());
        return false;
    }
    if !table.differs(&answer) {
        return false;
    }
    let kept = Kept::now();
    table.show(answer);
    if let Some(kept) = kept {
        kept.put_back();
    }
    true
}

/// Whether the page awaits the answer to an act.
fn is_acting(here: Here) -> bool {
    here.live.0.with_value(|known| known.acting)
}

/// Hears the same again in a moment.
fn later(here: Here, said: String) {
    set_timeout(move || hear(here, &said), ASK_LATER);
}
