using System.Diagnostics;
using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker;

/// <summary>For writers: tells who reads the changes in which trace they were made.</summary>
public static class PostgresWorkerTracingExtensions
{
    /// <summary>
    /// Puts the current <see cref="Activity"/>'s place in its trace into the transaction, as a message of <c>pg_logical_emit_message</c>: the spans of the changes that are made after it go on from there, where their source
    /// has the option <see cref="SourceOptions.TraceContext"/>. One round trip and some hundred bytes of WAL; nothing where there is no current activity, or it is not of W3C's form.
    /// </summary>
    /// <param name="transaction">The transaction that writes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task EmitTraceParentAsync(this NpgsqlTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } parent })
        {
            await transaction.EmitMessageAsync(TraceParent.Prefix, parent, cancellationToken).ConfigureAwait(false);
        }
    }
}
