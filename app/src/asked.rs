//! What a page asks of the service: one kind of resource for every answer, so that the bundle holds the machinery of
//! resources once. What it shows of the answer is [`Loaded`](crate::controls::Loaded)'s business.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::services;
use crate::wire::{self, Unreadable};

/// An answer of the service; asked for again when what it depends on changes.
pub(crate) struct Asked<T> {
    resource: Resource<Answer, Written>,
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
            resource: resource(Box::new(question)),
            answer: PhantomData,
        }
    }

    /// The answer, where it is there already.
    pub(crate) fn now(self) -> Option<Result<T, AppError>> {
        self.resource.get().map(Answer::read)
    }

    /// The answer, once it is there.
    pub(crate) async fn answer(self) -> Result<T, AppError> {
        self.resource.await.read()
    }
}

/// Without a type parameter, so that the bundle holds it once.
fn resource(question: Box<dyn Fn() -> Question + Send + Sync>) -> Resource<Answer, Written> {
    Resource::new_with_options(question, |question: Question| (question.0)(), false)
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
enum Answer {
    /// It was given here; the second half writes it into the page.
    Given(Arc<dyn Any + Send + Sync>, fn(&dyn Any) -> String),
    /// The server wrote it into the page.
    Written(Arc<str>),
}

impl Answer {
    fn given<T: Send + Sync + Serialize + 'static>(answer: Result<T, AppError>) -> Self {
        Self::Given(Arc::new(answer), |answer| {
            answer
                .downcast_ref::<Result<T, AppError>>()
                .map(services::write)
                .unwrap_or_default()
        })
    }

    fn read<T: Clone + DeserializeOwned + 'static>(self) -> Result<T, AppError> {
        let answer = match self {
            Self::Given(answer, _) => answer.downcast_ref::<Result<T, AppError>>().cloned(),
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
            Answer::Given(answer, write) => write(answer.as_ref()),
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
