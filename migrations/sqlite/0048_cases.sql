-- Cases: what is in the hands of support, the calls about it, and numbers that the register lacks.

CREATE TABLE cases (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('join', 'lost_factor', 'new_address')),
    -- Who asked, or is locked out.
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- The organisation that is called.
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    join_request_id BLOB REFERENCES join_requests (id) ON DELETE CASCADE,
    -- The address that the account is to have, as typed.
    new_address TEXT,
    because TEXT NOT NULL CHECK (because IN ('support_only', 'nobody_decides', 'unanswered', 'locked_out')),
    why TEXT NOT NULL,
    -- Nobody, where the service opened it.
    opened_by BLOB REFERENCES people (id),
    opened_at TEXT NOT NULL,
    -- When it is to be worked on next.
    due_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'agreed', 'confirmed', 'declined', 'ended')),
    -- The first of the two support people, and on what grounds: a call, or a reason of their own.
    first_by BLOB REFERENCES people (id),
    first_at TEXT,
    call_id BLOB,
    override_reason TEXT,
    settled_by BLOB REFERENCES people (id),
    settled_at TEXT,
    declined_because TEXT,
    CHECK ((kind = 'join') = (join_request_id IS NOT NULL)),
    CHECK ((kind = 'new_address') = (new_address IS NOT NULL)),
    CHECK (state NOT IN ('agreed', 'confirmed') OR first_by IS NOT NULL),
    CHECK ((state IN ('confirmed', 'declined', 'ended')) = (settled_at IS NOT NULL)),
    CHECK (state <> 'confirmed' OR settled_by <> first_by)
) STRICT;

-- At most one that is open for each request, and for each account and purpose.
CREATE UNIQUE INDEX cases_open_request ON cases (join_request_id) WHERE state IN ('open', 'agreed');
CREATE UNIQUE INDEX cases_open_account ON cases (person_id, kind)
    WHERE state IN ('open', 'agreed') AND join_request_id IS NULL;
CREATE INDEX cases_due ON cases (due_at, id) WHERE state = 'open';
CREATE INDEX cases_second ON cases (first_at, id) WHERE state = 'agreed';
CREATE INDEX cases_settled ON cases (settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX cases_person ON cases (person_id);
CREATE INDEX cases_request ON cases (join_request_id);

CREATE TABLE case_calls (
    id BLOB NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    made_by BLOB NOT NULL REFERENCES people (id),
    made_at TEXT NOT NULL,
    number TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    position TEXT CHECK (position IN ('practice_manager', 'deputy', 'partner', 'administrator', 'staff_member')),
    outcome TEXT NOT NULL CHECK (outcome IN ('agreed', 'declined', 'not_reached', 'engaged', 'call_back')),
    reason TEXT,
    again_at TEXT,
    notes TEXT NOT NULL,
    CHECK ((outcome = 'call_back') = (again_at IS NOT NULL)),
    CHECK ((outcome = 'declined') = (reason IS NOT NULL))
) STRICT;

CREATE INDEX case_calls_case ON case_calls (case_id, made_at);

-- The number of an organisation for which the register has none: given by one support person, confirmed by another.
CREATE TABLE organisation_numbers (
    organisation_id BLOB NOT NULL PRIMARY KEY REFERENCES organisations (id),
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    given_by BLOB NOT NULL REFERENCES people (id),
    given_at TEXT NOT NULL,
    confirmed_by BLOB REFERENCES people (id),
    confirmed_at TEXT,
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK (confirmed_by <> given_by)
) STRICT;
