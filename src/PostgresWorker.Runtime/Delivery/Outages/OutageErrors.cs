using Npgsql;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Outages;

/// <summary>
/// Which errors at a transaction's end are the database's, and which the listener's: those are all that its statements may have caused. See
/// <see href="https://www.postgresql.org/docs/current/errcodes-appendix.html">the error codes</see>.
/// </summary>
internal static class OutageErrors
{
    /// <summary>Of the worker's own statement, which is simple: what keeps it from its end comes from without. But a conflict with another transaction concerns all of this one, and who let it idle is the listener.</summary>
    public static bool IsOfStatement(Exception error) => error is PostgresException { SqlState: var state }
        ? ConnectionError.IsTransient(error) && state is not (['4', '0', ..] or ConnectionError.IdleInTransaction)
        : IsOfConnection(error);

    /// <summary>Of COMMIT, in which deferred constraints and triggers run, which a listener's statements have set off: their failures, timeouts included, are the listener's.</summary>
    public static bool IsOfCommit(Exception error) => error is PostgresException { SqlState: var state }
        ? state is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..]
        : IsOfConnection(error);

    // That a command still runs, which the listener has not waited for, is an NpgsqlException too, but not a transient one.
    private static bool IsOfConnection(Exception error) => error is NpgsqlException { IsTransient: true } or IOException or TimeoutException or System.Net.Sockets.SocketException;
}
