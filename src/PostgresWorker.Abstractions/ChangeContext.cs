using System.ComponentModel;
using System.Globalization;

namespace PostgresWorker;

/// <summary>Where and when a change happened, and its stable id. One for each change and listener.</summary>
/// <param name="transaction">The transaction that the change belongs to.</param>
/// <param name="table">The changed table; of a message, an empty schema and the prefix.</param>
/// <param name="lsn">Where the change's own WAL record begins; of a message, where it ends.</param>
/// <param name="ordinal">The how manieth change of the transaction with this <paramref name="lsn"/> it is, from 0 (COPY writes many rows with one record); of a message -1.</param>
public sealed class ChangeContext(ChangeTransaction transaction, TableName table, Lsn lsn, int ordinal)
{
    private string? _id;

    // Of a replay it is negative: there is a context for every change, and a field of its own would make each larger by eight bytes.
    private int _attempt = 1;

    /// <summary>
    /// The change's id, the same at every redelivery and for every listener:
    /// <c>system identifier:commit LSN:change LSN:ordinal</c>; through an outbox <c>system identifier:number of the outbox:number of the change</c>; of a row of a snapshot
    /// <c>number of the snapshot:schema.table:hash of the key</c>. Use it to recognise a change that comes again.
    /// </summary>
    public string Id
    {
        get => _id ??= transaction.Outbox is { } outbox
            ? string.Create(CultureInfo.InvariantCulture, $"{transaction.SystemIdentifier}:{outbox}:{Lsn.Value}")
            : string.Create(CultureInfo.InvariantCulture, $"{transaction.SystemIdentifier}:{transaction.CommitLsn}:{Lsn}:{Ordinal}");
        init => _id = value;
    }

    /// <summary>The source's name.</summary>
    public string Source => transaction.Source;

    /// <summary>The changed table. With partitions, the root table. A message has none: there it is the prefix, with an empty schema.</summary>
    public TableName Table { get; } = table;

    /// <summary>The transaction that the change belongs to.</summary>
    public ChangeTransaction Transaction => transaction;

    /// <summary>When the transaction was committed, by the server's clock.</summary>
    public DateTimeOffset CommitTime => transaction.CommitTime;

    /// <summary>Where the change's own WAL record begins; through an outbox the number of the change there; of a message, where it ends, for the server says no more; of a row of a snapshot <c>0/0</c>. Ordered within one transaction only.</summary>
    public Lsn Lsn { get; } = lsn;

    /// <summary>
    /// The how manieth change of the transaction with this <see cref="Lsn"/> it is, from 0. Of a message -1: the next change's record may
    /// begin where the message's ends.
    /// </summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Which attempt to handle the change this is for this listener in this process, from 1.</summary>
    public int Attempt => Math.Abs(_attempt);

    /// <summary>Whether the change is delivered out of its time: it was a dead letter, and somebody asked for it to be tried again. What came after it may have been handled before.</summary>
    public bool IsReplay
    {
        get => _attempt < 0;
        init => _attempt = value ? -1 : 1;
    }

    /// <summary>Called by the runtime before each attempt; not for listeners.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginAttempt(int attempt) => _attempt = IsReplay ? -attempt : attempt;

    /// <summary>The change's id.</summary>
    public override string ToString() => Id;
}
