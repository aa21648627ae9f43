-- Older programs write strings in double quotes, which today's SQLite takes from a schema only.
CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER, kind TEXT, CONSTRAINT positive CHECK (x > 0), CHECK (kind IN ('a', 'b')));
PRAGMA ignore_check_constraints = ON;
INSERT INTO t VALUES (1, 5, 'a'), (2, -5, 'b'), (3, NULL, NULL), (4, 1, 'c');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''a''', '"a"');
UPDATE sqlite_schema SET sql = replace(sql, '''b''', '"b"');
