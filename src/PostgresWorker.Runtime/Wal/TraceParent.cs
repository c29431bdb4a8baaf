using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Wal;

/// <summary>What a writer puts into its transaction to say in which trace that is: what comes behind it belongs there. A message for who reads the WAL, a setting for the triggers of an outbox.</summary>
internal static class TraceParent
{
    /// <summary>The prefix of such messages.</summary>
    public const string Prefix = "traceparent";

    /// <summary>The transaction's setting.</summary>
    public const string Setting = "postgres_worker.traceparent";

    // Version, trace, span and flags of the version that there is.
    private const int Length = 55;

    /// <summary>Whether it is a place in a trace.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) => text is { Length: Length } && ActivityContext.TryParse(text, traceState: null, out _);

    /// <summary>The transaction as it goes on behind a message.</summary>
    public static ChangeTransaction? Follow(ChangeTransaction? transaction, PgOutput.LogicalMessage message)
    {
        if (transaction is null || !message.IsTransactional || message.Prefix != Prefix || message.Content.Length != Length)
        {
            return transaction;
        }

        var text = Encoding.ASCII.GetString(message.Content);
        return !IsValid(text) ? transaction : new ChangeTransaction
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
