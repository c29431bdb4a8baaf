using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Security;

/// <summary>Connections of both kinds by TLS with the server's name checked, and passwords by SCRAM bound to it.</summary>
public sealed class EncryptionTests
{
    private const string Password = "pa;ss'w\"örd=1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_whose_certificate_is_trusted_is_read_and_another_is_not()
    {
        await using var own = await EncryptedServer.StartAsync(Token);
        await using var database = await TestDatabase.CreateAsync(own.Server);
        await database.ExecuteAsync($"CREATE ROLE guarded SUPERUSER LOGIN PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'");
        await using (var trusting = await RunningWorker.StartAsync(database, options => options.ConnectionString = Guarded(database, own.Authority, "localhost")))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
            await trusting.HasHandledAsync(1);

            // Those beside the stream come and go.
            await Eventually.IsTrueAsync(
                () => database.ScalarAsync<bool>(
                    "SELECT bool_and(s.ssl) AND count(*) FILTER (WHERE a.backend_type = 'walsender') = 1 FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.usename = 'guarded'"),
                () => $"the connection of the stream is encrypted; the log is:\n{trusting.Log}");
            await trusting.StopAsync();
            Assert.DoesNotContain("rd=1", trusting.Log.ToString(), StringComparison.Ordinal);
        }

        foreach (var (authority, host) in new[] { (own.AnotherAuthority(), "localhost"), (own.Authority, "127.0.0.1") })
        {
            await using var refused = await RunningWorker.BeginAsync<Shop>(database, options => options.ConnectionString = Guarded(database, authority, host));
            await Eventually.IsTrueAsync(() => refused.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), () => $"it is refused, and tried again; the log is:\n{refused.Log}");
            Assert.Contains("certificate", refused.Log.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.False(refused.Log.Contains(PostgresWorkerEventIds.Streaming), refused.Log.ToString());
        }
    }

    private static string Guarded(TestDatabase database, string authority, string host) => new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        Host = host,
        Username = "guarded",
        Password = Password,
        SslMode = SslMode.VerifyFull,
        RootCertificate = authority,
        ChannelBinding = ChannelBinding.Require,
        Pooling = false,
    }.ConnectionString;
}
