using System.Collections.Concurrent;

namespace Billing;

/// <summary>What this assembly's listeners were called with.</summary>
public sealed class Ledger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    internal void Write(string line) => _lines.Enqueue(line);
}
