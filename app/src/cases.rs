//! Cases on the screen: the list of what is in the hands of support, each case with its calls, and what support does about
//! it. For others than support none of it exists.

pub(crate) mod api;

mod call_page;
mod calls;
mod case_page;
mod end_page;
mod list_page;
mod locked_out_page;
mod number;
mod number_page;
mod override_page;
mod statement;
mod word;

use call_page::CallPage;
use case_page::CasePage;
use end_page::EndPage;
use list_page::CasesPage;
use locked_out_page::LockedOutPage;
use number_page::NumberPage;
use override_page::OverridePage;

use crate::chunk::chunk;

chunk! {
    /// The cases, and one of them.
    cases: CaseListPage {
        All => CasesPage,
        One => CasePage,
    }
}

chunk! {
    /// Calling about a case.
    case_call: CaseCallPage { Call => CallPage }
}

chunk! {
    /// What else is done about one.
    case_work: CaseWorkPage {
        Override => OverridePage,
        End => EndPage,
        Number => NumberPage,
    }
}

chunk! {
    /// Opening one about somebody's account.
    locked_out: LockedOutPages { Open => LockedOutPage }
}
