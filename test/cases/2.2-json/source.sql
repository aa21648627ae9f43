CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON, odd JSON, key JSON UNIQUE, indexed JSON);
CREATE INDEX t_indexed ON t (indexed);
INSERT INTO t VALUES (1, '{"b": 1,  "a": 2, "a": "\u0000"}', '{a:1}', '{}', '[1]'), (2, 'null', '[1', '[]', 'null'), (3, '5', NULL, 1, 7), (4, '1.50', NULL, NULL, NULL), (5, '"12"', NULL, '"x"', NULL), (6, NULL, NULL, NULL, NULL), (7, 0.1 + 0.2, NULL, NULL, NULL), (8, 1e300, NULL, NULL, NULL);
