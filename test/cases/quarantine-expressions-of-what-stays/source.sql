CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  n INTEGER CHECK (n <> 13),
  name TEXT,
  flag BOOLEAN CHECK (flag <> 2),
  anything CHECK (anything <> 13),
  data JSON,
  twice INTEGER AS (n * 2) STORED,
  kind TEXT AS (data ->> '$.kind')
);
CREATE INDEX large ON t (name) WHERE n > 5;
CREATE INDEX shouted ON t (lower(name));
INSERT INTO t (id, n, name, flag, anything, data) VALUES
  (1, 7, 'a', 1, 5, '{"kind": "x"}'), (2, 3, 'b', 0, 'five', '{"kind": "y"}');
INSERT INTO t (id, n, name, flag, anything) VALUES
  (3, 'seven', 'c', 1, 5), (4, 4, x'ff', 0, 5), (5, 5, 'e', 'maybe', 5), (6, 1.5, 'f', 1, 5);
CREATE TABLE pages (id INTEGER PRIMARY KEY, open BOOLEAN CHECK (open <> 2));
INSERT INTO pages VALUES (1, 1), (2, 'true'), (3, 'maybe');
