using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads a range.</summary>
    /// <param name="read">Reads a bound.</param>
    public RangeValue<T> GetRange<T>(ValueFunc<T> read)
    {
        var value = Value();
        if (!RangeForm.TryRead(value, IsBinary, out var range))
        {
            throw Malformed("a range");
        }

        T? lower = default, upper = default;
        var bound = _bound.Element!;
        var format = IsBinary ? ValueFormat.Binary : ValueFormat.Text;
        if ((range.Flags & (RangeFlags.Empty | RangeFlags.LowerIsInfinite)) == 0)
        {
            var part = new ValueReader(bound, range.Lower, format);
            lower = read(in part);
        }

        if ((range.Flags & (RangeFlags.Empty | RangeFlags.UpperIsInfinite)) == 0)
        {
            var part = new ValueReader(bound, range.Upper, format);
            upper = read(in part);
        }

        return new RangeValue<T>(range.Flags, lower, upper);
    }
}
