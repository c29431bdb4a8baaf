using System.Buffers.Binary;

namespace PostgresWorker.Generated.Payloads;

/// <summary>
/// Walks all columns of one <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see>,
/// which the decoder has found well-formed.
/// </summary>
internal ref struct TextTuple(ReadOnlySpan<byte> tuple)
{
    private ReadOnlySpan<byte> _rest = tuple;

    /// <summary>How the current column is sent.</summary>
    public ValueFormat Format { readonly get; private set; }

    /// <summary>The current column's value; empty where it has none.</summary>
    public ReadOnlySpan<byte> Value { readonly get; private set; }

    /// <summary>Goes to the next column; a tuple that is not there has unchanged columns only.</summary>
    public void Next()
    {
        Format = _rest.IsEmpty ? ValueFormat.Unchanged : (ValueFormat)_rest[0];
        if (Format is ValueFormat.Null or ValueFormat.Unchanged)
        {
            Value = default;
            _rest = _rest.IsEmpty ? _rest : _rest[1..];
            return;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_rest[1..]);
        Value = _rest.Slice(1 + sizeof(int), length);
        _rest = _rest[(1 + sizeof(int) + length)..];
    }
}
