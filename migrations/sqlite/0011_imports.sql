-- Imports: rows of a file, staged until one short transaction applies them all.

CREATE TABLE batches (
    id BLOB NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staging', 'applied', 'abandoned')),
    made_at TEXT NOT NULL,
    applied_at TEXT
) STRICT;

CREATE TABLE staged_organisations (
    batch_id BLOB NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    -- The id that the organisation gets if it is new.
    organisation_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    policy TEXT NOT NULL,
    -- What it will be found by, divided by spaces.
    terms TEXT NOT NULL,
    -- As in `organisations`.
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    status TEXT NOT NULL,
    national_grouping TEXT NOT NULL,
    geography TEXT NOT NULL,
    address_lines TEXT NOT NULL,
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    closed_on TEXT NOT NULL,
    sub_type TEXT NOT NULL,
    commissioner_code TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    left_on TEXT NOT NULL,
    telephone TEXT NOT NULL,
    amended TEXT NOT NULL,
    provider TEXT NOT NULL,
    setting TEXT NOT NULL,
    PRIMARY KEY (batch_id, code)
) STRICT, WITHOUT ROWID;
