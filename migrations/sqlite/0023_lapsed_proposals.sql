-- Proposals can lapse: what they rest on ended, and nobody settled them.

CREATE TABLE proposals_now (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('support_joins', 'support_leaves', 'administrator_joins', 'administrator_leaves')),
    person_id BLOB NOT NULL REFERENCES people (id),
    organisation_id BLOB REFERENCES organisations (id),
    join_request_id BLOB REFERENCES join_requests (id),
    ends_at TEXT,
    why TEXT NOT NULL,
    proposed_by BLOB NOT NULL REFERENCES people (id),
    proposed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'turned_down', 'lapsed')),
    decided_by BLOB REFERENCES people (id),
    decided_at TEXT,
    CHECK ((kind IN ('administrator_joins', 'administrator_leaves')) = (organisation_id IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state IN ('open', 'lapsed')) = (decided_by IS NULL)),
    CHECK (decided_by <> proposed_by OR state <> 'confirmed')
) STRICT;

INSERT INTO proposals_now (id, kind, person_id, organisation_id, join_request_id, ends_at, why, proposed_by, proposed_at,
    state, decided_by, decided_at)
SELECT id, kind, person_id, organisation_id, join_request_id, ends_at, why, proposed_by, proposed_at, state, decided_by,
    decided_at
FROM proposals;
DROP TABLE proposals;
ALTER TABLE proposals_now RENAME TO proposals;

CREATE UNIQUE INDEX proposals_open_there ON proposals (kind, person_id, organisation_id) WHERE state = 'open';
CREATE UNIQUE INDEX proposals_open ON proposals (kind, person_id) WHERE state = 'open' AND organisation_id IS NULL;
CREATE INDEX proposals_waiting ON proposals (proposed_at, id) WHERE state = 'open';
CREATE INDEX proposals_person ON proposals (person_id) WHERE state = 'open';
