-- Audit: who did what, when, for which organisation, about whom, and why. Rows are added and never changed; no foreign
-- keys, so that it outlives what it tells of.

CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    organisation_id BLOB,
    person_id BLOB,
    before TEXT,
    after TEXT,
    why TEXT,
    request_id BLOB NOT NULL,
    batch_id BLOB
) STRICT;

CREATE INDEX audit_organisation ON audit (organisation_id, at, id);
CREATE INDEX audit_person ON audit (person_id, at, id);
CREATE INDEX audit_batch ON audit (batch_id) WHERE batch_id IS NOT NULL;

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
