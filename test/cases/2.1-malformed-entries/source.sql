CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
INSERT INTO t VALUES (1, 10), (2, 20);
CREATE INDEX by_a ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE INDEX by_a ON t (nope)' WHERE name = 'by_a';
UPDATE sqlite_schema SET sql = 'CREATE VIEW v AS SELEC oops' WHERE name = 'v';
UPDATE sqlite_schema SET sql = 'CREATE TRIGGER g AFTER INSERT ON gone BEGIN SELECT 1; END', tbl_name = 'gone' WHERE name = 'g';
