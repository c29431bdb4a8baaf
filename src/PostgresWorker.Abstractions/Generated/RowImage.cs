namespace PostgresWorker.Generated;

/// <summary>The tuples of one changed row, as they came over the wire.</summary>
/// <param name="oldKind">Which old tuple there is.</param>
/// <param name="old">The old tuple's columns; empty where there is none.</param>
/// <param name="new">The new tuple's columns; empty where there is none.</param>
public readonly ref struct RowImage(OldTupleKind oldKind, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
{
    /// <summary>Which old tuple there is.</summary>
    public OldTupleKind OldKind { get; } = oldKind;

    /// <summary>The old tuple's columns; empty where there is none.</summary>
    public ReadOnlySpan<byte> Old { get; } = old;

    /// <summary>The new tuple's columns; empty where there is none.</summary>
    public ReadOnlySpan<byte> New { get; } = @new;
}
