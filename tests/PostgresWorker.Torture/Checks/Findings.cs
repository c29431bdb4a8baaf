using System.Collections.Concurrent;

namespace PostgresWorker.Torture.Checks;

/// <summary>What was found to be against the promises, by the invariant that it breaks.</summary>
internal sealed class Findings
{
    /// <summary>The one that says nothing of the promises.</summary>
    public const string Landed = "I9 faults landed";

    private const int Shown = 5;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _found = new(StringComparer.Ordinal);

    public bool IsEmpty => _found.IsEmpty;

    /// <summary>Whether every promise was kept, but not all that was planned has happened: the run shows less than it should.</summary>
    public bool IsInconclusive => !IsEmpty && _found.Keys.All(invariant => invariant == Landed);

    /// <summary>The invariants that are broken.</summary>
    public IEnumerable<string> Broken => _found.Keys.Order(StringComparer.Ordinal);

    public void Add(string invariant, string what) => _found.GetOrAdd(invariant, _ => new ConcurrentQueue<string>()).Enqueue(what);

    /// <summary>The first of each, and how many there are.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (invariant, found) in _found.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"{invariant} is broken, {found.Count} times:";
            foreach (var what in found.Take(Shown))
            {
                yield return $"    {what}";
            }
        }
    }
}
