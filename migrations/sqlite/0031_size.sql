-- Size: what lists, searches and acts find their rows by, however many people there are.

-- Every role of a membership; the unique indexes hold either those for the whole organisation or those that are limited.
CREATE INDEX member_roles_member ON member_roles (member_id);

-- People, by each column of their lists; e-mail addresses have an index already.
CREATE INDEX people_last_name ON people (name_key, id);
CREATE INDEX people_first_name ON people (SUBSTR(name_key, LENGTH(name_key) - LENGTH(first_name) + 1), id);
CREATE INDEX people_signed_in ON people (COALESCE(last_signed_in_at, '1970-01-01T00:00:00+00:00'), id);
CREATE INDEX people_disabled ON people (id) WHERE state = 'disabled';
CREATE INDEX join_requests_pending_person ON join_requests (person_id) WHERE state = 'pending';

-- Registrations, by each of theirs.
CREATE INDEX join_requests_state ON join_requests (state, made_at, id);
CREATE INDEX join_requests_made ON join_requests (made_at, id);
CREATE INDEX join_requests_role ON join_requests (role, id);
CREATE INDEX join_requests_reason ON join_requests (LOWER(reason), id);
CREATE INDEX join_requests_approved ON join_requests ((CASE WHEN state = 'approved' THEN 1 ELSE 0 END), id);

-- Who decided what: whoever goes takes nothing with them that still names them, for which the databases look them up.
CREATE INDEX member_roles_granter ON member_roles (granted_by) WHERE granted_by IS NOT NULL;
CREATE INDEX members_opener ON members (let_in_by) WHERE let_in_by IS NOT NULL;
CREATE INDEX members_closer ON members (revoked_by) WHERE revoked_by IS NOT NULL;
CREATE INDEX join_requests_decider ON join_requests (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX people_closer ON people (disabled_by) WHERE disabled_by IS NOT NULL;

-- Letters whose text is forgotten in time.
CREATE INDEX outbox_bodies ON outbox (made_at) WHERE body IS NOT NULL;
