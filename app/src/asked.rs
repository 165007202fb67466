//! What a page asks of the service: one kind of resource for every answer, so that the bundle holds the machinery of
//! resources once. What it shows of the answer is [`Loaded`](crate::controls::Loaded)'s business.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use domain::live::Noun;
use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::here::here;
use crate::services;
use crate::wire::{self, Unreadable};

/// An answer of the service; asked for again when what it depends on changes.
pub(crate) struct Asked<T> {
    again: Again,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static> Asked<T> {
    /// Asks with what `source` says, and again whenever something changes that it has looked at.
    pub(crate) fn new<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        ask: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, AppError>> + Send + 'static,
    {
        let ask = Arc::new(ask);
        let question = move || {
            let (ask, asked) = (ask.clone(), source());
            Question(Arc::new(move || {
                let answer = ask(asked.clone());
                Box::pin(async move { Answer::given(answer.await) })
            }))
        };
        Self {
            again: Again::new(Arc::new(question)),
            answer: PhantomData,
        }
    }

    /// Shows what changes of these nouns, as long as its page is open. Not for what a form shows: nothing may change under
    /// somebody's fingers.
    #[must_use]
    pub(crate) fn live(self, nouns: &'static [Noun]) -> Self {
        here().live.opens(nouns, self.again);
        self
    }

    /// The answer, where it is there already.
    pub(crate) fn now(self) -> Option<Result<T, AppError>> {
        self.again.resource.get().map(|answer| self.again.shows(answer).read())
    }

    /// The answer, once it is there.
    pub(crate) async fn answer(self) -> Result<T, AppError> {
        self.again.shows(self.again.resource.await).read()
    }

    /// How it is asked for again.
    pub(crate) const fn again(self) -> Again {
        self.again
    }
}

type Questions = Arc<dyn Fn() -> Question + Send + Sync>;

/// What is asked, without a type parameter, so that the bundle holds it once; and how the page asks it again by itself.
#[derive(Clone, Copy)]
pub(crate) struct Again {
    resource: Resource<Answer, Written>,
    state: StoredValue<State>,
}

/// How far asking has come.
struct State {
    questions: Questions,
    asked: u32,
    answered: u32,
    /// The mark of the answer that is shown.
    shown: u64,
}

impl Again {
    fn new(questions: Questions) -> Self {
        let state = StoredValue::new(State {
            questions: questions.clone(),
            asked: 0,
            answered: 0,
            shown: 0,
        });
        let ask = move |question: Question| {
            let answering = (question.0)();
            async move {
                // Not before somebody waits for it: an answer that the server gave is not asked for.
                let number = state.try_update_value(|state| {
                    state.asked += 1;
                    state.asked
                });
                let answer = answering.await;
                state.try_update_value(|state| state.answered = number.unwrap_or_default());
                answer
            }
        };
        Self {
            resource: Resource::new_with_options(move || questions(), ask, false),
            state,
        }
    }

    fn shows(self, answer: Answer) -> Answer {
        self.state.try_update_value(|state| state.shown = answer.mark());
        answer
    }

    /// Whether the page that asked is gone.
    pub(crate) fn is_gone(self) -> bool {
        self.state.is_disposed()
    }

    /// Whether the page is asking at this moment: its answer will be newer, or to another question.
    pub(crate) fn is_asked(self) -> bool {
        let asked = self.state.try_with_value(|state| state.asked != state.answered);
        asked.unwrap_or_default()
    }

    /// Asks again, by itself; nothing where there is no answer to show.
    pub(crate) async fn ask(self) -> Option<Answer> {
        let (asked, questions) = self
            .state
            .try_with_value(|state| (state.asked, state.questions.clone()))?;
        let question = untrack(|| questions());
        let answer = wire::by_itself((question.0)()).await;
        // Another question has been asked meanwhile, or the page is gone.
        let as_before = self.state.try_with_value(|state| state.asked == asked) == Some(true);
        (as_before && !answer.is_none()).then_some(answer)
    }

    /// Whether it is another answer than the one that is shown.
    pub(crate) fn differs(self, answer: &Answer) -> bool {
        self.state.try_with_value(|state| state.shown != answer.mark()) == Some(true)
    }

    /// Shows an answer.
    pub(crate) fn show(self, answer: Answer) {
        if let Some(mut shown) = self.resource.try_write() {
            *shown = Some(answer);
        }
    }
}

type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// What is asked. No two are alike: it is put together only when something has changed.
#[derive(Clone)]
struct Question(Arc<dyn Fn() -> Answering + Send + Sync>);

impl PartialEq for Question {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// An answer whose type only its reader knows.
#[derive(Clone)]
pub(crate) enum Answer {
    /// It was given here, with its mark; the last part writes it into the page.
    Given(Arc<dyn Any + Send + Sync>, u64, fn(&dyn Any) -> String),
    /// The server wrote it into the page.
    Written(Arc<str>),
}

impl Answer {
    fn given<T: Send + Sync + Serialize + 'static>(answer: Result<T, AppError>) -> Self {
        let mark = match &answer {
            Ok(_) => wire::last_read(),
            Err(error) => u64::from(error.status()),
        };
        Self::Given(Arc::new(answer), mark, |answer| {
            answer
                .downcast_ref::<Result<T, AppError>>()
                .map(services::write)
                .unwrap_or_default()
        })
    }

    /// What tells it from another answer to the same question.
    fn mark(&self) -> u64 {
        match self {
            Self::Given(_, mark, _) => *mark,
            Self::Written(text) => {
                // In the page it stands as what came of asking.
                let answer = text.strip_prefix("{\"Ok\":").and_then(|rest| rest.strip_suffix('}'));
                answer.map_or(0, |answer| wire::mark(answer.as_bytes()))
            }
        }
    }

    /// Whether it says nothing of what was asked: the service could not be reached, or failed.
    fn is_none(&self) -> bool {
        self.mark() == u64::from(AppError::Connection.status())
    }

    pub(crate) fn read<T: Clone + DeserializeOwned + 'static>(self) -> Result<T, AppError> {
        let answer = match self {
            Self::Given(answer, _, _) => answer.downcast_ref::<Result<T, AppError>>().cloned(),
            Self::Written(text) => wire::read(&text).ok(),
        };
        answer.unwrap_or(Err(AppError::Connection))
    }
}

/// How an answer stands in the page.
struct Written;

impl Encoder<Answer> for Written {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Unreadable> {
        Ok(match answer {
            Answer::Given(answer, _, write) => write(answer.as_ref()),
            Answer::Written(text) => text.as_ref().to_owned(),
        })
    }
}

impl Decoder<Answer> for Written {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, Unreadable> {
        Ok(Answer::Written(text.into()))
    }
}
