CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    total       numeric(12, 2) NOT NULL
);

-- Deletes then tell the whole row.
ALTER TABLE orders REPLICA IDENTITY FULL;

-- The read model: what each customer has ordered,
CREATE TABLE customer_totals (
    customer_id bigint PRIMARY KEY,
    orders      bigint NOT NULL,
    total       numeric NOT NULL,
    changes     bigint NOT NULL DEFAULT 0
);

-- and what each order counts for in it.
CREATE TABLE counted_orders (
    id          bigint PRIMARY KEY,
    customer_id bigint NOT NULL,
    total       numeric NOT NULL
);
