-- Support: the people of the service itself.

CREATE TABLE service_members (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES people (id),
    since timestamptz NOT NULL
);
