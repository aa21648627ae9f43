CREATE TABLE t (a INT);
INSERT INTO t VALUES (1);
CREATE VIRTUAL TABLE search USING fts5 (body);
INSERT INTO search VALUES ('found');
CREATE VIRTUAL TABLE old USING fts3 (body);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE search USING fts5 (body, tokenize = mecab)' WHERE name = 'search';
UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE old USING fts3 (body, tokenize = icu de_DE)' WHERE name = 'old';
