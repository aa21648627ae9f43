CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT UNIQUE, doc TEXT);
CREATE INDEX t_at ON t (at, id);
CREATE INDEX t_doc ON t (doc);
INSERT INTO t VALUES (1, '(1,2)', '<a/>'), (2, '(1,3)', '<b/>');
CREATE TABLE c (at TEXT REFERENCES t(at));
INSERT INTO c VALUES ('(1,2)');
