CREATE TABLE t (a INT);
INSERT INTO t VALUES (1);
CREATE TABLE u (b INT);
INSERT INTO u VALUES (2);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE tabl u (b INT)' WHERE name = 'u';
