PRAGMA foreign_keys = OFF;
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT, slug TEXT, mail TEXT, kind TEXT);
INSERT INTO p VALUES (1, 'a', 'x', 'm1', 'k'), (2, 'b', 'y', 'm2', 'k');
CREATE UNIQUE INDEX p_slug ON p (slug) WHERE id > 0;
CREATE UNIQUE INDEX p_mail ON p (lower(mail));
CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p(code), slug TEXT REFERENCES p(slug), mail TEXT REFERENCES p(mail), kind TEXT REFERENCES p(kind));
INSERT INTO c VALUES (1, 'a', 'x', 'm1', 'k');
