using System.Globalization;
using Npgsql;

namespace PostgresWorker.Wal;

/// <summary>The source's connection string with what the stream relies on.</summary>
internal static class WalConnectionString
{
    // The text forms that ValueReader reads; settings of the database or role would change them otherwise.
    private const string TextForms = "-c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c TimeZone=UTC";

    // Within half a minute the server finds that the machine is gone that was in the middle of a listener's transaction: its locks, and the record for which the next instance waits, would stay for two hours by Linux's own settings.
    private const string KeepAlives = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    private const int ReadBuffer = 64 * 1024;

    /// <summary>For the stream, whose values are not Npgsql's to read: it need not load the database's types, which takes longer than connecting.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="connectionString">Its connection string.</param>
    /// <param name="timeout">After which silence the server gives the slot to others; null for its own setting.</param>
    public static string ForReplication(string source, string connectionString, TimeSpan? timeout)
    {
        var builder = new NpgsqlConnectionStringBuilder(For(source, connectionString));
        if (timeout is { TotalMilliseconds: var milliseconds })
        {
            // The connection string's own comes later, and so wins.
            builder.Options = string.Create(CultureInfo.InvariantCulture, $"-c wal_sender_timeout={(long)milliseconds} {builder.Options}");
        }

#pragma warning disable CS0618 // Obsolete in favour of the data source's builder, but a replication connection takes no data source.
        builder.ServerCompatibilityMode = ServerCompatibilityMode.NoTypeLoading;
#pragma warning restore CS0618

        // While a backlog is read the socket is full: what is read at once need not be asked for, nor waited for, again.
        builder.ReadBufferSize = Math.Max(builder.ReadBufferSize, ReadBuffer);
        return builder.ConnectionString;
    }

    /// <summary>Whether the connection string names several hosts, of which the primary is wanted.</summary>
    public static bool HasSeveralHosts(string connectionString) => HasSeveralHosts(new NpgsqlConnectionStringBuilder(connectionString));

    /// <summary>For one of several hosts: Npgsql has no replication connections with more.</summary>
    public static string ForHost(string connectionString, string host, int port)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Host = host, Port = port, TargetSessionAttributes = null, LoadBalanceHosts = false };
        return builder.ConnectionString;
    }

    /// <summary>For the connections beside the stream.</summary>
    public static string For(string source, string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(Named(source, connectionString));
        builder.Options = builder.Options is { Length: > 0 } options ? $"{options} {TextForms}" : TextForms;

        // Npgsql sends these as settings of their own, which win over those of Options.
        builder.Timezone = "UTC";
        builder.ClientEncoding = "UTF8";
        return builder.ConnectionString;
    }

    /// <summary>For the store: nothing that needs a session of the server's own, so that a pooler may stand before it.</summary>
    public static string ForStore(string source, string connectionString) =>
        new NpgsqlConnectionStringBuilder(Named(source, connectionString)) { MaxAutoPrepare = 0, Enlist = false }.ConnectionString;

    /// <summary>For the transactions of listeners, whose settings are the application's own.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="connectionString">Its connection string.</param>
    /// <param name="mayBePooler">Whether a pooler may stand before the server, which takes no such settings as these.</param>
    public static string ForListeners(string source, string connectionString, bool mayBePooler)
    {
        var builder = new NpgsqlConnectionStringBuilder(Named(source, connectionString));
        if (!mayBePooler)
        {
            // The connection string's own come later, and so win.
            builder.Options = builder.Options is { Length: > 0 } options ? $"{KeepAlives} {options}" : KeepAlives;
        }

        return builder.ConnectionString;
    }

    private static string Named(string source, string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(builder.ApplicationName))
        {
            builder.ApplicationName = $"PostgresWorker {source}";
        }

        // Of several hosts the first that answers may be a standby, for ever.
        if (HasSeveralHosts(builder) && builder.TargetSessionAttributes is null)
        {
            builder.TargetSessionAttributes = "primary";
        }

        return builder.ConnectionString;
    }

    private static bool HasSeveralHosts(NpgsqlConnectionStringBuilder builder) => builder.Host?.Contains(',', StringComparison.Ordinal) == true;
}
