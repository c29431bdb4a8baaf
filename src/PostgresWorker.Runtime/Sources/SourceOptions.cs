namespace PostgresWorker;

/// <summary>
/// How one source captures and delivers. Bound from the configuration section <c>PostgresWorker:Sources:{name}</c>.
/// </summary>
public sealed partial class SourceOptions
{
    /// <summary>Where to connect, with the role that may replicate.</summary>
    /// <value>Default: <c>ConnectionStrings:{name}</c>.</value>
    public string? ConnectionString { get; set; }

    /// <summary>How the source learns of changes.</summary>
    /// <value>Default: <see cref="PostgresWorker.Capture.Wal"/>.</value>
    public Capture Capture { get; set; }

    /// <summary>Of <see cref="PostgresWorker.Capture.Outbox"/>: how its readers learn that there is something in it.</summary>
    /// <value>Default: <see cref="PostgresWorker.WakeUp.Poll"/>.</value>
    public WakeUp WakeUp { get; set; }

    /// <summary>Of <see cref="PostgresWorker.Capture.Outbox"/>: how long it is waited at most before it is looked at again. It is looked at more often while there are changes.</summary>
    /// <value>10 ms to 1 minute. Default: 500 ms.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Of <see cref="PostgresWorker.Capture.Outbox"/>: after how long other instances take over the work of one that is not heard of, by the database's clock. One that was only slow, or suspended, then
    /// finds that nothing it writes counts any more, and begins anew.
    /// </summary>
    /// <value>2 s to 10 minutes. Default: 10 s.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Of <see cref="PostgresWorker.Capture.Outbox"/>: how often it is looked whether the triggers are still as they should be. What is changed while one is missing is not captured, so this is for how long that may last where
    /// triggers are made by the worker (<see cref="PostgresWorker.Provision.Auto"/>), and how late it is said otherwise.
    /// </summary>
    /// <value>1 s to 1 hour. Default: 30 s.</value>
    public TimeSpan TriggerCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The logical replication slot, which remembers how far the source has come. Give applications that listen to the same
    /// database slots and publications of their own; instances of one application share them and take turns. With <see cref="PostgresWorker.Capture.Outbox"/> it names the outbox, and is at
    /// most 48 characters long.
    /// </summary>
    /// <value>At most 63 of a-z, 0-9 and _. Default: <c>postgres_worker_{name}</c>.</value>
    public string? Slot { get; set; }

    /// <summary>The publication, which says what the server sends.</summary>
    /// <value>Default: <c>postgres_worker_{name}</c>.</value>
    public string? Publication { get; set; }

    /// <summary>Which columns of the listeners' tables the publication has, where this application makes or widens it.</summary>
    /// <value>Default: <see cref="PublishColumns.All"/>.</value>
    public PublishColumns PublishColumns { get; set; }

    /// <summary>
    /// Over how many slots and publications the source is spread, each with the changes of one part of the keys: instances of the application share them, and each change of a key still comes behind the one before it. Every slot's
    /// reader decodes all WAL on the server; <see cref="MaxConcurrency"/> and what may be in flight are those of each shard. With <see cref="PostgresWorker.Capture.Wal"/> and <see cref="PostgresWorker.Checkpoint.Table"/>, from PostgreSQL 15 on.
    /// All instances are given the same number; another one takes effect, without loss, when none of the number before is left.
    /// </summary>
    /// <value>1 to 64. Default: 1.</value>
    public int Shards { get; set; } = 1;

    /// <summary>
    /// Whether the slot is one that standbys of the server keep a copy of (PostgreSQL 17 and later, with <c>sync_replication_slots</c> there), so that the source goes on behind a failover. A slot that is there and is none is a finding.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Failover { get; set; }

    /// <summary>What becomes of the source when its slot no longer has the changes behind its checkpoint. <see cref="OnSlotLost.Resnapshot"/> needs what <see cref="PostgresWorker.StartFrom.Snapshot"/> needs: primary keys and SELECT, checked at start.</summary>
    /// <value>Default: <see cref="OnSlotLost.Halt"/>.</value>
    public OnSlotLost OnSlotLost { get; set; }

    /// <summary>
    /// After how long a silence the server takes an instance for gone, and lets another one read the slot: <c>wal_sender_timeout</c> of the replication connection. A connection string that sets it itself wins.
    /// </summary>
    /// <value>1 s to 1 day; null for the server's setting, which is 60 s by default. Default: 15 s.</value>
    public TimeSpan? WalSenderTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Where the source begins when it has no checkpoint yet. With <see cref="PostgresWorker.Capture.Wal"/> and <see cref="PostgresWorker.Checkpoint.Table"/> only, but for the default.</summary>
    /// <value>Default: <see cref="PostgresWorker.StartFrom.Now"/>.</value>
    public StartFrom StartFrom { get; set; }

    /// <summary>
    /// Of <see cref="PostgresWorker.StartFrom.Lsn"/>: the position. Transactions whose commit is at or behind it are delivered. The slot must stand at or before it.
    /// </summary>
    /// <value>A position as the server writes it, such as <c>0/16B3748</c>. Default: null.</value>
    public string? StartFromLsn { get; set; }

    /// <summary>Whether publication, slot and replica identities are made, checked or taken for granted at start.</summary>
    /// <value>Default: <see cref="Provision.Auto"/> in the Development environment, otherwise <see cref="Provision.Verify"/>.</value>
    public Provision? Provision { get; set; }

    /// <summary>Where the source remembers how far it has come.</summary>
    /// <value>Default: <see cref="PostgresWorker.Checkpoint.Table"/>.</value>
    public Checkpoint Checkpoint { get; set; }

    /// <summary>
    /// Where schema <c>postgres_worker</c> is, if not in the source's database. Listeners that take a transaction need it there, for what
    /// they do and the record of it must be one transaction.
    /// </summary>
    /// <value>Default: null, the source's database.</value>
    public string? StoreConnectionString { get; set; }

    /// <summary>
    /// How often what is finished is written to the checkpoint and told to the server while changes keep coming, and sooner when they pause, after 200 to 400 ms: what was handled since then comes again after
    /// a crash. Not for an outbox, which deletes what is handled within some 10 ms.
    /// </summary>
    /// <value>10 ms to 10 s. Default: 1 s.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many changes are handled at a time; changes of one key never are. 1 is strict commit order, in which
    /// a change that fails holds back all others until it succeeds (but for batches, which are gathered beside other listeners' changes).
    /// </summary>
    /// <value>1 to 1024. Default: 8.</value>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>
    /// Which changes of a listener wait for each other: those of one key, all of a table, or none. Different listeners never wait for each other, but with a
    /// <see cref="MaxConcurrency"/> of 1.
    /// </summary>
    /// <value>Default: <see cref="Ordering.PerKey"/>.</value>
    public Ordering Ordering { get; set; } = Ordering.PerKey;

    /// <summary>
    /// How many changes may be read and unfinished before reading stops, counted once for each listener: those that wait for a lane, for their batch, for
    /// the changes before them or for their next attempt. One key that fails for long enough fills it, and then holds back all.
    /// </summary>
    /// <value>1 to 1000000. Default: 4096.</value>
    public int MaxInFlightChanges { get; set; } = 4096;

    /// <summary>
    /// How many bytes such changes may take before reading stops, by twice their size on the wire, the copy of what came and a fixed amount for each. A change that is larger is
    /// delivered when all before it are finished.
    /// </summary>
    /// <value>1048576 (1 MB) and more. Default: 67108864 (64 MB).</value>
    public long MaxInFlightBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Of <see cref="PostgresWorker.Capture.Wal"/>: how large one change, old and new row together, or one logical message may be on the wire. A larger one is not read, and halts the source with <see cref="ChangeTooLargeException"/>: better than a process that
    /// is out of memory again and again.
    /// </summary>
    /// <value>1048576 (1 MB) to 2147483591, what an array holds; the server sends no more than 1 GB. Default: 268435456 (256 MB).</value>
    public long MaxChangeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Of <see cref="PostgresWorker.Capture.Wal"/>: of how many tables <see cref="ISnapshots">snapshots</see> are read side by side; the others wait. Each takes a connection, and 4 MB, while it reads.</summary>
    /// <value>1 to 32. Default: 4.</value>
    public int MaxParallelSnapshots { get; set; } = 4;

    /// <summary>
    /// How often a listener is called for a change at most, the first time included; <see cref="OnExhausted"/> says what follows. A listener's <see cref="RetryAttribute"/> wins. There is no
    /// number for <i>for ever</i>: a change that is not finished keeps the server's WAL.
    /// </summary>
    /// <value>1 to 100,000. Default: 64, which with the default delays takes a quarter of an hour on average, and half an hour at most.</value>
    public int MaxAttempts { get; set; } = 64;

    /// <summary>The longest wait before the first retry of a failed change; it doubles with each attempt.</summary>
    /// <value>1 ms to 1 day. Default: 200 ms.</value>
    public TimeSpan MinRetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait before any retry of a failed change.</summary>
    /// <value><see cref="MinRetryDelay"/> to 1 day. Default: 30 s.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one call of a listener may take; then its token is cancelled, and the attempt has failed. A listener's <see cref="TimeoutAttribute"/> wins. One that ignores its token is waited for,
    /// and a warning says so.
    /// </summary>
    /// <value>1 ms to 1 day, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: 5 minutes.</value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What becomes of a change whose attempts are used up. A listener's <see cref="RetryAttribute"/> wins.</summary>
    /// <value>Default: <see cref="OnExhausted.DeadLetter"/>.</value>
    public OnExhausted OnExhausted { get; set; } = OnExhausted.DeadLetter;

    /// <summary>
    /// What becomes of changes whose table has lost, renamed or retyped a column that a listener's row type declares, while the source runs. A single value that can't be read is no such thing: that is for <see cref="OnExhausted"/>.
    /// </summary>
    /// <value>Default: <see cref="OnUnfitRow.Halt"/>.</value>
    public OnUnfitRow OnUnfitRow { get; set; }

    /// <summary>
    /// How many changes may be parked, over all keys and listeners of the source (<see cref="OnExhausted.Park"/>). A change that would be one too many halts the source; nothing is lost.
    /// </summary>
    /// <value>0 (no limit) and more. Default: 100,000.</value>
    public int MaxParkedChanges { get; set; } = 100_000;

    /// <summary>The shortest wait before an attempt to connect again; the longest doubles with each attempt, from twice this.</summary>
    /// <value>1 ms to 1 day. Default: 500 ms.</value>
    public TimeSpan MinReconnectInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before any attempt to connect again.</summary>
    /// <value><see cref="MinReconnectInterval"/> to 1 day. Default: 30 s.</value>
    public TimeSpan MaxReconnectInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long handlers may go on when the host stops or the connection is lost; then their token is cancelled. Keep it below
    /// the host's ShutdownTimeout (30 s by default).
    /// </summary>
    /// <value>0 to 1 day. Default: 20 s.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a source may be without a connection before it is <see cref="SourceHealth.Unhealthy"/>; until then it is <see cref="SourceHealth.Degraded"/>.</summary>
    /// <value>0 to 1 day. Default: 30 s.</value>
    public TimeSpan UnhealthyAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long ago the oldest change that is not handled may have been committed before a source that works is <see cref="SourceHealth.Degraded"/>.</summary>
    /// <value>1 s to 1 day, or <see cref="Timeout.InfiniteTimeSpan"/>. Default: 5 minutes.</value>
    public TimeSpan DegradedLag { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How much of the server's <c>max_slot_wal_keep_size</c> may be retained for the slot before a source that works is <see cref="SourceHealth.Degraded"/>. At all of it the server gives the slot up, and changes are lost.
    /// </summary>
    /// <value>0.01 to 1. Default: 0.5.</value>
    public double DegradedWalShare { get; set; } = 0.5;

    /// <summary>How many bytes of WAL may be retained for the slot before a source that works is <see cref="SourceHealth.Degraded"/>, where <c>max_slot_wal_keep_size</c> bounds nothing: the disk does.</summary>
    /// <value>1048576 (1 MB) and more. Default: 10737418240 (10 GB).</value>
    public long DegradedWalBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>From how many dead letters and parked changes on a source that works is <see cref="SourceHealth.Degraded"/>.</summary>
    /// <value>0 (never) and more. Default: 1.</value>
    public int DegradedDeadLetters { get; set; } = 1;

    /// <summary>
    /// Whether spans go on from the writer's, where it has put its <c>traceparent</c> into the transaction (<see cref="PostgresWorkerTracingExtensions.EmitTraceParentAsync(Npgsql.NpgsqlTransaction, CancellationToken)"/>). With
    /// <see cref="PostgresWorker.Capture.Wal"/> the source then asks for messages, and the server sends those of all prefixes; with <see cref="PostgresWorker.Capture.Outbox"/> the outbox needs column <c>traceparent</c>, which one of an
    /// older release lacks.
    /// </summary>
    /// <value>Default: false.</value>
    public bool TraceContext { get; set; }

    /// <summary>Whether transactions are left out that their writers have marked (<see cref="PostgresSkipExtensions.SkipTransactionAsync(Npgsql.NpgsqlTransaction, CancellationToken)"/>). The server then sends the messages of all prefixes. Triggers of an outbox look whatever this says.</summary>
    /// <value>Default: true.</value>
    public bool SkipMarkers { get; set; } = true;

    /// <summary>How often the server and the store are asked how the source is, for metrics and health checks: retained WAL, dead letters, the outbox.</summary>
    /// <value>100 ms to 1 minute. Default: 15 s.</value>
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What a source's halt means for the application.</summary>
    /// <value>Default: <see cref="WhenHalted.StopHost"/>.</value>
    public WhenHalted WhenHalted { get; set; }

    /// <summary>
    /// Called whenever the source's connection was lost or could not be made, before the wait for the next attempt. It is to return soon; what it throws halts the source.
    /// Set in code; no configuration can.
    /// </summary>
    /// <value>Default: null.</value>
    public Action<SourceConnectionError>? OnConnectionError { get; set; }
}
