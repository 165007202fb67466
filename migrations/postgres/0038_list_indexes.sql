-- What the last lists that were read through find their rows by.

-- People who were members: whose membership was revoked, whose role has ended, whose role has yet to begin.
CREATE INDEX members_revoked ON members (person_id) WHERE state = 'revoked';
CREATE INDEX member_roles_ends ON member_roles (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX member_roles_later ON member_roles (starts_at) WHERE starts_at > granted_at;

-- Organisations, by the columns of few values, and by name where only those of one value are shown.
CREATE INDEX organisations_kind ON organisations (kind, code);
CREATE INDEX organisations_status ON organisations (status, code);
CREATE INDEX organisations_policy ON organisations (policy, code);
CREATE INDEX organisations_kind_name ON organisations (kind, name_key, code);
CREATE INDEX organisations_status_name ON organisations (status, name_key, code);
CREATE INDEX organisations_commissioner_name ON organisations (commissioner_code, name_key, code);
DROP INDEX organisations_commissioner;

-- Commissioning administrators, who are few.
CREATE INDEX member_roles_administrators ON member_roles (member_id) WHERE role = 'commissioning_administrator';

-- Who acts for an organisation and by which roles, answered by the indexes alone: a trust has thousands.
CREATE INDEX members_acting ON members (organisation_id, person_id, id) WHERE state = 'active';
CREATE INDEX member_roles_held ON member_roles (member_id, starts_at, ends_at, roster_id, role);
DROP INDEX members_active;
DROP INDEX member_roles_member;
