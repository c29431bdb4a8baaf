namespace PostgresWorker.Outbox;

/// <summary>
/// Ids as ranges in which they lie close together, so that an index is walked along each and not gone down once for each id, which costs the server several times as much.
/// </summary>
internal sealed class IdRanges
{
    // To step over so many entries of an index costs about as much as to go down it once.
    private const int MaxGap = 16;

    private readonly List<long> _firsts = [];
    private readonly List<long> _lasts = [];

    /// <param name="ids">The ids, in order.</param>
    public IdRanges(ReadOnlySpan<long> ids)
    {
        foreach (var id in ids)
        {
            if (_lasts.Count > 0 && id - _lasts[^1] <= MaxGap)
            {
                _lasts[^1] = id;
            }
            else
            {
                _firsts.Add(id);
                _lasts.Add(id);
            }
        }
    }

    /// <summary>Where each begins.</summary>
    public long[] Firsts => [.. _firsts];

    /// <summary>Where each ends.</summary>
    public long[] Lasts => [.. _lasts];
}
