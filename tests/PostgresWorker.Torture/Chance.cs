namespace PostgresWorker.Torture;

/// <summary>Chance that a seed does again.</summary>
#pragma warning disable RS0030 // Seeded: what was found is found again.
#pragma warning disable CA5394 // No secret is made of it.
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    /// <summary>A number from 0 to below another.</summary>
    public int Below(int end)
    {
        lock (_lock)
        {
            return _random.Next(end);
        }
    }

    /// <summary>A number from one to another.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>A time whose mean is given, as of things that happen whenever.</summary>
    public TimeSpan Wait(TimeSpan mean)
    {
        lock (_lock)
        {
            return mean * Math.Min(-Math.Log(1 - _random.NextDouble()), 4);
        }
    }

    /// <summary>One of some.</summary>
    public T Of<T>(IReadOnlyList<T> some) => some[Below(some.Count)];
}
#pragma warning restore CA5394, RS0030
