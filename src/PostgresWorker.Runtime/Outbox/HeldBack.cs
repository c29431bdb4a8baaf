namespace PostgresWorker.Outbox;

/// <summary>What must not be handed out yet in one look, as it stands behind a change that waits for other instances: of a moved row its two lanes, of a truncate its capture's changes.</summary>
internal sealed class HeldBack
{
    private readonly HashSet<short> _lanes = [];
    private bool _isAll;

    /// <summary>Whether there is something.</summary>
    public bool IsAny => _isAll || _lanes.Count > 0;

    /// <summary>A change waits, and what is ordered with it.</summary>
    public void Add(in OutboxRow row)
    {
        // A truncate is ordered with all lanes of its table; others have few changes meanwhile.
        _isAll |= row.Kind == 'T';
        _lanes.Add(row.Lane);
        if (row.OldLane is { } old)
        {
            _lanes.Add(old);
        }
    }

    /// <summary>Whether a change waits for one before it.</summary>
    public bool Holds(in OutboxRow row) => _isAll || _lanes.Contains(row.Lane) || (row.OldLane is { } old && _lanes.Contains(old));
}
