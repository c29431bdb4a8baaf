using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Support;

/// <summary>Transactions of which nothing is left to do.</summary>
internal static class FinishedTransactions
{
    /// <summary>A transaction has been received, and its deliveries are finished.</summary>
    /// <param name="acks">Knows of it.</param>
    /// <param name="source">Has received it.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="deliveries">How many there were.</param>
    public static void Finish(this AckTracker acks, ScriptedSource source, ulong end, int deliveries)
    {
        var transaction = acks.Begin();
        for (var i = 0; i < deliveries; i++)
        {
            transaction.Add();
            transaction.Finish();
        }

        source.Received = new Lsn(Math.Max(end, source.Received.Value));
        acks.Commit(transaction, new Lsn(end));
    }
}
