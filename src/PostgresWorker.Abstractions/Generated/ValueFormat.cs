namespace PostgresWorker.Generated;

/// <summary>How a value is written: the letters of
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see>, and JSON.</summary>
internal enum ValueFormat : byte
{
    /// <summary>NULL, or not sent (in an old tuple of the replica identity).</summary>
    Null = (byte)'n',

    /// <summary>An unchanged out-of-line (TOAST) value, which is not sent.</summary>
    Unchanged = (byte)'u',

    /// <summary>The type's text form.</summary>
    Text = (byte)'t',

    /// <summary>The type's binary form.</summary>
    Binary = (byte)'b',

    /// <summary>A JSON token as <c>to_jsonb</c> writes it: a number, an array, an object, true or false; of json and jsonb any.</summary>
    Json = (byte)'j',

    /// <summary>A JSON string as <c>to_jsonb</c> writes it, unescaped: the type's text form, but for timestamps.</summary>
    JsonString = (byte)'s',
}
