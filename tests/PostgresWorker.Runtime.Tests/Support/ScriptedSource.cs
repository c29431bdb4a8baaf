using System.Threading.Channels;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Support;

/// <summary>One change of a script.</summary>
internal sealed record Scripted(RawChangeKind Kind)
{
    public ulong Lsn { get; init; }

    public int Ordinal { get; init; }

    public TableLayout[] Tables { get; init; } = [Shop.Layout];

    public ChangeKinds RowKind { get; init; }

    public OldTupleKind OldKind { get; init; }

    public byte[] Old { get; init; } = [];

    public byte[] New { get; init; } = [];

    public string? Prefix { get; init; }

    public bool IsTransactional { get; init; }

    public byte[] Content { get; init; } = [];

    public bool Cascade { get; init; }

    /// <summary>What the source fails with in place of a change.</summary>
    public Exception? Error { get; init; }

    public static Scripted Begin() => new(RawChangeKind.Begin);

    public static Scripted Commit(ulong end) => new(RawChangeKind.Commit) { Lsn = end };

    public static Scripted Insert(long id, string? note = null) => new(RawChangeKind.Row) { RowKind = ChangeKinds.Inserted, New = Shop.Tuple(id, note) };

    public static Scripted Move(long from, long to) => new(RawChangeKind.Row)
    {
        RowKind = ChangeKinds.Updated,
        OldKind = OldTupleKind.Key,
        Old = Shop.Tuple(from),
        New = Shop.Tuple(to),
    };

    public static Scripted Truncate(params TableLayout[] tables) => new(RawChangeKind.Truncate) { Tables = tables };

    /// <summary>A message whose record ends at <paramref name="end"/>.</summary>
    public static Scripted Message(string prefix, ulong end, bool isTransactional = false) =>
        new(RawChangeKind.Message) { Prefix = prefix, Lsn = end, Ordinal = -1, IsTransactional = isTransactional };

    public static Scripted Fail(Exception error) => new(RawChangeKind.Begin) { Error = error };

    public RawChange ToRaw() => new()
    {
        Kind = Kind,
        Transaction = Shop.Transaction,
        Lsn = new Lsn(Lsn),
        Ordinal = Ordinal,
        Tables = Tables,
        RowKind = RowKind,
        Image = new RowImage(OldKind, Old, New),
        Prefix = Prefix,
        IsTransactional = IsTransactional,
        IsAlone = Kind == RawChangeKind.Message && !IsTransactional,
        Content = Content,
        Cascade = Cascade,
    };
}

/// <summary>A source that yields what the test sends, and keeps what is confirmed.</summary>
internal sealed class ScriptedSource : IConfirmableSource
{
    private readonly Channel<Scripted> _script = Channel.CreateUnbounded<Scripted>();
    private readonly Channel<Lsn> _confirmed = Channel.CreateUnbounded<Lsn>();
    private readonly List<Lsn> _confirmations = [];
    private Scripted? _current;
    private ulong _received;
    private int _read;

    public ScriptedSource(params Scripted[] script) => Send(script);

    public ICheckpoint Checkpoint { get; init; } = new SlotCheckpoint(Lsn.None);

    public Lsn Received
    {
        get => new(Volatile.Read(ref _received));
        set => Volatile.Write(ref _received, value.Value);
    }

    public void GetCurrent(out RawChange change) => change = _current!.ToRaw();

    /// <summary>How many changes and marks were read.</summary>
    public int Read => Volatile.Read(ref _read);

    /// <summary>The thread of the last that was read.</summary>
    public int Reader { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Every confirmation, in order.</summary>
    public IReadOnlyList<Lsn> Confirmations
    {
        get
        {
            lock (_confirmations)
            {
                return [.. _confirmations];
            }
        }
    }

    /// <summary>What a confirmation waits for before it is done.</summary>
    public Task ConfirmationGate { get; set; } = Task.CompletedTask;

    /// <summary>What is sent together is at hand together: whoever reads the first finds the others there.</summary>
    public void Send(params Scripted[] script)
    {
        lock (_script)
        {
            Array.ForEach(script, change => Assert.True(_script.Writer.TryWrite(change)));
        }
    }

    public Task<Lsn> NextConfirmationAsync() => _confirmed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTime();

    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = await _script.Reader.ReadAsync(cancellationToken);
        lock (_script)
        {
            // See Send.
            _current = next;
        }

        if (next.Error is not null)
        {
            throw next.Error;
        }

        if (next.Kind == RawChangeKind.Commit)
        {
            Received = new Lsn(Math.Max(Received.Value, next.Lsn));
        }

        Reader = Environment.CurrentManagedThreadId;
        Interlocked.Increment(ref _read);
    }

    public async ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken)
    {
        lock (_confirmations)
        {
            _confirmations.Add(position);
        }

        _confirmed.Writer.TryWrite(position);
        await ConfirmationGate.WaitAsync(cancellationToken);
    }

    public Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
