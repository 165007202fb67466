-- Join requests: a person asks to act for an organisation.

CREATE TABLE join_requests (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    role text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('awaiting_confirmation', 'pending', 'approved', 'rejected', 'withdrawn', 'expired')),
    made_at timestamptz NOT NULL,
    -- When it came before those who decide: the moment the address was confirmed.
    confirmed_at timestamptz,
    decided_at timestamptz,
    -- Nobody, where the service itself decided or the requester did.
    decided_by uuid REFERENCES people (id),
    decided_as text COLLATE "C",
    decision_reason text COLLATE "C",
    pre_approval_id uuid REFERENCES pre_approvals (id),
    CHECK ((state IN ('awaiting_confirmation', 'pending')) = (decided_at IS NULL))
);

-- At most one that is open for each person and organisation.
CREATE UNIQUE INDEX join_requests_open ON join_requests (person_id, organisation_id)
    WHERE state IN ('awaiting_confirmation', 'pending');
CREATE INDEX join_requests_person ON join_requests (person_id, made_at);
CREATE INDEX join_requests_pending ON join_requests (organisation_id) WHERE state = 'pending';
CREATE INDEX join_requests_waiting ON join_requests (confirmed_at, id) WHERE state = 'pending';
CREATE INDEX join_requests_organisation ON join_requests (organisation_id, person_id);
