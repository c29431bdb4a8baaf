using Npgsql;

namespace PostgresWorker.Delivery;

/// <summary>
/// The server undid a listener's transaction because of what others did at the same time: run again as a whole it may well succeed, and the listener has not
/// failed. See <see href="https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html">Serialization Failure Handling</see>.
/// </summary>
internal static class SerializationFailure
{
    /// <summary>Whether it is a serialization failure (40001) or a deadlock (40P01), be it within what the listener made of it.</summary>
    public static bool Is(Exception? exception) =>
        exception is not null && (exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } || Is(exception.InnerException));
}
