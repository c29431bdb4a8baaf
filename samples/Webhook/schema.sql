CREATE TABLE orders (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    total numeric(12, 2) NOT NULL,
    note  text
);

-- The old row is told whole.
ALTER TABLE orders REPLICA IDENTITY FULL;
