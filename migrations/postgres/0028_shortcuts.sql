-- Whether the keys that act on tables are on for a person (WCAG 2.2, 2.1.4: they can be switched off).

ALTER TABLE people ADD COLUMN shortcuts boolean NOT NULL DEFAULT true;
