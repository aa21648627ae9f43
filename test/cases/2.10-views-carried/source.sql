-- A view may read one that comes later.
CREATE VIEW busy AS SELECT name, n FROM totals WHERE n > 1;
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, active BOOLEAN, city TEXT COLLATE NOCASE, born DATE);
INSERT INTO people VALUES (1, 'Zoë', 1, 'Bonn', '1990-01-01'), (2, 'anna', 0, 'bonn', NULL), (3, 'Bob', NULL, NULL, '1985-05-05');
CREATE TABLE orders (id INTEGER PRIMARY KEY, person INTEGER, amount INTEGER, price REAL, date TEXT, seen DATETIME);
INSERT INTO orders VALUES (1, 1, 7, 1.5, 'x', '2024-01-01T10:00:00'), (2, 1, NULL, 0.1, NULL, '2024-01-01 10:00:00'), (3, 2, -3, NULL, '', NULL);
CREATE VIEW totals AS
  SELECT p.id, p.name, count(o.id) AS n, sum(o.amount) AS amount, avg(o.amount) AS mean
  FROM people p LEFT JOIN orders o ON o.person = p.id GROUP BY p.id ORDER BY p.name;
CREATE VIEW "odd names"(a, "B c") AS SELECT id, active FROM [people] WHERE city = 'BONN';
CREATE VIEW cities AS SELECT DISTINCT name FROM people UNION SELECT date FROM orders ORDER BY 1;
CREATE VIEW halves AS SELECT amount / 2 AS half, amount % 2, price * 2 AS twice, seen FROM orders;
CREATE VIEW first AS SELECT name FROM people ORDER BY id LIMIT 1;
CREATE VIEW silent AS SELECT name FROM people WHERE id NOT IN (SELECT person FROM orders WHERE person IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.person = people.id) AND name LIKE 'b%';
CREATE VIEW years AS WITH y AS (SELECT strftime('%Y', born) AS year FROM people) SELECT year, count(*) FROM y GROUP BY year;
