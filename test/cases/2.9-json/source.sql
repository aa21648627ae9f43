CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON, k JSON, b JSONB);
CREATE INDEX by_j ON t (j);
CREATE UNIQUE INDEX by_b ON t (b);
INSERT INTO t VALUES (1, '{"a": 1}', '{"a": 1}', '{"a":1}'), (2, '{"a":1}', NULL, '{"a":2}');
