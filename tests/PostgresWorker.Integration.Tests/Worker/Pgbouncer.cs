using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Worker;

/// <summary>A pooler before a server, by default in transaction mode, with fewer connections than its clients have.</summary>
internal sealed class Pgbouncer : IAsyncDisposable
{
    private readonly ThrowAwayProgram _program;
    private readonly string _folder;

    private Pgbouncer(ThrowAwayProgram program, string folder, string connectionString) => (_program, _folder, ConnectionString) = (program, folder, connectionString);

    public string ConnectionString { get; }

    /// <summary>Skips the test where there is no such program.</summary>
    public static string Find()
    {
        var path = Environment.GetEnvironmentVariable("POSTGRESWORKER_PGBOUNCER") ?? "/usr/sbin/pgbouncer";
        Assert.SkipUnless(File.Exists(path), $"There is no pgbouncer at {path}; POSTGRESWORKER_PGBOUNCER says where it is.");
        return path;
    }

    /// <param name="path">The program.</param>
    /// <param name="connectionString">The server.</param>
    /// <param name="mode">How long a client keeps a connection to the server.</param>
    /// <param name="ignored">What clients may begin with that it drops.</param>
    public static async Task<Pgbouncer> StartAsync(string path, string connectionString, string mode = "transaction", string ignored = "extra_float_digits,options")
    {
        var behind = new NpgsqlConnectionStringBuilder(connectionString);
        var folder = Directory.CreateTempSubdirectory("pgbouncer").FullName;
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"\"{behind.Username}\" \"{behind.Password}\"\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "ini"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host={behind.Host} port={behind.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {Path.Combine(folder, "users")}
                pool_mode = {mode}
                default_pool_size = 4
                max_client_conn = 200
                ignore_startup_parameters = {ignored}
                {(Environment.IsPrivilegedProcess ? "user = nobody" : "")}
                """));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        var program = ThrowAwayProgram.Start(path, [Path.Combine(folder, "ini")], folder, new Dictionary<string, string>(StringComparer.Ordinal));
        await program.LineAsync(line => line.Contains("process up", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var through = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port, NoResetOnClose = true, SslMode = SslMode.Disable };
        return new Pgbouncer(program, folder, through.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
