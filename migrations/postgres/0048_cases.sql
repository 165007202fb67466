-- Cases: what is in the hands of support, the calls about it, and numbers that the register lacks.

CREATE TABLE cases (
    id uuid NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('join', 'lost_factor', 'new_address')),
    -- Who asked, or is locked out.
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- The organisation that is called.
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    join_request_id uuid REFERENCES join_requests (id) ON DELETE CASCADE,
    -- The address that the account is to have, as typed.
    new_address text COLLATE "C",
    because text COLLATE "C" NOT NULL CHECK (because IN ('support_only', 'nobody_decides', 'unanswered', 'locked_out')),
    why text COLLATE "C" NOT NULL,
    -- Nobody, where the service opened it.
    opened_by uuid REFERENCES people (id),
    opened_at timestamptz NOT NULL,
    -- When it is to be worked on next.
    due_at timestamptz NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'agreed', 'confirmed', 'declined', 'ended')),
    -- The first of the two support people, and on what grounds: a call, or a reason of their own.
    first_by uuid REFERENCES people (id),
    first_at timestamptz,
    call_id uuid,
    override_reason text COLLATE "C",
    settled_by uuid REFERENCES people (id),
    settled_at timestamptz,
    declined_because text COLLATE "C",
    CHECK ((kind = 'join') = (join_request_id IS NOT NULL)),
    CHECK ((kind = 'new_address') = (new_address IS NOT NULL)),
    CHECK (state NOT IN ('agreed', 'confirmed') OR first_by IS NOT NULL),
    CHECK ((state IN ('confirmed', 'declined', 'ended')) = (settled_at IS NOT NULL)),
    CHECK (state <> 'confirmed' OR settled_by <> first_by)
);

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
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    made_by uuid NOT NULL REFERENCES people (id),
    made_at timestamptz NOT NULL,
    number text COLLATE "C" NOT NULL,
    answered_by text COLLATE "C" NOT NULL,
    position text COLLATE "C" CHECK (position IN ('practice_manager', 'deputy', 'partner', 'administrator', 'staff_member')),
    outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('agreed', 'declined', 'not_reached', 'engaged', 'call_back')),
    reason text COLLATE "C",
    again_at timestamptz,
    notes text COLLATE "C" NOT NULL,
    CHECK ((outcome = 'call_back') = (again_at IS NOT NULL)),
    CHECK ((outcome = 'declined') = (reason IS NOT NULL))
);

CREATE INDEX case_calls_case ON case_calls (case_id, made_at);

-- The number of an organisation for which the register has none: given by one support person, confirmed by another.
CREATE TABLE organisation_numbers (
    organisation_id uuid NOT NULL PRIMARY KEY REFERENCES organisations (id),
    number text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    given_by uuid NOT NULL REFERENCES people (id),
    given_at timestamptz NOT NULL,
    confirmed_by uuid REFERENCES people (id),
    confirmed_at timestamptz,
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK (confirmed_by <> given_by)
);
