using System.Data.Common;

namespace PostgresWorker.Delivery.Retries;

/// <summary>
/// Failures that are nobody's fault but the moment's: two transactions of those that run side by side can't both be, and this is the one that was rolled back.
/// See <see href="https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html">serialization failures</see>.
/// </summary>
internal static class TransactionConflict
{
    /// <summary>How often a call is made again for it, without a wait, before it counts as any failure.</summary>
    public const int MaxReruns = 5;

    private const string SerializationFailure = "40001", DeadlockDetected = "40P01";

    /// <summary>Whether this is one, or was caused by one: mappers have exceptions of their own around the driver's.</summary>
    public static bool Is(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is DbException { SqlState: SerializationFailure or DeadlockDetected })
            {
                return true;
            }
        }

        return false;
    }
}
