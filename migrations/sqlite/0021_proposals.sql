-- Proposals: what one support person proposes and a second must confirm; and the daily letter of what waits.

CREATE TABLE proposals (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('support_joins', 'support_leaves', 'administrator_joins', 'administrator_leaves')),
    person_id BLOB NOT NULL REFERENCES people (id),
    -- The commissioner; none where it is about the support team.
    organisation_id BLOB REFERENCES organisations (id),
    -- The request that it answers, where the person asked.
    join_request_id BLOB REFERENCES join_requests (id),
    -- When what is proposed ends again.
    ends_at TEXT,
    why TEXT NOT NULL,
    proposed_by BLOB NOT NULL REFERENCES people (id),
    proposed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'turned_down')),
    decided_by BLOB REFERENCES people (id),
    decided_at TEXT,
    CHECK ((kind IN ('administrator_joins', 'administrator_leaves')) = (organisation_id IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (decided_by <> proposed_by OR state <> 'confirmed')
) STRICT;

-- At most one that is open for each person and purpose; two indexes, for nothing is not equal to nothing.
CREATE UNIQUE INDEX proposals_open_there ON proposals (kind, person_id, organisation_id) WHERE state = 'open';
CREATE UNIQUE INDEX proposals_open ON proposals (kind, person_id) WHERE state = 'open' AND organisation_id IS NULL;
CREATE INDEX proposals_waiting ON proposals (proposed_at, id) WHERE state = 'open';

-- Whether the person wants the daily letter, and the day (YYYY-MM-DD, London) of the last one.
ALTER TABLE people ADD COLUMN daily_letter INTEGER NOT NULL DEFAULT 1;
ALTER TABLE people ADD COLUMN daily_letter_on TEXT;
