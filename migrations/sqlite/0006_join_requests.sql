-- Join requests: a person asks to act for an organisation.

CREATE TABLE join_requests (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('awaiting_confirmation', 'pending', 'approved', 'rejected', 'withdrawn', 'expired')),
    made_at TEXT NOT NULL,
    -- When it came before those who decide: the moment the address was confirmed.
    confirmed_at TEXT,
    decided_at TEXT,
    -- Nobody, where the service itself decided or the requester did.
    decided_by BLOB REFERENCES people (id),
    decided_as TEXT,
    decision_reason TEXT,
    pre_approval_id BLOB REFERENCES pre_approvals (id),
    CHECK ((state IN ('awaiting_confirmation', 'pending')) = (decided_at IS NULL))
) STRICT;

-- At most one that is open for each person and organisation.
CREATE UNIQUE INDEX join_requests_open ON join_requests (person_id, organisation_id)
    WHERE state IN ('awaiting_confirmation', 'pending');
CREATE INDEX join_requests_person ON join_requests (person_id, made_at);
CREATE INDEX join_requests_pending ON join_requests (organisation_id) WHERE state = 'pending';
CREATE INDEX join_requests_waiting ON join_requests (confirmed_at, id) WHERE state = 'pending';
CREATE INDEX join_requests_organisation ON join_requests (organisation_id, person_id);
