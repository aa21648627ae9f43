CREATE TABLE "migrations" ("id" integer primary key autoincrement not null, "migration" varchar not null, "batch" integer not null);
INSERT INTO migrations VALUES (1, '2024_05_06_000000_create_tasks_table', 1);
CREATE TABLE "tasks" ("id" integer primary key autoincrement not null, "title" varchar not null, "done" tinyint(1) not null default '0', "rank" tinyint not null default '0', "level" tinyint(1) not null default '0');
INSERT INTO tasks VALUES (1, 'one', 0, 1, 0), (2, 'two', 1, 0, 5);
