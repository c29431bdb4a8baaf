namespace PostgresWorker.Generated.Values;

/// <summary>
/// The parts of a range. Binary (<c>range_send</c>): a byte of flags, then length and bytes of each bound that there is. Text: <c>[1,5)</c>, <c>(,)</c>,
/// <c>empty</c>, a bound quoted where it needs to be. See <see href="https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO">range input and output</see>.
/// </summary>
internal readonly ref struct RangeForm
{
    private RangeForm(RangeFlags flags, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper)
    {
        Flags = flags;
        Lower = lower;
        Upper = upper;
    }

    internal RangeFlags Flags { get; }

    internal ReadOnlySpan<byte> Lower { get; }

    internal ReadOnlySpan<byte> Upper { get; }

    internal static bool TryRead(ReadOnlySpan<byte> value, bool isBinary, out RangeForm range) =>
        (isBinary ? TryReadBinary(value, out range) : TryTakeText(ref value, out range) && value.IsEmpty);

    /// <summary>Takes a range from the front of the text of a multirange.</summary>
    internal static bool TryTakeText(scoped ref ReadOnlySpan<byte> text, out RangeForm range)
    {
        range = default;
        if (text.SequenceEqual("empty"u8))
        {
            range = new RangeForm(RangeFlags.Empty, default, default);
            text = default;
            return true;
        }

        if (text is not [(byte)'[' or (byte)'(', ..])
        {
            return false;
        }

        var flags = text[0] == (byte)'[' ? RangeFlags.LowerIsInclusive : RangeFlags.None;
        text = text[1..];
        if (!TryTakeBound(ref text, RangeFlags.LowerIsInfinite, ref flags, out var lower) || text is not [(byte)',', ..])
        {
            return false;
        }

        text = text[1..];
        if (!TryTakeBound(ref text, RangeFlags.UpperIsInfinite, ref flags, out var upper) || text is not [(byte)']' or (byte)')', ..])
        {
            return false;
        }

        flags |= text[0] == (byte)']' ? RangeFlags.UpperIsInclusive : RangeFlags.None;
        text = text[1..];
        range = new RangeForm(flags, lower, upper);
        return true;
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> value, out RangeForm range)
    {
        range = default;
        if (value.IsEmpty || (value[0] & ~(byte)RangeFlags.All) != 0)
        {
            return false;
        }

        var flags = (RangeFlags)value[0];
        ReadOnlySpan<byte> lower = default, upper = default;
        value = value[1..];
        if ((flags & RangeFlags.Empty) == 0 &&
            (((flags & RangeFlags.LowerIsInfinite) == 0 && !TryTakeBinary(ref value, out lower)) ||
            ((flags & RangeFlags.UpperIsInfinite) == 0 && !TryTakeBinary(ref value, out upper))))
        {
            return false;
        }

        range = new RangeForm(flags, lower, upper);
        return value.IsEmpty;
    }

    private static bool TryTakeBinary(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> bound) =>
        BinaryPart.TryTakeValue(ref rest, out bound, out var format) && format == ValueFormat.Binary;

    /// <summary>Takes a bound; nothing is none, a pair of quotes is the empty text.</summary>
    private static bool TryTakeBound(scoped ref ReadOnlySpan<byte> text, RangeFlags infinite, scoped ref RangeFlags flags, out ReadOnlySpan<byte> bound)
    {
        if (text is [(byte)'"', ..])
        {
            return QuotedText.TryTake(ref text, isDoubled: true, out bound);
        }

        var end = text.IndexOfAny(",)]"u8);
        bound = end < 0 ? default : text[..end];
        text = end < 0 ? text : text[end..];
        flags |= end == 0 ? infinite : RangeFlags.None;
        return end >= 0;
    }
}
