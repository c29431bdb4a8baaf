using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>The settings of a throw-away server: as fast as can be for data that nobody will miss, and ready for logical replication.</summary>
internal static class ServerSettings
{
    // A socket's path must fit into 107 bytes (103 on macOS), with its name /.s.PGSQL.12345.
    private const int MaxSocketFolder = 85;

    public static IEnumerable<string> Lines(int port, string folder, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = OperatingSystem.IsWindows() || folder.Length > MaxSocketFolder ? "" : folder,
            ["wal_level"] = "logical",
            ["max_wal_senders"] = "20",
            ["max_replication_slots"] = "20",
            ["max_connections"] = "100",
            ["shared_buffers"] = "16MB",
            // Safe against a crash of the server, which tests make, and not of the machine, after which all is gone anyway.
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
            ["jit"] = "off",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_line_prefix"] = "%m [%p] ",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all.Select(setting => $"{setting.Key} = '{setting.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'");
    }
}
