using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>
/// The lanes that this instance holds, and how many of its changes are unfinished in each. A lane that is to be given up takes no more, and is given up when it is empty: whoever
/// has it next must not deliver beside this instance.
/// </summary>
/// <param name="time">The clock by which the lease runs out.</param>
internal sealed class LaneTable(TimeProvider? time = null) : ILaneShare
{
    public const int Count = 256;

    private static readonly short[] All = [.. Enumerable.Range(0, Count).Select(lane => (short)lane)];

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly bool[] _isHeld = new bool[Count];
    private readonly bool[] _isLeaving = new bool[Count];
    private readonly bool[] _isKept = new bool[Count];
    private readonly int[] _unfinished = new int[Count];
    private int _entered;
    private long _until = long.MaxValue;

    /// <inheritdoc />
    public short[]? Lanes => Held;

    /// <inheritdoc />
    public Func<CancellationToken, Task>? TakenOver { get; set; }

    /// <inheritdoc />
    public Func<CancellationToken, Task>? ParkedElsewhere { get; set; }

    /// <summary>Another whenever lanes come or go, or a change was refused since the lease had run out: what was seen before is looked at again, for what is in them may have been passed over, or be handled by others since.</summary>
    public int Version { get; private set; }

    /// <summary>How often this instance had taken lanes when it had these: another number whenever there are some that it did not have before. By it the database tells what was said of fewer lanes.</summary>
    public long Claims { get; private set; }

    /// <summary>The lanes that take changes.</summary>
    public short[] Held
    {
        get
        {
            lock (_lock)
            {
                return Those(lane => _isHeld[lane] && !_isLeaving[lane]);
            }
        }
    }

    /// <summary>The lanes that are to be given up, and have nothing unfinished.</summary>
    public short[] Empty
    {
        get
        {
            lock (_lock)
            {
                return _entered > 0 ? [] : Those(lane => _isLeaving[lane] && _unfinished[lane] == 0);
            }
        }
    }

    /// <summary>How many changes are unfinished.</summary>
    public int Unfinished
    {
        get
        {
            lock (_lock)
            {
                return _unfinished.Sum();
            }
        }
    }

    /// <inheritdoc />
    public bool TryEnter(short? lane)
    {
        lock (_lock)
        {
            if (lane is { } one && !(_isHeld[one] && !_isLeaving[one] && !IsExpired))
            {
                return false;
            }

            Add(lane, 1);
            return true;
        }
    }

    /// <inheritdoc />
    public void Leave(short? lane)
    {
        lock (_lock)
        {
            Add(lane, -1);
        }
    }

    /// <summary>Up to which timestamp the lanes are held: a process that was suspended must not take anything new before it has learned that they are others' now.</summary>
    public long Until { set => Volatile.Write(ref _until, value); }

    /// <summary>Whether that has passed.</summary>
    public bool IsExpired => _time.GetTimestamp() >= Volatile.Read(ref _until);

    /// <summary>Whether some are to be given up.</summary>
    public bool IsLeaving
    {
        get
        {
            lock (_lock)
            {
                return Array.IndexOf(_isLeaving, true) >= 0;
            }
        }
    }

    /// <inheritdoc />
    public bool HoldsAll
    {
        get
        {
            lock (_lock)
            {
                return _isHeld.All(isHeld => isHeld) && !_isLeaving.Any(isLeaving => isLeaving);
            }
        }
    }

    public bool Holds(int lane)
    {
        lock (_lock)
        {
            return _isHeld[lane] && !_isLeaving[lane];
        }
    }

    /// <summary>A change of the lane, seen at a version, is about to be delivered; false where that is no longer this instance's to do, or lanes have come or gone since.</summary>
    public bool TryEnter(int lane, int version)
    {
        lock (_lock)
        {
            if (IsExpired)
            {
                // If the lease is renewed all the same, what is refused here must be looked at again: else it would be passed over, and what comes behind it not.
                Version++;
                return false;
            }

            var isOurs = version == Version && _isHeld[lane] && !_isLeaving[lane];
            _unfinished[lane] += isOurs ? 1 : 0;
            return isOurs;
        }
    }

    /// <summary>Lanes are this instance's from now on; those that were before are passed over.</summary>
    /// <param name="lanes">All of its lanes.</param>
    /// <param name="claims">How often it has taken some.</param>
    /// <returns>How many were not.</returns>
    public int Take(IEnumerable<short> lanes, long claims)
    {
        lock (_lock)
        {
            var taken = 0;
            foreach (var lane in lanes)
            {
                taken += _isHeld[lane] ? 0 : 1;
                _isHeld[lane] = true;
            }

            Version += taken > 0 || claims != Claims ? 1 : 0;
            Claims = claims;
            return taken;
        }
    }

    /// <summary>So many of the lanes, the last ones, are to be given up.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isAgain">Whether also those that were to be before, were kept, and have not become empty since.</param>
    /// <returns>How many there were.</returns>
    public int Yield(int count, bool isAgain = true)
    {
        lock (_lock)
        {
            var yielded = 0;
            for (var lane = Count - 1; lane >= 0 && yielded < count; lane--)
            {
                if (_isHeld[lane] && !_isLeaving[lane] && (isAgain || !_isKept[lane]))
                {
                    _isLeaving[lane] = true;
                    yielded++;
                }
            }

            Version += yielded > 0 ? 1 : 0;
            return yielded;
        }
    }

    /// <summary>What is to be given up and does not become empty is kept: one change that waits must not hold up all others of its lane.</summary>
    /// <returns>How many lanes that are.</returns>
    public int Keep()
    {
        lock (_lock)
        {
            var kept = _isLeaving.Count(isLeaving => isLeaving);
            for (var lane = 0; lane < Count; lane++)
            {
                _isKept[lane] |= _isLeaving[lane];
            }

            Array.Clear(_isLeaving);
            Version += kept > 0 ? 1 : 0;
            return kept;
        }
    }

    /// <summary>The lanes are somebody else's from now on.</summary>
    public void Drop(IEnumerable<short> lanes)
    {
        lock (_lock)
        {
            foreach (var lane in lanes)
            {
                _isHeld[lane] = _isLeaving[lane] = false;
            }
        }
    }

    private void Add(short? lane, int count)
    {
        if (lane is { } one)
        {
            _unfinished[one] += count;
            _isKept[one] &= _unfinished[one] > 0;
        }
        else
        {
            _entered += count;
        }
    }

    private static short[] Those(Predicate<short> isOne) => Array.FindAll(All, isOne);
}
