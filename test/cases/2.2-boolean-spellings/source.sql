CREATE TABLE t (n BOOLEAN, kobo BOOLEAN, tf BOOL, yn BOOLEAN, yes BOOLEAN, onoff BOOLEAN, two BOOLEAN);
INSERT INTO t VALUES (0, 'true', 't', 'Y', 'yes', 'ON', 't'), (1, 1, 'F', 'n', 'NO', 'off', 'yes'), (NULL, 'FALSE', 0, 1, NULL, 0, 1);
