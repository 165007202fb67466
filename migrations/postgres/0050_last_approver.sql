-- The last approver: an override that two support people agree on, once; and exactly one primary contact of each
-- organisation that has people.

-- When what an override allows was done, or could be no more.
ALTER TABLE proposals ADD COLUMN used_at timestamptz;
ALTER TABLE proposals DROP CONSTRAINT proposals_kind_check;
ALTER TABLE proposals ADD CONSTRAINT proposals_kind_check
    CHECK (kind IN ('support_joins', 'support_leaves', 'administrator_joins', 'administrator_leaves',
        'last_approver_may_go'));
ALTER TABLE proposals DROP CONSTRAINT proposals_check;
ALTER TABLE proposals ADD CONSTRAINT proposals_check
    CHECK ((kind IN ('administrator_joins', 'administrator_leaves', 'last_approver_may_go'))
        = (organisation_id IS NOT NULL));
ALTER TABLE proposals ADD CHECK (used_at IS NULL OR (kind = 'last_approver_may_go' AND state = 'confirmed'));

CREATE INDEX proposals_overriding ON proposals (person_id)
    WHERE kind = 'last_approver_may_go' AND state = 'confirmed' AND used_at IS NULL;

-- One column, so that there cannot be two; nobody where nobody may act.
ALTER TABLE organisations ADD COLUMN primary_contact uuid REFERENCES people (id);
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
