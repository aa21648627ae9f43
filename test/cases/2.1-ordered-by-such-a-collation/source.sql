PRAGMA foreign_keys = OFF;
CREATE TABLE t (a INT);
INSERT INTO t VALUES (1);
CREATE TABLE w (a TEXT COLLATE BINARY PRIMARY KEY, n INT) WITHOUT ROWID;
INSERT INTO w VALUES ('b', 1), ('A', 2), ('a', 3), ('a ', 4), ('B', 5);
-- Its own order is by numbers; only an index is by such a collation.
CREATE TABLE fields (k INT, ord INT, name TEXT NOT NULL COLLATE BINARY, PRIMARY KEY (k, ord)) WITHOUT ROWID;
CREATE UNIQUE INDEX by_name ON fields (name, k);
INSERT INTO fields VALUES (1, 1, 'Front'), (1, 2, 'Back');
CREATE TABLE child (a TEXT REFERENCES w (a));
INSERT INTO child VALUES ('a'), ('B'), ('none');
CREATE VIEW counted AS SELECT count(*) AS n FROM t;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'BINARY', '"LOCALIZED"') WHERE type = 'table';
