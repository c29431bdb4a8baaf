using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>
/// A change as the source yielded it, for whoever must keep it when it can't be delivered. Valid until the change is finished.
/// </summary>
/// <param name="Kind">What it is: a row, a truncate or a message.</param>
/// <param name="Bytes">The tuples, or a message's content.</param>
internal readonly record struct WireChange(RawChangeKind Kind, WireBytes Bytes)
{
    /// <summary>The table's layout; null of a message.</summary>
    public TableLayout? Layout { get; init; }

    /// <summary>What happened to the row.</summary>
    public ChangeKinds RowKind { get; init; }

    /// <summary>What the old tuple has.</summary>
    public OldTupleKind OldKind { get; init; }

    /// <summary>The lane that the source has put the change in; null where it has none.</summary>
    public short? Lane { get; init; }

    public bool IsTransactional { get; init; }

    public bool Cascade { get; init; }

    public bool RestartIdentity { get; init; }

    /// <summary>The row's tuples.</summary>
    public RowImage Image => new(OldKind, Bytes.Old, Bytes.New);

    /// <summary>A message's content.</summary>
    public ReadOnlySpan<byte> Content => Bytes.New;
}
