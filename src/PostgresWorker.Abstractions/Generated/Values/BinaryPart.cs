using System.Buffers.Binary;

namespace PostgresWorker.Generated.Values;

/// <summary>Takes from the front of a binary form what arrays, ranges, composites and hstore are made of; false where it ends before.</summary>
internal static class BinaryPart
{
    internal static bool TryTakeInt32(scoped ref ReadOnlySpan<byte> rest, out int number)
    {
        var read = BinaryPrimitives.TryReadInt32BigEndian(rest, out number);
        rest = read ? rest[sizeof(int)..] : rest;
        return read;
    }

    internal static bool TryTakeUInt32(scoped ref ReadOnlySpan<byte> rest, out uint number)
    {
        var read = TryTakeInt32(ref rest, out var signed);
        number = (uint)signed;
        return read;
    }

    /// <summary>Takes a length and as many bytes; the length -1 is NULL.</summary>
    internal static bool TryTakeValue(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value, out ValueFormat format)
    {
        value = default;
        format = ValueFormat.Null;
        if (!TryTakeInt32(ref rest, out var length) || length < -1 || length > rest.Length)
        {
            return false;
        }

        if (length >= 0)
        {
            value = rest[..length];
            rest = rest[length..];
            format = ValueFormat.Binary;
        }

        return true;
    }
}
