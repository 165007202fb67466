-- Several requests at once: what somebody ticked, what they confirmed, and what came of each.

CREATE TABLE several (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_at TEXT NOT NULL,
    -- What the buttons said, and from then on what was confirmed.
    verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'reject')),
    reason TEXT,
    began_at TEXT
) STRICT;

CREATE INDEX several_made ON several (made_at);
CREATE INDEX several_person ON several (person_id);

CREATE TABLE several_rows (
    several_id BLOB NOT NULL REFERENCES several (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    -- What a browser named; perhaps no request at all.
    join_request_id BLOB NOT NULL,
    -- What came of it (JSON); nothing yet where absent.
    outcome TEXT,
    PRIMARY KEY (several_id, place)
) STRICT;

CREATE UNIQUE INDEX several_rows_request ON several_rows (several_id, join_request_id);
