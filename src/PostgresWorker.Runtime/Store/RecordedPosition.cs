using System.Buffers.Binary;
using System.Globalization;

namespace PostgresWorker.Store;

/// <summary>
/// Where the record of a change stands in <c>postgres_worker.handled_changes</c>: at the change's position. A row of a snapshot that was read beside the WAL comes again at another one, so it stands behind every position there is, at one
/// made of its id, which does not change: the snapshot's number and the hash of its key.
/// </summary>
internal sealed record RecordedPosition(string Commit, string Change, string Ordinal)
{
    /// <summary>What is recorded of rows of snapshots is at or behind this.</summary>
    public const string FirstOfSnapshots = "FFFFFFFF/0";

    public static RecordedPosition Of(ChangeContext context)
    {
        // In an outbox a row of a snapshot has a number like any change.
        if (context.Transaction is not { Outbox: null, Snapshot: { } snapshot })
        {
            return new RecordedPosition(context.Transaction.CommitLsn.ToString(), context.Lsn.ToString(), context.Ordinal.ToString(CultureInfo.InvariantCulture));
        }

        var hash = Convert.FromHexString(context.Id.AsSpan(context.Id.LastIndexOf(':') + 1));
        return new RecordedPosition(
            new Lsn(((ulong)uint.MaxValue << 32) | (uint)snapshot).ToString(),
            new Lsn(BinaryPrimitives.ReadUInt64BigEndian(hash)).ToString(),
            BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(sizeof(ulong))).ToString(CultureInfo.InvariantCulture));
    }
}
