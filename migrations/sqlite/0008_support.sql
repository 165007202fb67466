-- Support: the people of the service itself.

CREATE TABLE service_members (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES people (id),
    since TEXT NOT NULL
) STRICT;
