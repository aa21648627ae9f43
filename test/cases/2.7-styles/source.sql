CREATE TABLE "UserAccounts" ("Id" INTEGER PRIMARY KEY, "FullName" TEXT, CONSTRAINT "OnlyOne" UNIQUE ("FullName"), CONSTRAINT "HasName" CHECK ("FullName" <> ''));
CREATE TABLE "OrderItems" ("UserId" INT REFERENCES useraccounts (id));
CREATE INDEX "IxOrderItemsUserId" ON "OrderItems" ("UserId");
INSERT INTO "UserAccounts" VALUES (1, 'Ann');
INSERT INTO "OrderItems" VALUES (1);
