PRAGMA foreign_keys = OFF;
CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE some (code TEXT PRIMARY KEY, parent INT REFERENCES parents (id));
INSERT INTO some VALUES ('rowid 7', 5), (NULL, 5), (NULL, 6);
CREATE TABLE none (code TEXT PRIMARY KEY, parent INT REFERENCES parents (id));
INSERT INTO none VALUES (NULL, 5), (NULL, 6);
CREATE TABLE pairs (a INT, b INT, parent INT REFERENCES parents (id), PRIMARY KEY (a, b));
INSERT INTO pairs VALUES (1, NULL, 5), (1, 2, 5);
