CREATE TABLE t (id INTEGER PRIMARY KEY, leap DATETIME, midnight DATETIME, now DATETIME, today DATE, epoch DATETIME, infinity TIMESTAMP, allballs TIME);
INSERT INTO t VALUES (1, '2016-12-31 23:59:60', '2024-05-06 24:00:00', 'now', 'today', 'epoch', 'infinity', 'allballs'),
  (2, '2024-05-06 07:08:09', '2024-05-06 07:08:09', '2024-05-06 07:08:09', '2024-05-06', '2024-05-06 07:08:09', '2024-05-06 07:08:09', '07:08:09');
