-- The application inserts a message in the transaction of what the message tells. What was relayed may be deleted whenever one likes.
CREATE TABLE messages (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text NOT NULL,
    key     text NOT NULL,
    body    jsonb NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT now()
);
