CREATE TABLE t (n INTEGER, d DATE, b BOOLEAN, u UUID, j JSON);
INSERT INTO t VALUES (1, '2024-05-06', 1, '9ee973a5-edc8-400b-bed4-8b1cac447801', '{}'), ('', '', '', '', ''), (NULL, NULL, NULL, NULL, NULL);
