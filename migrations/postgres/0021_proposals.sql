-- Proposals: what one support person proposes and a second must confirm; and the daily letter of what waits.

CREATE TABLE proposals (
    id uuid NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL
        CHECK (kind IN ('support_joins', 'support_leaves', 'administrator_joins', 'administrator_leaves')),
    person_id uuid NOT NULL REFERENCES people (id),
    -- The commissioner; none where it is about the support team.
    organisation_id uuid REFERENCES organisations (id),
    -- The request that it answers, where the person asked.
    join_request_id uuid REFERENCES join_requests (id),
    -- When what is proposed ends again.
    ends_at timestamptz,
    why text COLLATE "C" NOT NULL,
    proposed_by uuid NOT NULL REFERENCES people (id),
    proposed_at timestamptz NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('open', 'confirmed', 'turned_down')),
    decided_by uuid REFERENCES people (id),
    decided_at timestamptz,
    CHECK ((kind IN ('administrator_joins', 'administrator_leaves')) = (organisation_id IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (decided_by <> proposed_by OR state <> 'confirmed')
);

-- At most one that is open for each person and purpose; two indexes, for nothing is not equal to nothing.
CREATE UNIQUE INDEX proposals_open_there ON proposals (kind, person_id, organisation_id) WHERE state = 'open';
CREATE UNIQUE INDEX proposals_open ON proposals (kind, person_id) WHERE state = 'open' AND organisation_id IS NULL;
CREATE INDEX proposals_waiting ON proposals (proposed_at, id) WHERE state = 'open';

-- Whether the person wants the daily letter, and the day (YYYY-MM-DD, London) of the last one.
ALTER TABLE people ADD COLUMN daily_letter boolean NOT NULL DEFAULT true;
ALTER TABLE people ADD COLUMN daily_letter_on text COLLATE "C";
