//! What the page at hand has to say besides its content: what came of the last act, and who is looking. One value, in the
//! context of every page; it lives above the routes, so it outlasts a change of page.

use std::sync::Arc;

use domain::Notice;
use domain::sessions::Visitor;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::Url;

use crate::asked::Asked;
use crate::error::AppError;
use crate::flash::{Flash, FlashOutcome};
use crate::i18n::{language, language_of};
use crate::live::Live;
use crate::sessions::api::visitor;

/// What the page at hand has to say besides its content.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    /// What was done.
    said: RwSignal<Option<Said>>,
    /// What could not be done.
    failed: RwSignal<Option<Failed>>,
    /// What was typed into a form that had to wait.
    kept: RwSignal<Option<Typed>>,
    /// How many acts there have been since the page was loaded; resources that an act may change depend on it.
    acts: RwSignal<u32>,
    /// The page that last took the focus.
    arrived: StoredValue<String>,
    /// Who is looking; asked again on every page and after every act.
    pub(crate) visitor: Asked<Visitor>,
    /// What is open, for whoever listens to what others do.
    pub(crate) live: Live,
}

/// Something that was done.
#[derive(Clone, PartialEq)]
pub(crate) struct Said {
    /// The page on which to say it.
    page: String,
    /// What; shared, for what would copy each of them is code that every page loads.
    pub(crate) notice: Arc<Notice>,
    /// Whether it happened in the middle of the page, so that nothing above may move.
    pub(crate) in_place: bool,
}

/// Something that could not be done.
#[derive(Clone, PartialEq)]
pub(crate) struct Failed {
    /// In which form, and what was typed there.
    pub(crate) typed: Typed,
    /// Why.
    pub(crate) error: AppError,
}

/// A form that was sent.
#[derive(Clone, PartialEq)]
pub(crate) struct Typed {
    /// The page on which it stands.
    page: String,
    /// The server function.
    form: String,
    /// Which of several like forms, by what it is about.
    subject: String,
    /// What was typed, where the form itself no longer has it.
    inputs: Vec<(String, String)>,
}

impl Typed {
    /// What was typed into an input.
    pub(crate) fn of(&self, input: &str) -> Option<String> {
        let (_, value) = self.inputs.iter().find(|(name, _)| name == input)?;
        Some(value.clone())
    }

    /// All that was posted under one name: the boxes ticked in a table.
    pub(crate) fn all(&self, input: &str) -> Vec<String> {
        let all = self.inputs.iter().filter(|(name, _)| name == input);
        all.map(|(_, value)| value.clone()).collect()
    }

    /// Whether it was typed into this form; without a subject, into any of its kind.
    pub(crate) fn is_of(&self, form: &str, subject: &str) -> bool {
        self.form == form && (subject.is_empty() || self.subject == subject)
    }
}

/// Which of several like forms it was: what it was about.
fn subject_of(inputs: &[(String, String)]) -> String {
    let id = inputs.iter().find(|(name, _)| name == "id");
    id.map(|(_, id)| id.clone()).unwrap_or_default()
}

impl Here {
    /// Begins with what a plain form's post left.
    pub(crate) fn new(flash: Option<Flash>) -> Self {
        let (mut said, mut failed, mut kept) = (None, None, None);
        if let Some(flash) = flash {
            let page = flash.page.clone();
            let say = |notice| Said {
                page,
                notice: Arc::new(notice),
                in_place: false,
            };
            let typed = Typed {
                subject: subject_of(&flash.typed),
                page: flash.page,
                form: flash.form,
                inputs: flash.typed,
            };
            match flash.outcome {
                FlashOutcome::Done(notice) => said = Some(say(notice)),
                FlashOutcome::Failed(error) => failed = Some(Failed { typed, error }),
                FlashOutcome::Kept(notice) => {
                    said = Some(say(notice));
                    kept = Some(typed);
                }
            }
        }
        let path = use_location().pathname;
        let acts = RwSignal::new(0);
        let visitor = Asked::new(move || (path.get(), acts.get()), |_| visitor());
        let here = Self {
            said: RwSignal::new(said),
            failed: RwSignal::new(failed),
            kept: RwSignal::new(kept),
            acts,
            arrived: StoredValue::new(path.get_untracked()),
            visitor,
            live: Live::new(visitor.again()),
        };
        Effect::new(move |before: Option<String>| {
            let now = path.get();
            if before.is_some_and(|before| before != now) {
                here.leave_behind(&now);
            }
            now
        });
        here
    }

    /// On another page, what was said on the last one is over.
    fn leave_behind(self, page: &str) {
        if self
            .said
            .with_untracked(|said| said.as_ref().is_some_and(|said| said.page != page))
        {
            self.said.set(None);
        }
        if self
            .failed
            .with_untracked(|failed| failed.as_ref().is_some_and(|failed| failed.typed.page != page))
        {
            self.failed.set(None);
        }
        if self
            .kept
            .with_untracked(|kept| kept.as_ref().is_some_and(|kept| kept.page != page))
        {
            self.kept.set(None);
        }
    }

    /// What was done, if it is to be said on this page.
    pub(crate) fn said(self) -> Option<Said> {
        self.said.get()
    }

    /// What could not be done, if it is to be said on this page.
    pub(crate) fn failed(self) -> Option<Failed> {
        self.failed.get()
    }

    /// Whether what was typed before stands in a form again and has not been sent.
    pub(crate) fn unsent(self) -> bool {
        self.failed.with_untracked(Option::is_some) || self.kept.with_untracked(Option::is_some)
    }

    /// What was typed into a form that had to wait, if it stands on this page.
    pub(crate) fn kept(self) -> Option<Typed> {
        self.kept.get()
    }

    /// How many acts there have been; whoever reads it is asked again after each.
    pub(crate) fn acts(self) -> u32 {
        self.acts.get()
    }

    /// Whether this page is newly arrived at; true once for each page.
    pub(crate) fn arrive(self, path: &str) -> bool {
        let new = self.arrived.with_value(|arrived| arrived != path);
        if new {
            self.arrived.set_value(path.to_owned());
        }
        new
    }

    /// Notes what could not be done on a page.
    pub(crate) fn fail(self, page: String, form: &str, subject: &str, error: AppError) {
        self.said.set(None);
        self.live.acts(false);
        let typed = Typed {
            page,
            form: form.to_owned(),
            subject: subject.to_owned(),
            inputs: Vec::new(),
        };
        self.failed.set(Some(Failed { typed, error }));
    }

    /// Forgets what could not be done before.
    pub(crate) fn begin(self) {
        self.failed.set(None);
        self.live.acts(true);
    }

    /// Notes what was done.
    pub(crate) fn succeed(self, page: String, notice: Option<Notice>, in_place: bool) {
        self.live.acts(false);
        self.failed.set(None);
        self.kept.set(None);
        self.said.set(notice.map(|notice| Said {
            page,
            notice: Arc::new(notice),
            in_place,
        }));
    }

    /// Asks again for all that an act may have changed on the page that stays. A page that is left is not asked:
    /// after signing out it would have nothing to say.
    pub(crate) fn ask_again(self) {
        self.acts.update(|acts| *acts += 1);
    }
}

/// What the page at hand has to say besides its content.
pub(crate) fn here() -> Here {
    expect_context()
}

/// The address of the page at hand, with its query: where a plain form's post leads back to.
pub(crate) fn address() -> String {
    let location = use_location();
    let path = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.trim_start_matches('?'))
    }
}

/// The address of the sign-in page that leads back to an address.
pub(crate) fn sign_in_for(address: &str) -> String {
    let page = domain::Page::SignIn.path(language_of(address));
    format!("{page}?next={}", Url::escape(address))
}

/// The address of a page in the language of the page at hand.
#[expect(clippy::needless_pass_by_value, reason = "pages are made where they are linked to")]
pub(crate) fn to(page: domain::Page) -> String {
    page.path(language())
}

/// Goes to an address in the browser.
pub(crate) fn go() -> impl Fn(&str) + Clone {
    let navigate = use_navigate();
    move |address: &str| navigate(address, NavigateOptions::default())
}

/// Goes to an address by loading it anew, so that the server can show again what it kept for this page.
pub(crate) fn load(address: &str) {
    if window().location().set_href(address).is_err() {
        // The browser refuses only what is no address.
        leptos::logging::error!("not an address");
    }
}

/// Goes to an address in the browser, in place of this one: the back button does not return here.
pub(crate) fn go_instead() -> impl Fn(&str) + Clone {
    let navigate = use_navigate();
    move |address: &str| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(address, options);
    }
}
