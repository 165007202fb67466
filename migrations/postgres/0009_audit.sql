-- Audit: who did what, when, for which organisation, about whom, and why. Rows are added and never changed; no foreign
-- keys, so that it outlives what it tells of.

CREATE TABLE audit (
    id uuid NOT NULL PRIMARY KEY,
    at timestamptz NOT NULL,
    event text COLLATE "C" NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    organisation_id uuid,
    person_id uuid,
    before text COLLATE "C",
    after text COLLATE "C",
    why text COLLATE "C",
    request_id uuid NOT NULL,
    batch_id uuid
);

CREATE INDEX audit_organisation ON audit (organisation_id, at, id);
CREATE INDEX audit_person ON audit (person_id, at, id);
CREATE INDEX audit_batch ON audit (batch_id) WHERE batch_id IS NOT NULL;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END;
$$;

CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_never_shrinks BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
