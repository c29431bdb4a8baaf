using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PostgresWorker.Torture.Worker;

/// <summary>Tells the torture what was handled: a line each, written through so that it outlives SIGKILL, with times of a clock that all processes share.</summary>
internal sealed class Journal : IDisposable
{
    /// <summary>The kind of what is no change, but a row that was there.</summary>
    public const string Row = "ROW";

    /// <summary>How the names of its files end: what was handled, and what befell.</summary>
    public const string Handlings = "journal", Befallings = "befell";

    private readonly FileStream _handlings;
    private readonly FileStream _befallings;
    private readonly Lock _lock = new();

    public Journal(string folder) => (_handlings, _befallings) = (Open(folder, Handlings), Open(folder, Befallings));

    /// <summary>A listener has handled a change, or a snapshot's row.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="change">The change.</param>
    /// <param name="key">The row's key; of a change without one, 0.</param>
    /// <param name="writer">Who wrote it.</param>
    /// <param name="seq">What number of his.</param>
    /// <param name="began">When the listener was called.</param>
    public void Handled(string listener, Change change, long key, int writer, long seq, long began)
    {
        var context = change.Context;
        Write(_handlings, string.Create(
            CultureInfo.InvariantCulture,
            $"{listener} {(context.Transaction.Snapshot is null ? change.Action : Row)} {context.Id} {context.Transaction.TransactionId} {key} {writer} {seq} {began} {Stopwatch.GetTimestamp()}\n"));
    }

    /// <summary>Something befell a listener, as it was asked for: in a file for itself, which the torture reads again and again.</summary>
    public void Befell(string what) => Write(_befallings, string.Create(CultureInfo.InvariantCulture, $"{what} {Stopwatch.GetTimestamp()}\n"));

    public void Dispose()
    {
        _handlings.Dispose();
        _befallings.Dispose();
    }

    private static FileStream Open(string folder, string name) =>
        new(Path.Combine(folder, $"{Environment.ProcessId}.{name}"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private void Write(FileStream file, string line)
    {
        lock (_lock)
        {
            file.Write(Encoding.ASCII.GetBytes(line));
        }
    }
}
