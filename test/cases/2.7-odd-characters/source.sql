CREATE TABLE "Order Details" ("a""b" INT, [c d] INT, `e``f` INT, 'g''h' INT,
  "%_Change_2007" INT CHECK ("%_Change_2007" > 0), "$1" INT, ";" INT, "x
y" INT, "1st" INT, "ünï 😀" INT);
CREATE INDEX "in""dex; %s
$1" ON "Order Details" ("a""b", "x
y");
INSERT INTO "Order Details" VALUES (1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
CREATE TABLE "%s $1; it's ""q""" (id INTEGER PRIMARY KEY, "the %s" TEXT NOT NULL DEFAULT '%s $1', updated_at TIMESTAMP);
INSERT INTO "%s $1; it's ""q""" (id) VALUES (1);
CREATE TRIGGER "tr %s $1;'$touch$" AFTER UPDATE ON "%s $1; it's ""q""" BEGIN
  UPDATE "%s $1; it's ""q""" SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;
END;
