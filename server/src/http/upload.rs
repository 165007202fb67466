//! The upload of a file, a register or a list of people: a form with a file is no server function. Session, origin (checked
//! before it comes here) and permission first, before anything of the file is read; then it is spooled to disk, within a
//! limit. What becomes of it is told by `services::imports`, `services::managers` and `services::medics`.

use std::io::{Seek, SeekFrom};

use app::error::AppError;
use app::flash::{Flash, FlashOutcome};
use app::services::Asking;
use axum::Extension;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::form::{self, Problem};
use domain::imports::{FILE_MOST_MEGABYTES, Upload};
use domain::{Caller, Declined, Destination, FieldErrors, OdsCode, Page, Refusal};
use tokio::io::AsyncWriteExt;

use super::{Edge, error_page, flash};

/// Where a register is posted to, in English; under `/cy` in Welsh. It is the page with the form, as for the others.
pub(super) const REGISTER: &str = "/register-import";
/// Where a file of practice managers is posted to.
pub(super) const MANAGERS: &str = "/managers";
/// Where an organisation's list of medics is posted to.
pub(super) const MEDICS: &str = "/organisations/{code}/medics";

const MOST_BYTES: u64 = FILE_MOST_MEGABYTES as u64 * 1_000_000;
/// So much of a file that is too large is read all the same: a browser shows no answer before it has sent everything.
const READ_MOST_BYTES: u64 = 4 * MOST_BYTES;

/// Why a file was not taken.
enum Untaken {
    /// Something is to be put right.
    Wrong(Problem),
    /// It did not come through.
    Broken(MultipartError),
    /// It cannot be spooled.
    Failed(std::io::Error),
}

impl From<std::io::Error> for Untaken {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<MultipartError> for Untaken {
    fn from(error: MultipartError) -> Self {
        Self::Broken(error)
    }
}

/// What a file is to be.
enum Goal {
    /// The register of organisations.
    Register,
    /// The register of practice managers.
    Managers,
    /// The rostered medics of an organisation.
    Medics(OdsCode),
}

impl Goal {
    /// The page with its form.
    fn page(&self) -> Page {
        match self {
            Self::Register => Page::ImportRegister,
            Self::Managers => Page::Managers,
            Self::Medics(code) => Page::Medics(code.clone()),
        }
    }

    /// The name of its form in a flash.
    const fn form(&self) -> &'static str {
        match self {
            Self::Register => "upload_register",
            Self::Managers => "upload_managers",
            Self::Medics(_) => "upload_medics",
        }
    }

    async fn may_upload(&self, edge: &Edge, caller: &Caller) -> Result<(), Declined> {
        match self {
            Self::Register => edge.services.imports.may_upload(caller).await,
            Self::Managers => edge.services.managers.may_upload(caller).await,
            Self::Medics(code) => edge.services.medics.may_upload(caller, code).await,
        }
    }

    async fn take(&self, edge: &Edge, caller: &Caller, file: Upload) -> Result<Destination, Declined> {
        let receipt = match self {
            Self::Register => edge.services.imports.upload(caller, file).await?,
            Self::Managers => edge.services.managers.upload(caller, file).await?,
            Self::Medics(code) => edge.services.medics.upload(caller, code, file).await?,
        };
        Ok(receipt.go_to)
    }
}

/// Takes a register's file, and leads to the page of its import.
pub(super) async fn register(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    request: Request,
) -> Response {
    receive(&edge, &asking, &Goal::Register, request).await
}

/// Takes a file of practice managers, and leads to the page of its import.
pub(super) async fn managers(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    request: Request,
) -> Response {
    receive(&edge, &asking, &Goal::Managers, request).await
}

/// Takes an organisation's list of medics, and leads to the page of its import.
pub(super) async fn medics(
    State(edge): State<Edge>,
    Extension(asking): Extension<Asking>,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    if let Ok(code) = OdsCode::parse(&code) {
        receive(&edge, &asking, &Goal::Medics(code), request).await
    } else {
        let plain = error_page::wants_page(request.headers());
        error_page::refuse(&AppError::Refused(Refusal::NotFound), None, plain)
    }
}

async fn receive(edge: &Edge, asking: &Asking, goal: &Goal, request: Request) -> Response {
    let language = asking.visit.language;
    let back = goal.page().path(language);
    let plain = error_page::wants_page(request.headers());
    let Some(caller) = &asking.caller else {
        return see_other(&first(&Page::SignIn, asking, &back));
    };
    if let Err(declined) = goal.may_upload(edge, caller).await {
        return refused(declined, asking, &back, plain);
    }
    let outcome = match spool(request).await {
        Ok(file) => goal.take(edge, caller, file).await,
        Err(Untaken::Wrong(problem)) => Err(FieldErrors::one(form::Field::File, problem).into()),
        Err(Untaken::Broken(error)) => {
            tracing::warn!(%error, "an upload broke off");
            Err(FieldErrors::one(form::Field::File, Problem::Missing).into())
        }
        Err(Untaken::Failed(error)) => {
            tracing::error!(%error, "an upload cannot be spooled");
            return error_page::our_fault(caller.visit.request, plain);
        }
    };
    match outcome {
        Ok(page) => see_other(&page.path(language)),
        Err(Declined::Invalid(errors)) => {
            let flash = Flash {
                form: goal.form().to_owned(),
                page: back.clone(),
                outcome: FlashOutcome::Failed(AppError::Invalid(errors)),
                typed: Vec::new(),
            };
            if let Err(error) = flash::keep(edge, &asking.visit, flash).await {
                tracing::error!(%error, "the flash cannot be kept");
            }
            see_other(&back)
        }
        Err(declined) => refused(declined, asking, &back, plain),
    }
}

/// Writes the form's file to disk.
async fn spool(request: Request) -> Result<Upload, Untaken> {
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return Err(Untaken::Wrong(Problem::Missing));
    };
    while let Some(field) = form.next_field().await? {
        if field.name() == Some(form::Field::File.name()) {
            return spooled(field).await;
        }
    }
    Err(Untaken::Wrong(Problem::Missing))
}

async fn spooled(mut field: Field<'_>) -> Result<Upload, Untaken> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut file = tokio::fs::File::from_std(nameless()?);
    let mut bytes: u64 = 0;
    while let Some(chunk) = field.chunk().await? {
        bytes += chunk.len() as u64;
        if bytes > READ_MOST_BYTES {
            break;
        }
        if bytes <= MOST_BYTES {
            file.write_all(&chunk).await?;
        }
    }
    if bytes > MOST_BYTES {
        return Err(Untaken::Wrong(Problem::FileTooLarge {
            most: FILE_MOST_MEGABYTES,
        }));
    }
    if bytes == 0 {
        return Err(Untaken::Wrong(Problem::Missing));
    }
    file.flush().await?;
    let mut file = file.into_std().await;
    file.seek(SeekFrom::Start(0))?;
    Ok(Upload { name, file })
}

/// A file on disk that loses its name at once: whatever happens to this process, nothing of it stays.
fn nameless() -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = std::env::temp_dir().join(format!("porthor-upload-{}", crate::secrets::token()));
    let file = std::fs::File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// A "no": what comes first is led to, and from there back to the form.
fn refused(declined: Declined, asking: &Asking, back: &str, plain: bool) -> Response {
    match declined {
        Declined::Refused(Refusal::ProveItIsYou) => see_other(&first(&Page::Prove, asking, back)),
        Declined::Refused(Refusal::SecondFactorFirst) => see_other(&first(&Page::Factors, asking, back)),
        declined => error_page::refuse(&AppError::from(declined), None, plain),
    }
}

fn first(page: &Page, asking: &Asking, back: &str) -> String {
    format!("{}?next={back}", page.path(asking.visit.language))
}

fn see_other(address: &str) -> Response {
    HeaderValue::from_str(address).map_or_else(
        |_| StatusCode::BAD_REQUEST.into_response(),
        |address| (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
    )
}
