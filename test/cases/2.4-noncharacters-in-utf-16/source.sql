PRAGMA encoding = 'UTF-16le';
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  s TEXT,
  j JSON,
  b JSONB,
  mixed ANYTHING,
  blobs TEXT,
  n TEXT,
  g TEXT AS (upper(s)),
  CHECK (s <> upper('x'))
);
CREATE INDEX s ON t (lower(s));
INSERT INTO t VALUES
  (1, CAST(x'feff' AS TEXT), '["' || CAST(x'ffff' AS TEXT) || '"]', '["' || CAST(x'feff' AS TEXT) || '"]', CAST(x'feff0900' AS TEXT), x'efbfbe', CAST(x'feff00006100' AS TEXT)),
  (2, 'b', '[]', '[]', 2, 'c', 'd');
