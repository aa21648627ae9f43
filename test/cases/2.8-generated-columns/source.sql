CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  first TEXT, last TEXT, quantity INTEGER, price REAL, cost NUMERIC(8,2), gone DATETIME,
  full_name TEXT GENERATED ALWAYS AS (first || ' ' || last) VIRTUAL,
  total REAL GENERATED ALWAYS AS (quantity * price) STORED,
  half INTEGER AS (quantity / 2),
  is_gone BOOLEAN AS (CASE WHEN gone IS NULL THEN 0 ELSE 1 END),
  many INTEGER AS (quantity > 10) STORED,
  wide NUMERIC AS (quantity * 2),
  word TEXT AS (quantity + 1),
  twice INTEGER AS (half * 2) STORED,
  money NUMERIC AS (quantity * cost),
  year TEXT AS (strftime('%Y', gone)),
  loose INTEGER AS (substr(first, 1, 1)),
  UNIQUE (full_name)
);
CREATE INDEX t_half ON t (half);
INSERT INTO t (id, first, last, quantity, price, cost, gone) VALUES
  (1, 'Ada', 'Lovelace', 7, 0.1, 12.5, NULL),
  (2, 'É', '', -7, -2.5, 0.01, '2024-05-06 07:08:09'),
  (3, NULL, 'x', NULL, NULL, NULL, NULL),
  (4, '5', 'y', 9007199254740993, 3, 1, NULL);
