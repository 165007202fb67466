-- What somebody gave and that waits ends with their access, unless somebody else keeps it.

CREATE INDEX new_users_giver ON new_users (given_by) WHERE state = 'open';
