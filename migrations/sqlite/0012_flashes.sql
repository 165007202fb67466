-- Flashes: what a form without scripts shows again after the redirect. One for each browser, replaced by the next.

CREATE TABLE flashes (
    key_hash BLOB NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX flashes_expired ON flashes (expires_at);
