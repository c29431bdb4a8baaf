using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PostgresWorker.Snapshots;

/// <summary>
/// The id of a row of a snapshot, the same whenever it comes: the snapshot, the table, and a hash of the texts of its key. A hash and not the key itself: ids are in logs, where no value of a row is to be.
/// </summary>
internal static class SnapshotRowId
{
    // Enough that no two rows of any table have the same.
    internal const int HashLength = 12;

    /// <summary>Adds the text of one of the key's columns.</summary>
    public static void Add(IBufferWriter<byte> key, ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32BigEndian(key.GetSpan(sizeof(int)), text.Length);
        key.Advance(sizeof(int));
        key.Write(text);
    }

    /// <param name="snapshot">The snapshot's number.</param>
    /// <param name="table">The table.</param>
    /// <param name="key">What <see cref="Add"/> has written.</param>
    public static string Of(long snapshot, TableName table, ReadOnlySpan<byte> key) =>
        string.Create(CultureInfo.InvariantCulture, $"{snapshot}:{table}:{Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, HashLength))}");
}
