CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped');

CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL,
    status      order_status NOT NULL DEFAULT 'placed',
    total       numeric(12, 2) NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now(),
    note        text
);

-- Updates and deletes then carry the whole old row, not just its key.
ALTER TABLE orders REPLICA IDENTITY FULL;
