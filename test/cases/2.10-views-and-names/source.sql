CREATE TABLE OrderItems (ItemID INTEGER PRIMARY KEY, UnitPrice INTEGER, ctid TEXT);
INSERT INTO OrderItems VALUES (1, 5, 'c');
CREATE VIEW ItemPrices AS SELECT o.ItemID, o.UnitPrice * 2 AS DoublePrice, ctid FROM OrderItems o;
CREATE VIEW TopPrices AS SELECT * FROM ItemPrices i WHERE DoublePrice > 5;
CREATE VIEW v AS SELECT ItemID AS v FROM OrderItems;
CREATE VIEW c0 AS SELECT v FROM v;
