namespace PostgresWorker.Generated.Values;

/// <summary>
/// The forms of multiranges. Binary (<c>multirange_send</c>): int32 count of ranges, then length and bytes of each. Text: <c>{[1,3),[5,7)}</c>.
/// </summary>
internal static class MultirangeForm
{
    internal static bool TryBeginBinary(scoped ref ReadOnlySpan<byte> rest, out int count) =>
        BinaryPart.TryTakeInt32(ref rest, out count) && count >= 0 && count <= rest.Length / sizeof(int);

    /// <summary>Takes the braces away and counts the ranges.</summary>
    internal static bool TryBeginText(scoped ref ReadOnlySpan<byte> rest, out int count)
    {
        count = 0;
        if (rest is not [(byte)'{', .., (byte)'}'])
        {
            return false;
        }

        rest = rest[1..^1];
        for (var ahead = rest; !ahead.IsEmpty; count++)
        {
            if (!TryTakeText(ref ahead, isFirst: count == 0, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a range, and before it the comma.</summary>
    internal static bool TryTakeText(scoped ref ReadOnlySpan<byte> rest, bool isFirst, out ReadOnlySpan<byte> range)
    {
        range = default;
        if (!isFirst && rest is not [(byte)',', ..])
        {
            return false;
        }

        var from = isFirst ? rest : rest[1..];
        rest = from;
        var read = RangeForm.TryTakeText(ref rest, out _);
        range = from[..^rest.Length];
        return read;
    }
}
