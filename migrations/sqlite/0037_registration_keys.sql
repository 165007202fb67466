-- Manage registrations in the order of any of its columns: each request keeps what it is sorted by of its person and its
-- organisation, so that an index has it beside where the request stands.

ALTER TABLE join_requests ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE join_requests ADD COLUMN first_name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE join_requests ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
ALTER TABLE join_requests ADD COLUMN organisation_key TEXT NOT NULL DEFAULT '';

UPDATE join_requests SET
    (name_key, first_name_key, email_key) = (
        SELECT p.name_key, SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1), p.email_key
        FROM people AS p
        WHERE p.id = join_requests.person_id
    ),
    organisation_key = (SELECT o.name_key FROM organisations AS o WHERE o.id = join_requests.organisation_id);

CREATE TRIGGER join_requests_keys AFTER INSERT ON join_requests
BEGIN
    UPDATE join_requests SET
        (name_key, first_name_key, email_key) = (
            SELECT p.name_key, SUBSTR(p.name_key, LENGTH(p.name_key) - LENGTH(p.first_name) + 1), p.email_key
            FROM people AS p
            WHERE p.id = NEW.person_id
        ),
        organisation_key = (SELECT o.name_key FROM organisations AS o WHERE o.id = NEW.organisation_id)
    WHERE id = NEW.id;
END;

CREATE TRIGGER people_keys AFTER UPDATE OF name_key, first_name, email_key ON people
    WHEN OLD.name_key <> NEW.name_key OR OLD.first_name <> NEW.first_name OR OLD.email_key <> NEW.email_key
BEGIN
    UPDATE join_requests SET
        name_key = NEW.name_key,
        first_name_key = SUBSTR(NEW.name_key, LENGTH(NEW.name_key) - LENGTH(NEW.first_name) + 1),
        email_key = NEW.email_key
    WHERE person_id = NEW.id;
END;

CREATE TRIGGER organisations_keys AFTER UPDATE OF name_key ON organisations
    WHEN OLD.name_key <> NEW.name_key
BEGIN
    UPDATE join_requests SET organisation_key = NEW.name_key WHERE organisation_id = NEW.id;
END;

-- One for each column beside the day, which has one already; the indexes over all states had no use but this list.
CREATE INDEX join_requests_by_name ON join_requests (state, name_key, id);
CREATE INDEX join_requests_by_first_name ON join_requests (state, first_name_key, id);
CREATE INDEX join_requests_by_email ON join_requests (state, email_key, id);
CREATE INDEX join_requests_by_organisation ON join_requests (state, organisation_key, id);
CREATE INDEX join_requests_by_role ON join_requests (state, role, id);
CREATE INDEX join_requests_by_reason ON join_requests (state, LOWER(reason), id);
CREATE INDEX join_requests_by_id ON join_requests (state, id);
DROP INDEX join_requests_made;
DROP INDEX join_requests_role;
DROP INDEX join_requests_reason;
DROP INDEX join_requests_approved;
DROP INDEX join_requests_waits;

-- Accounts that nobody has confirmed, in each of those orders.
CREATE INDEX people_unconfirmed_by_name ON people (name_key, id) WHERE state = 'unconfirmed';
CREATE INDEX people_unconfirmed_by_first_name
    ON people (SUBSTR(name_key, LENGTH(name_key) - LENGTH(first_name) + 1), id) WHERE state = 'unconfirmed';
CREATE INDEX people_unconfirmed_by_email ON people (email_key, id) WHERE state = 'unconfirmed';
CREATE INDEX people_unconfirmed_by_id ON people (id) WHERE state = 'unconfirmed';
