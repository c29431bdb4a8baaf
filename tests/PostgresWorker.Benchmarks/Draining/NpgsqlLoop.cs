using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;

namespace PostgresWorker.Benchmarks;

/// <summary>The yardstick: what one writes by hand over Npgsql's replication, for this one table and with nothing around it. It makes the same record of each row.</summary>
internal static class NpgsqlLoop
{
    /// <summary>Reads so many rows.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="rows">After how many it ends.</param>
    /// <param name="onOrder">Given each, and when it was committed.</param>
    /// <param name="stopped">Ends it.</param>
    public static async Task RunAsync(string connectionString, string slot, long rows, Action<Order, DateTime> onOrder, CancellationToken stopped)
    {
        var connection = new LogicalReplicationConnection(connectionString);
        await using var _ = connection.ConfigureAwait(false);
        await connection.Open(stopped).ConfigureAwait(false);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        var messages = connection.StartReplication(new PgOutputReplicationSlot(slot), new PgOutputReplicationOptions(FilledSlot.Publication, PgOutputProtocolVersion.V1, binary: true), enough.Token);
        var (read, committed) = (0L, default(DateTime));
        await foreach (var message in messages.ConfigureAwait(false))
        {
            switch (message)
            {
                case InsertMessage insert:
                    onOrder(await ReadAsync(insert).ConfigureAwait(false), committed);
                    if (++read == rows)
                    {
                        return;
                    }

                    break;
                case BeginMessage begin:
                    committed = begin.TransactionCommitTimestamp;
                    break;
                case CommitMessage commit:
                    connection.SetReplicationStatus(commit.TransactionEndLsn);
                    break;
            }
        }
    }

    private static async ValueTask<Order> ReadAsync(InsertMessage insert)
    {
        var columns = insert.NewRow.GetAsyncEnumerator();
        await using var _ = columns.ConfigureAwait(false);
        async ValueTask<T> NextAsync<T>()
        {
            await columns.MoveNextAsync().ConfigureAwait(false);
            return await columns.Current.Get<T>().ConfigureAwait(false);
        }

        var (id, customer) = (await NextAsync<long>().ConfigureAwait(false), await NextAsync<long>().ConfigureAwait(false));
        var status = await NextAsync<string>().ConfigureAwait(false) switch { "pending" => OrderStatus.Pending, "shipped" => OrderStatus.Shipped, _ => OrderStatus.Cancelled };
        var (total, placed) = (await NextAsync<decimal>().ConfigureAwait(false), await NextAsync<DateTimeOffset>().ConfigureAwait(false));
        await columns.MoveNextAsync().ConfigureAwait(false);
        var note = columns.Current.IsDBNull ? null : await columns.Current.Get<string>().ConfigureAwait(false);
        while (await columns.MoveNextAsync().ConfigureAwait(false))
        {
            // To the message's end.
        }

        return new Order(id, customer, status, total, placed, note);
    }
}
