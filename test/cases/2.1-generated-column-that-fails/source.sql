CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT);
INSERT INTO t VALUES (1, '{"n":1}'), (2, 'no json');
ALTER TABLE t ADD COLUMN n INT AS (json_extract(doc, '$.n'));
