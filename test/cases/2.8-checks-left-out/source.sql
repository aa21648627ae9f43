CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  a TEXT CHECK (date(a) IS NOT NULL),
  r REAL CHECK (round(r) = r),
  m TEXT CHECK (json_extract(m, '$.a') > 0),
  x CHECK (x = 5 OR x = 'five'),
  w INTEGER CHECK (w <> 'none')
);
INSERT INTO t VALUES (1, '2024-01-01', 2.0, '{"a": 1}', 5, 1), (2, '2024-02-02', NULL, NULL, 'five', 'many');
