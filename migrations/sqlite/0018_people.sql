-- People, searched: words of names and address, folded, and each name as one word; filled for everybody at the next start.
CREATE TABLE person_terms (
    term TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (term, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_terms_person ON person_terms (person_id);

-- Everybody who has, or had, access to an organisation.
CREATE INDEX members_organisation ON members (organisation_id, person_id);
