CREATE TABLE numbers (k UNSIGNED BIG INT UNIQUE);
CREATE TABLE documents (k JSONB UNIQUE);
INSERT INTO documents VALUES ('{"a": 1, "b": 2}'), ('{"b": 2, "a": 1.0}'), ('{"a": 2}');
CREATE TABLE names (k TEXT COLLATE NOCASE, v, UNIQUE (k COLLATE BINARY, v));
INSERT INTO names VALUES ('Ann', 'x'), ('ann', 'x'), ('bob', 1);
