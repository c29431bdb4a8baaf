namespace PostgresWorker.Generated;

/// <summary>A range.</summary>
/// <typeparam name="T">What its bounds are read into.</typeparam>
public readonly struct RangeValue<T>
{
    internal RangeValue(RangeFlags flags, T? lower, T? upper)
    {
        IsEmpty = (flags & RangeFlags.Empty) != 0;
        LowerIsInclusive = (flags & RangeFlags.LowerIsInclusive) != 0;
        UpperIsInclusive = (flags & RangeFlags.UpperIsInclusive) != 0;
        LowerIsInfinite = (flags & RangeFlags.LowerIsInfinite) != 0;
        UpperIsInfinite = (flags & RangeFlags.UpperIsInfinite) != 0;
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Whether it holds nothing; it has no bounds then.</summary>
    public bool IsEmpty { get; }

    /// <summary>The lower bound; the default where there is none.</summary>
    public T? Lower { get; }

    /// <summary>The upper bound; the default where there is none.</summary>
    public T? Upper { get; }

    /// <summary>Whether the lower bound is in the range.</summary>
    public bool LowerIsInclusive { get; }

    /// <summary>Whether the upper bound is in the range.</summary>
    public bool UpperIsInclusive { get; }

    /// <summary>Whether there is no lower bound. A bound that is <c>-infinity</c> itself is one.</summary>
    public bool LowerIsInfinite { get; }

    /// <summary>Whether there is no upper bound.</summary>
    public bool UpperIsInfinite { get; }
}
