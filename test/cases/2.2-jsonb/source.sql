CREATE TABLE t (id INTEGER PRIMARY KEY, b JSONB, twice JSONB, nul JSONB, half JSONB, blobs JSONB, mixed JSON, dup JSON, textblobs JSON, bad JSONB, key JSONB UNIQUE);
INSERT INTO t VALUES
  (1, '{"b": 1,  "a": 2}', '{"a": 1, "a": 2}', '"\u0000"', '"\ud800"', jsonb('{"b": [1, 2.50], "a": null}'), jsonb('[1, "x"]'), jsonb('{"a":1,"a":2}'), CAST('{"b":  1}' AS BLOB), 'x', '{"k": 1}'),
  (2, 'null', '1', '1', '1', '{"c": 3}', NULL, '{}', '[2]', NULL, '[1]');
