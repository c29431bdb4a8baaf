using Npgsql;

namespace PostgresWorker.Sources;

/// <summary>Which errors pass by themselves when one connects again.</summary>
internal static class ConnectionError
{
    /// <summary>The server has ended a session that did nothing in its transaction for longer than idle_in_transaction_session_timeout.</summary>
    public const string IdleInTransaction = "25P03";

    /// <summary>Whether trying again may help: the network, a server that restarts or is overloaded, a lock.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        // ALTER DATABASE ... ALLOW_CONNECTIONS false. As an error of a statement the code is of what does not pass, such as wal_level.
        PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState, InvariantSeverity: "FATAL" } => true,

        // See https://www.postgresql.org/docs/current/errcodes-appendix.html: 08 connection, 25006 read-only (a primary that was demoted, a disk that is full), 25P03 a session that idled (the process got no time), 40 rollback, 53 resources, 55P03 lock, 57 operator.
        // XX000 is what the server did not expect itself, which a definition that changes at that moment is enough for ("cache lookup failed", "tuple concurrently updated"; of a walsender beside TRUNCATE "could not map filenode"): a new connection begins without what it remembered wrongly.
        PostgresException { SqlState: var state } => state is ['0', '8', ..] or ['4', '0', ..] or ['5', '3', ..] or ['5', '7', ..] or IdleInTransaction or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InternalError,
        // Npgsql's, of a connection that is lost while a command on it is begun or cancelled. Other names are of what somebody has disposed of for good.
        ObjectDisposedException { ObjectName: "System.Threading.ManualResetEventSlim" } => true,
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>The same of a source: a password that is refused may be that of before or of later, where it comes from a provider.</summary>
    public static bool IsTransient(Exception exception, SourceOptions options) =>
        IsTransient(exception) ||
        (options.PasswordProvider is not null && exception is PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification });

    /// <summary>Whether a server takes no new connections, as where it shuts down: 57P03, cannot_connect_now.</summary>
    public static bool IsShuttingDown(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow };

    /// <summary>
    /// The server is no primary. That passes: in the middle of a failover the slot is on another, and this one will be the primary, or the name lead elsewhere.
    /// </summary>
    public static NpgsqlException Standby() => new("The server is a standby; changes are read from the primary.");

    /// <summary>Whether another instance reads the slot.</summary>
    public static bool IsSlotInUse(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.ObjectInUse };
}
