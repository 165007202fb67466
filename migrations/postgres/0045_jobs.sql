-- What the service does at its times, once however many server processes there are.

CREATE TABLE jobs (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    -- The server process that took it last.
    holder uuid NOT NULL,
    -- Until when that process may be about it; none where it is not.
    leased_until timestamptz,
    done_at timestamptz
);
