using System.Buffers.Binary;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// The binary form of arrays (<c>array_send</c>): int32 count of dimensions, int32 whether there are NULLs, the OID of the elements' type, for each dimension int32 length
/// and int32 lower bound, then length and bytes of each element.
/// </summary>
internal static class ArrayForm
{
    /// <summary>MAXDIM of the server.</summary>
    internal const int MaxDimensions = 6;

    /// <summary>Takes the header; the count of elements, or -1 where it is not well-formed. An array of more than one dimension is not taken further.</summary>
    internal static int BeginBinary(scoped ref ReadOnlySpan<byte> rest, out int dimensions, out uint elementOid)
    {
        elementOid = 0;
        if (!BinaryPart.TryTakeInt32(ref rest, out dimensions) || dimensions is < 0 or > MaxDimensions)
        {
            dimensions = 0;
            return -1;
        }

        if (!BinaryPart.TryTakeInt32(ref rest, out var flags) || flags is not (0 or 1) || !BinaryPart.TryTakeUInt32(ref rest, out elementOid))
        {
            return -1;
        }

        if (dimensions != 1)
        {
            return dimensions == 0 ? 0 : -1;
        }

        // An element takes four bytes at least: what is allocated is bounded by what was sent.
        var isWhole = BinaryPart.TryTakeInt32(ref rest, out var count) & BinaryPart.TryTakeInt32(ref rest, out _);
        return isWhole && count >= 0 && count <= rest.Length / sizeof(int) ? count : -1;
    }
}
