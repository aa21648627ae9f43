CREATE TABLE t (a INT);
INSERT INTO t VALUES (1);
PRAGMA user_version = 7;
PRAGMA application_id = 1196444487;
