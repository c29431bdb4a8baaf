using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Wal;

/// <summary>
/// Transactions whose writers have marked them: what stands behind the marker is not delivered. What stands before it was handed out when it came, for a transaction is never held in memory; that is told.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="isOn">Whether markers count.</param>
/// <param name="telemetry">Where they are counted.</param>
/// <param name="logger">Where to say so.</param>
internal sealed class SkippedTransactions(string source, bool isOn, SourceTelemetry? telemetry, ILogger logger)
{
    /// <summary>The prefix of the message, and the name of the setting that triggers look at.</summary>
    public const string Marker = "postgres_worker.skip";

    private long _before;

    /// <summary>Whether the reader is behind a marker, in its transaction.</summary>
    public bool IsInTransaction { get; private set; }

    /// <summary>Another transaction begins.</summary>
    public void Begin() => (IsInTransaction, _before) = (false, 0);

    /// <summary>A change is about to be handed out.</summary>
    /// <returns>Whether it is to be.</returns>
    public bool Passes()
    {
        if (IsInTransaction)
        {
            return false;
        }

        _before++;
        return true;
    }

    /// <summary>Looks whether a message is a marker.</summary>
    /// <param name="message">A message of a transaction, or one that stands alone, which marks nothing.</param>
    /// <param name="transaction">The transaction; null where it stands alone.</param>
    /// <returns>Whether it is.</returns>
    public bool Marks(PgOutput.LogicalMessage message, ChangeTransaction? transaction)
    {
        if (!isOn || transaction is null || !message.IsTransactional || message.Prefix != Marker)
        {
            return false;
        }

        if (!IsInTransaction)
        {
            IsInTransaction = true;
            telemetry?.Skipped();
            Log.TransactionSkipped(logger, source, transaction.TransactionId, transaction.CommitLsn);
            if (_before > 0)
            {
                Log.SkipCameLate(logger, source, transaction.TransactionId, transaction.CommitLsn, _before);
            }
        }

        return true;
    }
}
