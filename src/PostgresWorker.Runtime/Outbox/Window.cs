namespace PostgresWorker.Outbox;

/// <summary>
/// Which changes have been seen. Numbers are drawn before transactions commit, so a change may appear below others that were seen long before: between the low-water mark, below which none
/// can appear any more, and the highest number seen, whatever is not known is new.
/// </summary>
internal sealed class Window
{
    private readonly HashSet<long> _known = [];
    private Horizon? _candidate;

    /// <summary>Everything up to here that concerns this instance was seen, and nothing can appear there any more.</summary>
    public long Low { get; private set; }

    /// <summary>The highest number up to which was looked.</summary>
    public long High { get; private set; }

    /// <summary>The changes between the two that were seen and are still there, as far as is known.</summary>
    public long[] Known
    {
        get
        {
            var known = new long[_known.Count];
            var count = 0;
            foreach (var id in _known)
            {
                if (id > Low && id <= High)
                {
                    known[count++] = id;
                }
            }

            return count == known.Length ? known : known[..count];
        }
    }

    /// <summary>Everything is looked at again, but for what is known.</summary>
    public void Reset() => (Low, High, _candidate) = (0, 0, null);

    /// <summary>A change is on its way; false where it was before.</summary>
    public bool Add(long id) => _known.Add(id);

    /// <summary>A change was deleted before the next look, or is left to others.</summary>
    public void Remove(long id) => _known.Remove(id);

    /// <summary>A look has brought all that there is up to a number.</summary>
    /// <param name="horizon">How far the outbox was written before it.</param>
    /// <param name="seen">The number; null where it brought all there is.</param>
    /// <returns>Up to where the WAL holds nothing for this instance any more that was not seen; none where that is not known.</returns>
    public Lsn Advance(Horizon horizon, long? seen)
    {
        High = Math.Max(High, seen ?? horizon.LastId);
        var settled = Settled(horizon);
        if (settled is null)
        {
            return Lsn.None;
        }

        Low = Math.Max(Low, Math.Min(settled.LastId, seen ?? long.MaxValue));
        return seen is null || settled.LastId <= seen ? settled.Position : Lsn.None;
    }

    // While somebody always writes, the writers of one moment are waited for, and then those of the next.
    private Horizon? Settled(Horizon horizon)
    {
        if (horizon.Writers.Count == 0)
        {
            _candidate = null;
            return horizon;
        }

        var settled = _candidate is not null && !_candidate.Writers.Overlaps(horizon.Writers) ? _candidate : null;
        _candidate = _candidate is null || settled is not null ? horizon : _candidate;
        return settled;
    }
}
