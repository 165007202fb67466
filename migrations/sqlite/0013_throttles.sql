-- Throttles: how often something was tried within a window. Keys are hashed; the purpose is part of the key.

CREATE TABLE throttles (
    key TEXT NOT NULL PRIMARY KEY,
    window_start TEXT NOT NULL,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX throttles_old ON throttles (window_start);
