CREATE TABLE t (id INTEGER PRIMARY KEY, b JSONB, j JSON, dup JSONB, big JSON, empty JSONB);
INSERT INTO t VALUES
  (1, x'00', x'00', jsonb('{"a":1,"a":2}'), jsonb('[9007199254740993, 1.10, 1e400, 0x1F, +1, .5, Infinity]'), x''),
  (2, jsonb('"x"'), jsonb('{"a":{"b":[true,false,null]}}'), 'null', NULL, NULL),
  (3, NULL, NULL, NULL, NULL, NULL),
  (4, CAST('{"t": 1}' AS BLOB), 'null', NULL, NULL, NULL);
