using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters;

/// <summary>
/// What came over the wire beside the tuples' bytes, as it is kept: enough to read them by a row type that is written later. Properties are only ever added;
/// what can't be read by older builds has another version. As JSON (<see cref="StoredWireWriter"/>, <see cref="StoredWireReader"/>) what is null, 0 or false is left out.
/// </summary>
internal sealed record StoredWire
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required RawChangeKind Kind { get; init; }

    public ChangeKinds RowKind { get; init; }

    public OldTupleKind OldKind { get; init; }

    public bool Cascade { get; init; }

    public bool RestartIdentity { get; init; }

    public bool IsTransactional { get; init; }

    /// <summary>Whether the listener does not want it, and it is only kept in its place: it moves a row to another key.</summary>
    public bool IsUnwanted { get; init; }

    /// <summary>The outbox that the change came through: <see cref="ChangeTransaction.Outbox"/>.</summary>
    public long? Outbox { get; init; }

    /// <summary>The lane there.</summary>
    public short? Lane { get; init; }

    /// <summary>The snapshot whose row it is: <see cref="ChangeTransaction.Snapshot"/>.</summary>
    public long? Snapshot { get; init; }

    /// <summary>The table's columns; null of a message.</summary>
    public StoredLayout? Layout { get; init; }
}

/// <summary>A <see cref="TableLayout"/> as it is kept.</summary>
internal sealed record StoredLayout(string Schema, string Name, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<string> LaterColumns);

/// <summary>A <see cref="TableColumn"/> as it is kept.</summary>
internal sealed record StoredColumn(string Name, StoredType Type, bool IsInIdentity, bool IsInKey);

/// <summary>A <see cref="ColumnType"/> as it is kept, with all that it is made of.</summary>
internal sealed record StoredType(string Name, uint BaseOid, char Kind, string BaseName)
{
    public uint Oid { get; init; }

    public StoredType? Element { get; init; }

    public char Delimiter { get; init; } = ',';

    public StoredLayout? Fields { get; init; }

    public bool HasDroppedFields { get; init; }

    public bool HasAllFields { get; init; }
}
