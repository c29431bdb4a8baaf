using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>
/// A change as the source yielded it, for whoever must keep it when it can't be delivered. Valid until the change is finished.
/// </summary>
/// <param name="kind">What it is.</param>
/// <param name="bytes">Its bytes.</param>
/// <remarks>No record: that would print all of it, and the views of its bytes can't be printed. Small, for each change is kept: what has few values takes a byte.</remarks>
internal readonly struct WireChange(RawChangeKind kind, WireBytes bytes)
{
    // The values of all three are below 256.
    private readonly byte _kind = (byte)kind;
    private readonly byte _rowKind;
    private readonly byte _oldKind;

    // One more than the lane, for the default has none.
    private readonly ushort _lane;

    /// <summary>What it is: a row, a truncate or a message.</summary>
    public RawChangeKind Kind => (RawChangeKind)_kind;

    /// <summary>The tuples, or a message's content.</summary>
    public WireBytes Bytes { get; init; } = bytes;

    /// <summary>The table's layout; null of a message.</summary>
    public TableLayout? Layout { get; init; }

    /// <summary>What happened to the row.</summary>
    public ChangeKinds RowKind
    {
        get => (ChangeKinds)_rowKind;
        init => _rowKind = (byte)value;
    }

    /// <summary>What the old tuple has.</summary>
    public OldTupleKind OldKind
    {
        get => (OldTupleKind)_oldKind;
        init => _oldKind = (byte)value;
    }

    /// <summary>The lane that the source has put the change in; null where it has none.</summary>
    public short? Lane
    {
        get => _lane == 0 ? null : (short)(_lane - 1);
        init => _lane = (ushort)(value + 1 ?? 0);
    }

    public bool IsTransactional { get; init; }

    public bool Cascade { get; init; }

    public bool RestartIdentity { get; init; }

    /// <summary>The row's tuples.</summary>
    public RowImage Image => new(OldKind, Bytes.Old, Bytes.New);

    /// <summary>A message's content.</summary>
    public ReadOnlySpan<byte> Content => Bytes.New;
}
