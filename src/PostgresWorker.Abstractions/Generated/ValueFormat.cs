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

    /// <summary>A JSON token as <c>to_jsonb</c> writes it: what is no string there, which is given as <see cref="Text"/>.</summary>
    Json = (byte)'j',
}
