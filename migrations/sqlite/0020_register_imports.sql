-- The register import by page: who began a batch, how far it is, what came of it.

ALTER TABLE batches ADD COLUMN begun_by BLOB REFERENCES people (id);
-- When its server was last known to work at it.
ALTER TABLE batches ADD COLUMN alive_at TEXT;
-- When everything was staged: from then on it waits to be applied.
ALTER TABLE batches ADD COLUMN ready_at TEXT;
-- How many good rows are staged, and how many there are.
ALTER TABLE batches ADD COLUMN staged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN good_rows INTEGER NOT NULL DEFAULT 0;
-- What was read, and what came of it once it was applied.
ALTER TABLE batches ADD COLUMN lines_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN new_ones INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN changed_ones INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN unlisted_ones INTEGER NOT NULL DEFAULT 0;
-- Why it came to nothing.
ALTER TABLE batches ADD COLUMN trouble TEXT;

CREATE INDEX batches_made ON batches (made_at, id);

-- Lines that were refused, and why; the first of them.
CREATE TABLE refused_lines (
    batch_id BLOB NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

-- For the list of organisations by name.
CREATE INDEX organisations_name ON organisations (name_key, code);
