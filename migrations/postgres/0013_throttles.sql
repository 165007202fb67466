-- Throttles: how often something was tried within a window. Keys are hashed; the purpose is part of the key.

CREATE TABLE throttles (
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    window_start timestamptz NOT NULL,
    count bigint NOT NULL
);

CREATE INDEX throttles_old ON throttles (window_start);
