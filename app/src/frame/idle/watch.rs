//! What watches over the session of a tab: how long it may rest, when to warn, what becomes of the page at the end.

use std::time::Duration;

use domain::sessions::{TimeLeft, WARNED_SECONDS};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::js_sys::Date;

use crate::error::AppError;
use crate::here::Here;
use crate::sessions::api::{session_left, visitor};

/// After how many seconds to ask again when the service could not be reached.
const ASK_AGAIN: u64 = 20;

/// Where the session stands, as far as this tab knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It lasts, or nobody is signed in.
    Lasting,
    /// It ends soon unless its person does something.
    Resting,
    /// It ends soon, whatever its person does.
    Closing,
    /// It has ended, and something typed stands on the page.
    Ended,
    /// It has ended, and the page is left.
    Left,
}

/// What watches over the session of this tab.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    pub(super) standing: RwSignal<Standing>,
    /// Seconds left; counts down once the person is warned.
    pub(super) left: RwSignal<u64>,
    /// Whether the dialog is to be seen.
    pub(super) shown: RwSignal<bool>,
    /// When the session ends, in milliseconds of the browser's clock: one that counted would stop while a laptop sleeps.
    ends: StoredValue<f64>,
    timer: StoredValue<Option<TimeoutHandle>>,
    typed: StoredValue<bool>,
    here: Here,
}

impl Watch {
    /// Begins to watch, once it learns of a session.
    pub(super) fn new(typed: StoredValue<bool>, here: Here) -> Self {
        Self {
            standing: RwSignal::new(Standing::Lasting),
            left: RwSignal::new(0),
            shown: RwSignal::new(false),
            ends: StoredValue::new(0.0),
            timer: StoredValue::new(None),
            typed,
            here,
        }
    }

    /// The person stays: whatever asks who is looking counts as doing something. The page's content is not asked again,
    /// for that would take away what stands typed in it.
    pub(super) fn stay(self) {
        self.shown.set(false);
        if self.standing.get_untracked() != Standing::Resting {
            return;
        }
        // What the countdown would learn meanwhile is older than the answer, and must not stand after it.
        self.forget_timer();
        spawn_local(async move {
            let answer = visitor().await;
            if self.is_gone() {
                return;
            }
            match answer {
                Ok(visitor) => match visitor.person {
                    Some(person) => self.learn(Some(person.time_left)),
                    None => self.end(),
                },
                Err(_) => self.after(ASK_AGAIN, Self::look),
            }
        });
    }

    /// Takes in how long the session may rest; nothing where nobody is signed in.
    pub(super) fn learn(self, left: Option<TimeLeft>) {
        match left {
            None => self.be_quiet(),
            Some(TimeLeft { seconds: 0, .. }) => self.end(),
            Some(left) if left.seconds > WARNED_SECONDS => {
                self.be_quiet();
                self.after(u64::from(left.seconds - WARNED_SECONDS), Self::look);
            }
            Some(left) => self.warn(left),
        }
    }

    /// Asks how long the session may rest; it may have been busy in another tab.
    fn look(self) {
        spawn_local(async move {
            let answer = session_left().await;
            if self.is_gone() {
                return;
            }
            match answer {
                Ok(left) => self.learn(Some(left)),
                Err(AppError::SignInFirst) => self.end(),
                Err(_) => self.after(ASK_AGAIN, Self::look),
            }
        });
    }

    fn be_quiet(self) {
        self.forget_timer();
        self.standing.set(Standing::Lasting);
        self.shown.set(false);
    }

    /// Begins to count down. Who has read that the end cannot be put off is not told again.
    fn warn(self, left: TimeLeft) {
        let standing = if left.absolute {
            Standing::Closing
        } else {
            Standing::Resting
        };
        let told = standing == Standing::Closing && self.standing.get_untracked() == standing;
        self.ends.set_value(Date::now() + f64::from(left.seconds) * 1000.0);
        self.left.set(u64::from(left.seconds));
        self.standing.set(standing);
        if !told {
            self.shown.set(true);
        }
        self.after(1, Self::count);
    }

    /// Counts down by the clock; at the end the server has the last word.
    fn count(self) {
        let left = (self.ends.get_value() - Date::now()) / 1000.0;
        // What cannot be read as a duration has passed.
        let seconds = Duration::try_from_secs_f64(left.ceil()).map_or(0, |left| left.as_secs());
        self.left.set(seconds);
        if seconds == 0 {
            self.look();
        } else {
            self.after(1, Self::count);
        }
    }

    /// The session has ended.
    pub(super) fn end(self) {
        self.forget_timer();
        let unsent = self.typed.get_value() || self.here.unsent();
        self.standing.set(if unsent { Standing::Ended } else { Standing::Left });
        self.shown.set(unsent);
    }

    /// Does something later, and nothing else meanwhile.
    fn after(self, seconds: u64, next: fn(Self)) {
        self.forget_timer();
        let start = move || {
            if !self.is_gone() {
                next(self);
            }
        };
        // Without a timer there is no warning; the next request tells.
        let timer = set_timeout_with_handle(start, Duration::from_secs(seconds)).ok();
        self.timer.set_value(timer);
    }

    pub(super) fn forget_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Whether the frame that this belonged to is gone: an answer came late.
    fn is_gone(self) -> bool {
        self.standing.is_disposed()
    }
}
