-- What an organisation was merged into, where it is no longer open and somebody has said so; empty else. Codes are never
-- changed and never used again, so it is kept by its code, as the commissioner is.
ALTER TABLE organisations ADD COLUMN successor_code text COLLATE "C" NOT NULL DEFAULT '';

-- Those that are no longer open, by name: the list of those whose people wait for a decision.
CREATE INDEX organisations_shut ON organisations (name_key, code) WHERE status <> 'active';
