using System.Net.Sockets;
using Npgsql;
using PostgresWorker.Sources;

namespace PostgresWorker.Tests.Hosting;

public sealed class ConnectionErrorTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.ConnectionFailure, true)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, true)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, true)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, true)]
    [InlineData("25P03", true)]
    [InlineData(PostgresErrorCodes.InternalError, true)]
    [InlineData(PostgresErrorCodes.DataCorrupted, false)]
    [InlineData(PostgresErrorCodes.InvalidPassword, false)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName, false)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege, false)]
    [InlineData(PostgresErrorCodes.UndefinedTable, false)]
    [InlineData(PostgresErrorCodes.ObjectNotInPrerequisiteState, false)]
    [InlineData(PostgresErrorCodes.ObjectInUse, false)]
    public void A_servers_error_passes_by_its_state(string state, bool passes)
    {
        var error = new PostgresException("message", "ERROR", "ERROR", state);
        Assert.Equal(passes, ConnectionError.IsTransient(error));
        Assert.Equal(state == PostgresErrorCodes.ObjectInUse, ConnectionError.IsSlotInUse(error));
    }

    [Fact]
    public void A_database_that_takes_no_connections_for_a_while_says_so_in_ending_the_session() =>
        Assert.True(ConnectionError.IsTransient(new PostgresException("database is not currently accepting connections", "FATAL", "FATAL", PostgresErrorCodes.ObjectNotInPrerequisiteState)));

    [Fact]
    public void The_networks_errors_pass_and_ours_do_not()
    {
        Assert.All<Exception>(
            [new NpgsqlException(), new IOException(), new TimeoutException(), new SocketException(), new ObjectDisposedException("System.Threading.ManualResetEventSlim")],
            error => Assert.True(ConnectionError.IsTransient(error)));
        Assert.All<Exception>(
            [new InvalidOperationException(), new ObjectDisposedException("ours"), new FormatException(), new PostgresWorkerConfigurationException("shop", [])],
            error => Assert.False(ConnectionError.IsTransient(error)));
    }
}
