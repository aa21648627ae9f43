CREATE TABLE t (id INTEGER PRIMARY KEY, short, cut, time, span, meaning, name, latin);
INSERT INTO t VALUES
  (1, -0.0, '-0', '07:08:09.1234567', '30:00:00.1234567', -0.0, 'ab', 5),
  (2, 0.5, '-0.5', '07:08', '1:00', 0.5, 'abc', x'e9'),
  (3, 1, 2.75, NULL, NULL, 1, NULL, x'');
