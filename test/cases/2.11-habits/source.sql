CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT CHECK (title LIKE 'a%'), done BOOLEAN NOT NULL DEFAULT 0, points INT, half INT AS (points / 2) STORED);
CREATE VIEW report AS SELECT round(avg(points)) AS mean, max(id, 5) AS "most", sum(points) AS total FROM tasks GROUP BY done HAVING rowid > 0;
INSERT INTO tasks (title, done, points) VALUES ('apple', 1, 3);
