-- Flashes: what a form without scripts shows again after the redirect. One for each browser, replaced by the next.

CREATE TABLE flashes (
    key_hash bytea NOT NULL PRIMARY KEY,
    body text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX flashes_expired ON flashes (expires_at);
