namespace PostgresWorker.ThrowAway;

/// <summary>How a server is stopped; see <see href="https://www.postgresql.org/docs/current/server-shutdown.html">Shutting Down the Server</see>.</summary>
public enum PostgresStopMode
{
    /// <summary>Ends sessions and transactions, sends walsenders all there is, and shuts down in order.</summary>
    Fast,

    /// <summary>Ends everything at once, as a crash would; the next start goes through recovery.</summary>
    Immediate,

    /// <summary>Waits until the last client has gone.</summary>
    Smart,
}
