using System.Data.Common;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Benchmarks;

/// <summary>For listeners that take no transaction.</summary>
internal sealed class NoDatabase : DbDataSource, IListenerTransactions
{
    public override string ConnectionString => "";

    public ValueTask<ListenerTransaction> BeginAsync(IRouted routed, CancellationToken cancelled) => throw new InvalidOperationException("No listener here takes a transaction.");

    protected override DbConnection CreateDbConnection() => throw new InvalidOperationException("No listener here takes a transaction.");
}
