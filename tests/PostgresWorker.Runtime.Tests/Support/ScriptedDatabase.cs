using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Tests.Support;

/// <summary>A database whose transactions begin and are rolled back, and have no contents.</summary>
internal sealed class ScriptedDatabase : DbDataSource, IListenerTransactions
{
    public int Begun { get; private set; }

    public override string ConnectionString => "";

    public async ValueTask<ListenerTransaction> BeginAsync(IRouted routed, CancellationToken cancelled)
    {
        var connection = await OpenConnectionAsync(cancelled);
        return new ListenerTransaction(connection, await connection.BeginTransactionAsync(cancelled), routed, changes: null!, begun: 0);
    }

    protected override DbConnection CreateDbConnection() => new Connection(this);

    internal sealed class Error(string state) : DbException("scripted")
    {
        public override string SqlState => state;
    }

    private sealed class Connection(ScriptedDatabase database) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override ConnectionState State => ConnectionState.Open;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open()
        {
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        {
            database.Begun++;
            return new Transaction(this);
        }

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }

    private sealed class Transaction(Connection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
