using System.Diagnostics.CodeAnalysis;

namespace PostgresWorker.Generated;

/// <summary>
/// Reads one value in any of its forms: that of a column, of an array's element, of a range's bound or of a composite's field. Allocates
/// nothing but the value.
/// </summary>
/// <remarks>The forms are those of the type's <c>send</c> and <c>out</c> functions, and of <c>to_jsonb</c>.</remarks>
public readonly ref partial struct ValueReader
{
    private readonly BoundValue _bound;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ValueFormat _format;

    internal ValueReader(BoundValue bound, ReadOnlySpan<byte> bytes, ValueFormat format)
    {
        _bound = bound;
        _bytes = bytes;
        _format = format;
    }

    /// <summary>Whether the value is NULL.</summary>
    public bool IsNull => _format == ValueFormat.Null;

    /// <summary>Whether the value is one that the update left as it was and does not carry.</summary>
    internal bool IsUnchanged => _format == ValueFormat.Unchanged;

    /// <summary>The error for a value that does not fit.</summary>
    /// <param name="reason">What does not fit and what to do.</param>
    public RowReadException Misfit(string reason) => _bound.Misfit(reason);

    /// <summary>The value, which must not be NULL.</summary>
    private ReadOnlySpan<byte> Value()
    {
        if (_format == ValueFormat.Null)
        {
            ThrowNull();
        }

        return _bytes;
    }

    private bool IsBinary => _format == ValueFormat.Binary;

    private uint TypeOid => _bound.TypeOid;

    [DoesNotReturn]
    private void ThrowNull() => throw _bound.Null();

    private RowReadException WrongLength(int length) => Misfit($"the binary value has {length} bytes, which is not the length of this type.");

    private RowReadException Malformed(string type) => Misfit($"the {(IsBinary ? "binary" : "text")} form, {_bytes.Length} bytes long, is not {type}.");

    // Values never stand in messages: they would end up in logs.
    private RowReadException BadText(string type) => Misfit($"the text form, {_bytes.Length} bytes long, is not {type}.");
}
