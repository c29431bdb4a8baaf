using System.Diagnostics;
using System.Text;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Wal;

/// <summary>A transaction's message that says in which trace it is written: what comes behind it in the transaction belongs there.</summary>
internal static class TraceParent
{
    /// <summary>The prefix of such messages.</summary>
    public const string Prefix = "traceparent";

    // Version, trace, span and flags of the version that there is.
    private const int Length = 55;

    /// <summary>The transaction as it goes on behind a message.</summary>
    public static ChangeTransaction? Follow(ChangeTransaction? transaction, PgOutput.LogicalMessage message)
    {
        if (transaction is null || !message.IsTransactional || message.Prefix != Prefix || message.Content.Length != Length)
        {
            return transaction;
        }

        var text = Encoding.ASCII.GetString(message.Content);
        return !ActivityContext.TryParse(text, traceState: null, out _) ? transaction : new ChangeTransaction
        {
            Source = transaction.Source,
            SystemIdentifier = transaction.SystemIdentifier,
            CommitLsn = transaction.CommitLsn,
            CommitTime = transaction.CommitTime,
            TransactionId = transaction.TransactionId,
            TraceParent = text,
        };
    }
}
