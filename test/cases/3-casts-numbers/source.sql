CREATE TABLE t (id INTEGER PRIMARY KEY, digits TEXT, padded TEXT, whole REAL, price TEXT, fine TEXT, double TEXT, truth TEXT, wide TEXT);
INSERT INTO t VALUES
  (1, '12', '01', 3.0, '12.10', '1.999', '0.1', 'yes', '12345678901234567890.5'),
  (2, '-7', '2', -4.0, '0.5', '-1.999', '-3', 'TRUE', '1'),
  (3, '2147483647', '3', 9007199254740992.0, '99999999.99', '2', '1.0e-05', '0', NULL);
