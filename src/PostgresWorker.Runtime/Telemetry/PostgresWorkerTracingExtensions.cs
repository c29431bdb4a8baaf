using System.Diagnostics;
using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker;

/// <summary>For writers: tells who reads the changes in which trace they were made, be it from the WAL or through an outbox.</summary>
/// <remarks>
/// The spans of the changes that are made behind the call go on from the current <see cref="Activity"/>, where their source has the option <see cref="SourceOptions.TraceContext"/>. It holds until another call, or the transaction's end. No right is
/// needed. It costs a round trip and some hundred bytes of WAL; nothing where there is no current activity, or it is not of W3C's form.
/// </remarks>
public static class PostgresWorkerTracingExtensions
{
    /// <summary>Puts the current <see cref="Activity"/>'s place in its trace into the transaction.</summary>
    /// <param name="transaction">The transaction that writes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public static async Task EmitTraceParentAsync(this NpgsqlTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (Current() is { } mark)
        {
            await mark.PutAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Puts the current <see cref="Activity"/>'s place in its trace into the connection's transaction; for those who have no <see cref="NpgsqlTransaction"/>, as within a <c>TransactionScope</c>. A round trip more.
    /// </summary>
    /// <param name="connection">An open connection that is in a transaction.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">It is in none: what it writes next would be without.</exception>
    public static async Task EmitTraceParentAsync(this NpgsqlConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (Current() is { } mark && !await mark.TryPutAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException("The connection is in no transaction, so what it writes next would be without the trace: begin one, and call EmitTraceParentAsync then.");
        }
    }

    private static TransactionMark? Current() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } parent } ? new TransactionMark(TraceParent.Setting, parent, TraceParent.Prefix, parent) : null;
}
