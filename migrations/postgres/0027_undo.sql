-- Undoing: for some seconds after a decision about a request its letter waits, and everything can be put back as it was.

CREATE TABLE undoable_decisions (
    join_request_id uuid NOT NULL PRIMARY KEY REFERENCES join_requests (id) ON DELETE CASCADE,
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    decided_by uuid NOT NULL,
    undo_until timestamptz NOT NULL,
    -- When whoever was approved first used the access; from then on it stays.
    used_at timestamptz,
    -- How many lines of the audit tell of the person there, and of the account: with one more, something has changed.
    lines bigint NOT NULL,
    -- What the decision replaced and closed (JSON).
    replaced text COLLATE "C" NOT NULL
);

CREATE INDEX undoable_decisions_decider ON undoable_decisions (decided_by, undo_until);
CREATE INDEX undoable_decisions_person ON undoable_decisions (person_id) WHERE used_at IS NULL;
CREATE INDEX undoable_decisions_until ON undoable_decisions (undo_until);

-- The request of whose decision the letter tells.
ALTER TABLE outbox ADD COLUMN join_request_id uuid;
CREATE INDEX outbox_decision ON outbox (join_request_id) WHERE join_request_id IS NOT NULL;
