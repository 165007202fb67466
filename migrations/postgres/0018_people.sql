-- People, searched: words of names and address, folded, and each name as one word; filled for everybody at the next start.
CREATE TABLE person_terms (
    term text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (term, person_id)
);

CREATE INDEX person_terms_person ON person_terms (person_id);

-- Everybody who has, or had, access to an organisation.
CREATE INDEX members_organisation ON members (organisation_id, person_id);
