-- Several requests at once: what somebody ticked, what they confirmed, and what came of each.

CREATE TABLE several (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    -- What the buttons said, and from then on what was confirmed.
    verdict text COLLATE "C" NOT NULL CHECK (verdict IN ('approve', 'reject')),
    reason text COLLATE "C",
    began_at timestamptz
);

CREATE INDEX several_made ON several (made_at);
CREATE INDEX several_person ON several (person_id);

CREATE TABLE several_rows (
    several_id uuid NOT NULL REFERENCES several (id) ON DELETE CASCADE,
    place bigint NOT NULL,
    -- What a browser named; perhaps no request at all.
    join_request_id uuid NOT NULL,
    -- What came of it (JSON); nothing yet where absent.
    outcome text COLLATE "C",
    PRIMARY KEY (several_id, place)
);

CREATE UNIQUE INDEX several_rows_request ON several_rows (several_id, join_request_id);
