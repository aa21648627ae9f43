CREATE TABLE log (at TEXT, level TEXT, message TEXT);
INSERT INTO log VALUES ('2024-01-01', 'info', 'started'), ('2024-01-01', 'info', 'started'), ('2024-01-01', 'info', 'started'), (NULL, NULL, NULL), (NULL, NULL, NULL);
