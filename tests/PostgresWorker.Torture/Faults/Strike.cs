namespace PostgresWorker.Torture.Faults;

/// <summary>What a fault was like, as its own word.</summary>
/// <param name="Proof">That it landed; null where it did not.</param>
/// <param name="Detail">Whom it befell, and how.</param>
/// <param name="Breaks">Whether what was in flight anywhere may come again for it.</param>
internal sealed record Strike(string? Proof, string Detail, bool Breaks)
{
    /// <summary>What was against the promises while it was there; null where nothing was.</summary>
    public string? Problem { get; init; }

    /// <summary>How much longer workers may not know of it.</summary>
    public TimeSpan Aftermath { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A fault that is to come.</summary>
/// <param name="At">When, from the start.</param>
/// <param name="Kind">Its name.</param>
/// <param name="First">A number from 0 to 999 by which it chooses whom it befalls.</param>
/// <param name="Second">Another, by which it chooses how.</param>
/// <param name="IsPaired">Whether the next does not wait for its end.</param>
internal sealed record PlannedFault(TimeSpan At, string Kind, int First, int Second, bool IsPaired);

/// <summary>A fault that was.</summary>
/// <param name="Fault">What was planned.</param>
/// <param name="Strike">What was.</param>
/// <param name="Began">When.</param>
/// <param name="Ended">Until when.</param>
internal sealed record LandedFault(PlannedFault Fault, Strike Strike, long Began, long Ended);
