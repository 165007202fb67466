-- The last approver: an override that two support people agree on, once; and exactly one primary contact of each
-- organisation that has people.

CREATE TABLE proposals_now (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('support_joins', 'support_leaves', 'administrator_joins', 'administrator_leaves',
            'last_approver_may_go')),
    person_id BLOB NOT NULL REFERENCES people (id),
    organisation_id BLOB REFERENCES organisations (id),
    join_request_id BLOB REFERENCES join_requests (id),
    ends_at TEXT,
    why TEXT NOT NULL,
    proposed_by BLOB NOT NULL REFERENCES people (id),
    proposed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'turned_down', 'lapsed')),
    decided_by BLOB REFERENCES people (id),
    decided_at TEXT,
    -- When what an override allows was done, or could be no more.
    used_at TEXT,
    CHECK ((kind IN ('administrator_joins', 'administrator_leaves', 'last_approver_may_go'))
        = (organisation_id IS NOT NULL)),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state IN ('open', 'lapsed')) = (decided_by IS NULL)),
    CHECK (decided_by <> proposed_by OR state <> 'confirmed'),
    CHECK (used_at IS NULL OR (kind = 'last_approver_may_go' AND state = 'confirmed'))
) STRICT;

INSERT INTO proposals_now (id, kind, person_id, organisation_id, join_request_id, ends_at, why, proposed_by, proposed_at,
    state, decided_by, decided_at)
SELECT id, kind, person_id, organisation_id, join_request_id, ends_at, why, proposed_by, proposed_at, state, decided_by,
    decided_at
FROM proposals;
DROP TABLE proposals;
ALTER TABLE proposals_now RENAME TO proposals;

CREATE UNIQUE INDEX proposals_open_there ON proposals (kind, person_id, organisation_id) WHERE state = 'open';
CREATE UNIQUE INDEX proposals_open ON proposals (kind, person_id) WHERE state = 'open' AND organisation_id IS NULL;
CREATE INDEX proposals_waiting ON proposals (proposed_at, id) WHERE state = 'open';
CREATE INDEX proposals_person ON proposals (person_id) WHERE state = 'open';
CREATE INDEX proposals_overriding ON proposals (person_id)
    WHERE kind = 'last_approver_may_go' AND state = 'confirmed' AND used_at IS NULL;

-- One column, so that there cannot be two; nobody where nobody may act.
ALTER TABLE organisations ADD COLUMN primary_contact BLOB REFERENCES people (id);
-- Whom the profile names; else who has been there longest of those who decide, else of all. A day that has passed is
-- found at the next look.
UPDATE organisations SET primary_contact = (
    SELECT m.person_id
    FROM members AS m
    JOIN people AS p ON p.id = m.person_id
    JOIN organisations AS o ON o.id = m.organisation_id
    LEFT JOIN profiles AS f ON f.organisation_id = m.organisation_id AND f.primary_contact = m.person_id
    WHERE m.organisation_id = organisations.id AND m.state = 'active' AND p.state = 'confirmed'
    ORDER BY
        CASE WHEN f.primary_contact IS NOT NULL THEN 0 ELSE 1 END,
        CASE WHEN EXISTS (
            SELECT 1 FROM member_roles AS mr
            WHERE mr.member_id = m.id AND mr.roster_id IS NULL AND mr.ends_at IS NULL
              AND (o.policy = 'any_member'
                  OR (o.policy = 'approver_role' AND mr.role = 'approver'))) THEN 0 ELSE 1 END,
        m.since, m.id
    LIMIT 1);
CREATE INDEX organisations_primary_contact ON organisations (primary_contact);
ALTER TABLE profiles DROP COLUMN primary_contact;
