using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Torture.Worker;

/// <summary>Keeps a copy of the items, in the transactions that it is handed: each change takes effect once, so the copy is the table and the list of effects has each change once.</summary>
internal static class MirrorListener
{
    public const string Name = "mirror";

    private const string Effect = "INSERT INTO mirror.effects (change_id, pid) VALUES ($1, $2)";

    [PostgresListener("torture", "items", Name = Name)]
    public static async Task OnItem(Change<Item> change, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Effect) { Parameters = { new() { Value = change.Context.Id }, new() { Value = Environment.ProcessId } } });
        var gone = change switch
        {
            Deleted<Item> { Old.Id: var id } => id,
            Updated<Item> { Old.Id: var old, New.Id: var id } when old != id => old,
            _ => (long?)null,
        };
        if (gone is { } key)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM mirror.items WHERE id = $1") { Parameters = { new() { Value = key } } });
        }

        if (change is not Deleted<Item>)
        {
            batch.BatchCommands.Add(Put(change.Row));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Put(Item row) => new(
        """
        INSERT INTO mirror.items (id, writer, seq, filling, payload) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO UPDATE SET writer = EXCLUDED.writer, seq = EXCLUDED.seq, filling = EXCLUDED.filling, payload = EXCLUDED.payload
        """)
    {
        Parameters =
        {
            new() { Value = row.Id },
            new() { Value = row.Writer },
            new() { Value = row.Seq },
            new() { Value = (object?)row.Filling ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = (object?)row.Payload ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };
}
