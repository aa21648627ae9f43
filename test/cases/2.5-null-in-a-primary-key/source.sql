CREATE TABLE texts (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO texts VALUES ('a', '1'), (NULL, '2'), (NULL, '3');
CREATE TABLE pairs (a INT, b INT, v TEXT, CONSTRAINT pk_pairs PRIMARY KEY (a, b));
INSERT INTO pairs VALUES (1, NULL, 'x'), (1, NULL, 'y'), (1, 2, 'z');
