CREATE TABLE t (a INT, b TEXT);
CREATE INDEX by_a ON t (a);
INSERT INTO t VALUES (1, 'x'), (2, 'y'), (NULL, 'z');
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE INDEX by_a ON t (b)' WHERE name = 'by_a';
