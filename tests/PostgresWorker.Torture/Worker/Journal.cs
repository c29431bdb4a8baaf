using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PostgresWorker.Torture.Worker;

/// <summary>Tells the torture what was handled: a line each, written through so that it outlives SIGKILL, with times of a clock that all processes share.</summary>
internal sealed class Journal : IDisposable
{
    /// <summary>The kind of what is no change, but a row that was there.</summary>
    public const string Row = "ROW";

    private readonly FileStream _file;
    private readonly Lock _lock = new();

    public Journal(string folder)
    {
        _file = new FileStream(Path.Combine(folder, $"{Environment.ProcessId}.journal"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

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
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{listener} {(context.Transaction.Snapshot is null ? change.Action : Row)} {context.Id} {context.Transaction.TransactionId} {key} {writer} {seq} {began} {Stopwatch.GetTimestamp()}\n"));
    }

    /// <summary>Something befell a listener, as it was asked for.</summary>
    public void Befell(string what) => Write(string.Create(CultureInfo.InvariantCulture, $"! {what} {Stopwatch.GetTimestamp()}\n"));

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.ASCII.GetBytes(line));
        }
    }
}
