using Npgsql;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Snapshots;

namespace PostgresWorker.Outbox.Snapshots;

/// <summary>What the server says when it can't write rows, in words that name the way out.</summary>
internal static class OutboxSnapshotErrors
{
    public static SnapshotFailedException Of(TableName table, PostgresException error) => new(
        error.SqlState switch
        {
            PostgresErrorCodes.UndefinedTable => SnapshotFindings.OfTable(table, exists: false, hasKey: false)!.Message,
            SnapshotFunction.NoKey => SnapshotFindings.OfTable(table, exists: true, hasKey: false)!.Message,
            SnapshotFunction.OtherKey => SnapshotFindings.OfOtherKey(table),
            _ => SnapshotFindings.OfError(table, error),
        },
        error);
}
