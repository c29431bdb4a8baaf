using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>Walks the elements of an array, or the ranges of a multirange, in any of their forms.</summary>
internal ref struct ElementReader
{
    private readonly BoundValue _bound;
    private readonly ValueFormat _format;
    private readonly bool _isMultirange;
    private ReadOnlySpan<byte> _rest;
    private int _index;

    /// <summary>Starts before the first element.</summary>
    /// <exception cref="RowReadException">The value is not well-formed up to its first element, or has several dimensions.</exception>
    public ElementReader(BoundValue bound, ReadOnlySpan<byte> value, ValueFormat format)
    {
        _bound = bound;
        _format = format;
        _isMultirange = bound.Type.Kind == 'm';
        _rest = value;
        Count = format switch
        {
            ValueFormat.Binary when _isMultirange => MultirangeForm.TryBeginBinary(ref _rest, out var count) ? count : -1,
            ValueFormat.Binary => BeginBinary(),
            ValueFormat.Json => BeginJson(),
            _ when _isMultirange => MultirangeForm.TryBeginText(ref _rest, out var count) ? count : -1,
            _ => BeginText(),
        };
        if (Count < 0)
        {
            throw Malformed();
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The next element.</summary>
    public ValueReader Next()
    {
        var isFirst = _index++ == 0;
        var format = ValueFormat.Text;
        ReadOnlySpan<byte> bytes;
        var isWhole = _format switch
        {
            ValueFormat.Binary => BinaryPart.TryTakeValue(ref _rest, out bytes, out format),
            ValueFormat.Json => JsonToken.TryRead(_bound.Element!.Type, JsonToken.TakeElement(ref _rest), out bytes, out format),
            _ when _isMultirange => MultirangeForm.TryTakeText(ref _rest, isFirst, out bytes),
            _ => ArrayText.TryTake(ref _rest, Delimiter, out bytes, out format),
        };
        return isWhole ? new ValueReader(_bound.Element!, bytes, format) : throw Malformed();
    }

    /// <summary>Makes sure that there is nothing behind the last element.</summary>
    public readonly void End()
    {
        if (_format != ValueFormat.Json && !_rest.IsEmpty)
        {
            throw Malformed();
        }
    }

    private readonly byte Delimiter => (byte)_bound.Type.Delimiter;

    private int BeginBinary()
    {
        var count = ArrayForm.BeginBinary(ref _rest, out var dimensions, out var elementOid);
        CheckDimensions(dimensions);
        return elementOid == _bound.Type.Element!.Oid ? count : throw _bound.Misfit("the array's elements are of another type than the column's; the table's layout and the tuple do not belong together.");
    }

    private int BeginText()
    {
        var count = ArrayText.Begin(ref _rest, Delimiter, out var dimensions);
        CheckDimensions(dimensions);
        return count;
    }

    private int BeginJson()
    {
        if (_rest[0] != (byte)'[')
        {
            return -1;
        }

        var element = _bound.Type.Element!;
        var count = JsonToken.CountElements(_rest, out var dimensions);
        if (!JsonToken.IsJson(element) && element.Kind != 'a' && element.BaseOid is not (TypeOids.Int2Vector or TypeOids.OidVector))
        {
            CheckDimensions(dimensions);
        }

        _rest = _rest[1..];
        return count;
    }

    private readonly void CheckDimensions(int dimensions)
    {
        if (dimensions > 1)
        {
            throw _bound.Misfit($"the array has {dimensions} dimensions, and only one is read; declare the property as string.");
        }
    }

    private readonly RowReadException Malformed() =>
        _bound.Misfit($"the {(_format == ValueFormat.Binary ? "binary" : "text")} form of the {(_isMultirange ? "multirange" : "array")} is not well-formed.");
}
