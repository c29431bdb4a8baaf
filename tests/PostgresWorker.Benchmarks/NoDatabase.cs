using System.Data.Common;

namespace PostgresWorker.Benchmarks;

/// <summary>For listeners that take no transaction.</summary>
internal sealed class NoDatabase : DbDataSource
{
    public override string ConnectionString => "";

    protected override DbConnection CreateDbConnection() => throw new InvalidOperationException("No listener here takes a transaction.");
}
