using PostgresWorker.Generated;

namespace PostgresWorker.Sources;

/// <summary>A change or transaction mark as a source yields it: not yet routed, rows not yet read.</summary>
/// <remarks>There is one for every change and it is large, so a source writes it where its reader has it, and nothing of it is copied on the way.</remarks>
internal ref struct RawChange
{
    public required RawChangeKind Kind { get; set; }

    /// <summary>The transaction that this begins, ends or belongs to.</summary>
    public required ChangeTransaction Transaction { get; set; }

    /// <summary>
    /// Where the change's WAL record begins; for a commit where the transaction ends, which is the position to confirm; for a message where
    /// its record ends, which outside a transaction is the position to confirm.
    /// </summary>
    public Lsn Lsn { get; set; }

    /// <summary>Whether it stands in no transaction that is marked, and is acknowledged by itself with <see cref="Lsn"/>.</summary>
    public bool IsAlone { get; set; }

    /// <summary>The lane that the source has put the change in; null where it has none.</summary>
    public short? Lane { get; set; }

    /// <summary>Where the source orders the change by one column, or the key, for the listeners that order by that: those. Null where it is for all of them.</summary>
    public ChangeOrder? Order { get; set; }

    /// <summary>The how manieth change of the transaction with this LSN it is, from 0.</summary>
    public int Ordinal { get; set; }

    /// <summary>The changed tables as they were then: one for a row, any number for a truncate.</summary>
    public ReadOnlySpan<TableLayout> Tables { get; set; }

    /// <summary>What happened to the row: one flag.</summary>
    public ChangeKinds RowKind { get; set; }

    /// <summary>The row's tuples. A field, for it is read where it is.</summary>
    public RowImage Image;

    /// <summary>The change's id, where it is not made of its positions.</summary>
    public string? Id { get; set; }

    /// <summary>Why the row can't be read whatever the listener, its tuples being what is left of it; null where it can.</summary>
    public Exception? Failure { get; set; }

    /// <summary>A message's prefix.</summary>
    public string? Prefix { get; set; }

    /// <summary>A message's content.</summary>
    public ReadOnlySpan<byte> Content { get; set; }

    /// <summary>Whether a message belongs to the transaction; otherwise it stands between two.</summary>
    public bool IsTransactional { get; set; }

    /// <summary>Whether a truncate was given CASCADE.</summary>
    public bool Cascade { get; set; }

    /// <summary>Whether a truncate was given RESTART IDENTITY.</summary>
    public bool RestartIdentity { get; set; }
}
