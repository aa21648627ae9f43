CREATE TABLE "user" (id INTEGER PRIMARY KEY, "order" INT CHECK ("order" > 0));
INSERT INTO "user" VALUES (1, 2);
CREATE TABLE "all" ("group" INT REFERENCES "user" (id), "end" INT, "table" TEXT DEFAULT 'x');
CREATE INDEX "select" ON "all" ("group");
CREATE UNIQUE INDEX "primary" ON "all" ("end" DESC) WHERE "table" IS NOT NULL;
INSERT INTO "user" VALUES (3, 5);
INSERT INTO "all" VALUES (3, 4, 'x');
