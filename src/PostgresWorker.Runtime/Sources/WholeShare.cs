namespace PostgresWorker.Sources;

/// <summary>One instance at a time has everything.</summary>
internal sealed class WholeShare : ILaneShare
{
    public static WholeShare Instance { get; } = new();

    /// <inheritdoc />
    public short[]? Lanes => null;

    /// <summary>Never called.</summary>
    public Func<CancellationToken, Task>? TakenOver
    {
        get => null;
        set => _ = value;
    }

    /// <summary>Never called.</summary>
    public Func<CancellationToken, Task>? ParkedElsewhere
    {
        get => null;
        set => _ = value;
    }

    /// <inheritdoc />
    public bool HoldsAll => true;

    /// <inheritdoc />
    public bool TryEnter(short? lane) => true;

    /// <inheritdoc />
    public void Leave(short? lane)
    {
        // There is nobody to give anything to.
    }
}
