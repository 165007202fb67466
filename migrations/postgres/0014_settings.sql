-- Settings that belong to the database rather than to the process, such as the mark of a demo.

CREATE TABLE settings (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);
