PRAGMA ignore_check_constraints = on;
PRAGMA foreign_keys = off;
-- Row 1 is beyond 64 bits, row 2 breaks the CHECK.
CREATE TABLE stays (id INTEGER PRIMARY KEY, n INTEGER CHECK (n + 1 > 10), m INTEGER CHECK (m > 0));
INSERT INTO stays VALUES (1, 9223372036854775807, 1), (2, 3, 1), (3, 20, 1), (4, 3, 0);
CREATE TABLE children (id INTEGER PRIMARY KEY, stays_id INTEGER REFERENCES stays);
INSERT INTO children VALUES (1, 2), (2, 4);
-- The row beyond 64 bits goes for another reason.
CREATE TABLE goes (id INTEGER PRIMARY KEY, n INTEGER CHECK (n + 1 > 10), d DATE);
INSERT INTO goes VALUES (1, 9223372036854775807, 'soon'), (2, 3, NULL), (3, 20, '2024-05-06');
-- The row beyond 64 bits has no parent.
CREATE TABLE orphans (id INTEGER PRIMARY KEY, n INTEGER CHECK (n + 1 > 10), stays_id INTEGER REFERENCES stays);
INSERT INTO orphans VALUES (1, 9223372036854775807, 99), (2, 3, 1), (3, 20, 1);
-- SQLite fails to compute the CHECK of row 1, which goes; row 2 breaks it.
CREATE TABLE documents (id INTEGER PRIMARY KEY, data JSON, CHECK (json_type(data) = 'object'));
INSERT INTO documents VALUES (1, '{"kind'), (2, '[]'), (3, '{}');
