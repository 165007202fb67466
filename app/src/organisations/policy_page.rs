//! Who may decide at an organisation, and its kind: chosen first, then (`?policy=…&kind=…`) what that changes, *Confirm*.

use domain::Page;
use domain::form::Field;
use domain::organisations::{Kind, Policy, PolicyView};
use leptos::prelude::*;

use super::api::{ChangePolicy, organisation_policy};
use super::word;
use crate::asked::Asked;
use crate::controls::focus::focus_on;
use crate::controls::parameter::{piece, query};
use crate::controls::{Button, GetForm, Heading, Hidden, Loaded, PostForm};
use crate::here::{here, to};
use crate::i18n::{locale, say};

/// The page that changes the policy.
#[component]
pub(crate) fn PolicyPage() -> impl IntoView {
    let (code, policy, kind, here) = (piece("code"), query("policy"), query("kind"), here());
    let view = Asked::new(move || (code.get(), here.acts()), |(code, _)| organisation_policy(code));
    let chosen = Memo::new(move |_| (policy.get(), kind.get()));
    // Choosing is a change of step without a change of path, so the focus is led to the new heading here.
    Effect::new(move |before: Option<(String, String)>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            focus_on("page-heading");
        }
        now
    });
    view! {
        <Loaded answer=view let:view>
            {move || {
                let (policy, kind) = chosen.get();
                let view = view.clone();
                match Policy::from_tag(&policy) {
                    Some(policy) => {
                        let kind = Kind::from_tag(&kind).unwrap_or(view.organisation.kind);
                        view! { <Confirm view policy kind/> }.into_any()
                    }
                    None => view! { <Choose view/> }.into_any(),
                }
            }}
        </Loaded>
    }
}

fn caption(view: &PolicyView) -> String {
    format!("{} · {}", view.organisation.name, view.organisation.code)
}

/// The first step: what is wanted.
#[component]
fn Choose(view: PolicyView) -> impl IntoView {
    let l = locale();
    let back = to(Page::Organisation(view.organisation.code.clone()));
    let kind = view.organisation.kind;
    let policies = Policy::ALL.map(|policy| Offered {
        value: policy.tag(),
        label: word::policy(l, policy),
        means: word::policy_means(l, policy),
        chosen: policy == view.policy,
    });
    let kinds = if view.kind_may_change {
        let kinds = Kind::ALL.map(|one| Offered {
            value: one.tag(),
            label: word::kind(l, one),
            means: "",
            chosen: one == kind,
        });
        view! { <Offers name="kind" legend=say!(l, organisations.kind_label) offers=kinds.to_vec()/> }.into_any()
    } else {
        view! { <Hidden name="kind" value=kind.tag()/> }.into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, organisations.back_to_organisation)}</a>
        <Heading text=say!(l, organisations.policy_title) caption=caption(&view)/>
        <p>{say!(l, organisations.policy_lead)}</p>
        <GetForm class="porthor-policy">
            <Offers name="policy" legend=say!(l, organisations.policy_label) offers=policies.to_vec()/>
            {kinds}
            <button class="nhsuk-button">{say!(l, organisations.policy_next)}</button>
        </GetForm>
    }
}

/// Something that can be chosen.
#[derive(Clone, Copy)]
struct Offered {
    value: &'static str,
    label: &'static str,
    means: &'static str,
    chosen: bool,
}

/// Radios of a form that only looks.
#[component]
fn Offers(name: &'static str, legend: &'static str, offers: Vec<Offered>) -> impl IntoView {
    let items = offers.into_iter().map(move |offer| {
        let id = format!("{name}-{}", offer.value);
        let hint = (!offer.means.is_empty()).then(|| format!("{id}-hint"));
        view! {
            <div class="nhsuk-radios__item">
                <input
                    class="nhsuk-radios__input"
                    type="radio"
                    id=id.clone()
                    name=name
                    value=offer.value
                    checked=offer.chosen
                    aria-describedby=hint.clone()
                />
                <label class="nhsuk-label nhsuk-radios__label" for=id>{offer.label}</label>
                {hint.map(|id| view! { <div class="nhsuk-hint nhsuk-radios__hint" id=id>{offer.means}</div> })}
            </div>
        }
    });
    view! {
        <div class="nhsuk-form-group">
            <fieldset class="nhsuk-fieldset">
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend>
                <div class="nhsuk-radios">{items.collect_view()}</div>
            </fieldset>
        </div>
    }
    .into_any()
}

/// The second step: what changes.
#[component]
fn Confirm(view: PolicyView, policy: Policy, kind: Kind) -> impl IntoView {
    let l = locale();
    let (kind_now, policy_now) = (view.organisation.kind, view.policy);
    let kind = if view.kind_may_change { kind } else { kind_now };
    let back = to(Page::Policy(view.organisation.code.clone()));
    let name = view.organisation.name.as_str();
    let lasting = view.lasting_under(policy);
    let policy_changes = (policy != policy_now).then(|| {
        let who = match policy {
            Policy::SupportOnly => say!(l, organisations.will_support, name = name),
            Policy::AnyMember | Policy::ApproverRole => {
                say!(l, organisations.will_decide, name = name, count = lasting)
            }
        };
        let now = say!(
            l,
            organisations.will_change,
            what = say!(l, organisations.policy_label),
            before = word::policy(l, policy_now),
            after = word::policy(l, policy)
        );
        view! { <li>{now} " " {word::policy_means(l, policy)}</li> <li>{who}</li> }
    });
    let kind_changes = (kind != kind_now).then(|| {
        let now = say!(
            l,
            organisations.will_change,
            what = say!(l, organisations.kind_label),
            before = word::kind(l, kind_now),
            after = word::kind(l, kind)
        );
        view! { <li>{now}</li> }
    });
    let code = view.organisation.code.to_string();
    let below = if view.would_strand(policy) {
        let members = to(Page::Members(view.organisation.code.clone()));
        view! {
            <div class="porthor-warning">
                <p>{say!(l, organisations.would_strand)}</p>
                <p><a href=members>{say!(l, last_approver.go)}</a></p>
            </div>
        }
        .into_any()
    } else if policy_changes.is_none() && kind_changes.is_none() {
        view! { <p>{say!(l, organisations.nothing_changes)}</p> }.into_any()
    } else {
        view! {
            <p>{say!(l, organisations.policy_changes, name = name)}</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{policy_changes} {kind_changes}</ul>
            <PostForm check=|asked: &ChangePolicy| asked.form.parse().map(drop)>
                <Hidden name="code" value=code/>
                <Hidden name="seen_policy" value=policy_now.tag()/>
                <Hidden name="seen_kind" value=kind_now.tag()/>
                <Hidden name=Field::Policy.name() value=policy.tag()/>
                <Hidden name=Field::Kind.name() value=kind.tag()/>
                <Button label=say!(l, organisations.policy_confirm)/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <a class="nhsuk-back-link nhsuk-u-margin-bottom-3" href=back>{say!(l, organisations.back_to_choice)}</a>
        <Heading text=say!(l, organisations.policy_confirm_title) caption=caption(&view)/>
        {below}
    }
}
