CREATE TABLE t (id INTEGER PRIMARY KEY, address TEXT, network TEXT, mac TEXT, bits TEXT, list TEXT, span TEXT, code TEXT, doc TEXT, path TEXT);
INSERT INTO t VALUES
  (1, '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '101', '{1,2,3}', '1 day 02:00:00', 'ab', '<a b="c">d</a>', '(1,2)'),
  (2, '::1', '192.168.0.0/24', '08:00:2b:01:02:04', '010', '{}', '00:00:05', 'x\y', '<a/>', '(0,0.5)'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE bad (address TEXT, bits TEXT, list TEXT);
INSERT INTO bad VALUES ('10.0.0.1', '101', '{1,2}'), ('10.0.0.1/32', '1010', '{ 1, 2 }'), ('nowhere', '1', '1,2'), ('nowhere', '1', '1,2');
