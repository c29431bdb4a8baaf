using System.Buffers;
using System.Text.Json;
using PostgresWorker.Snapshots;

namespace PostgresWorker.Outbox.Snapshots;

/// <summary>What stands in a row of the outbox that is no change but was there before, in the place of the old row: its snapshot, and the texts of its primary key.</summary>
/// <param name="Snapshot">The snapshot's number.</param>
/// <param name="Id">The row's id.</param>
internal sealed record SnapshotMark(long Snapshot, string Id)
{
    /// <summary>Reads <c>{"snapshot": 7, "key": ["a", "1"]}</c>, as <see cref="Provisioning.SnapshotFunction"/> writes it.</summary>
    public static SnapshotMark Read(TableName table, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var key = new ArrayBufferWriter<byte>();
        var snapshot = 0L;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                snapshot = reader.GetInt64();
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                var text = new byte[reader.ValueSpan.Length];
                SnapshotRowId.Add(key, text.AsSpan(0, reader.CopyString(text)));
            }
        }

        return new SnapshotMark(snapshot, SnapshotRowId.Of(snapshot, table, key.WrittenSpan));
    }
}
