using System.Runtime.CompilerServices;
using Npgsql;
using Npgsql.Replication;
using Npgsql.Replication.Internal;
using NpgsqlTypes;
using PostgresWorker.Sources;

namespace PostgresWorker.Wal;

/// <summary>
/// The bytes of one <see href="https://www.postgresql.org/docs/current/protocol-replication.html">START_REPLICATION</see>, message by
/// message, and the feedback the other way. Npgsql answers keepalives and sends a status every ten seconds, whoever reads or not.
/// </summary>
internal sealed class ReplicationStream : IAsyncDisposable
{
    // Buffers beyond this are given back after use, so that one huge row does not stay.
    private const int KeptBuffer = 1024 * 1024;

    // Of a message that is too large: enough to know of which table it is.
    private const int HeadOfTooLarge = 1024;

    private static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(5);

    private readonly LogicalReplicationConnection _connection;
    private readonly IAsyncEnumerator<XLogDataMessage> _messages;
    private readonly MessageBody _body;
    private readonly CancellationTokenSource _closing = new();
    private readonly ReceivedPosition? _received;
    private readonly TextMode _text;
    private readonly bool _isText;
    private readonly long _maxBytes;
    private byte[] _buffer = new byte[16 * 1024];
    private Task<bool>? _pending;
    private Lsn _current;

    public ReplicationStream(LogicalReplicationConnection connection, StreamOptions options, TextMode text)
    {
        _connection = connection;
        _body = new MessageBody(() => connection.WalReceiverTimeout);
        _received = options.Messages.ForListeners ? new ReceivedPosition() : null;
        _text = text;
        _isText = text.IsOn;
        _maxBytes = options.MaxChangeBytes;
        List<KeyValuePair<string, string?>> asked =
        [
            new("proto_version", "1"),
            new("publication_names", PublicationList(options.Publication)),
            new("binary", _isText ? "false" : "true"),
        ];
        if (options.Messages.IsAny)
        {
            asked.Add(new("messages", "true"));
        }

        _messages = connection
            // From where the slot stands, always: the server takes any later position for granted, and skips what comes before it.
            .StartLogicalReplication(new Slot(options.Slot), _closing.Token, default(NpgsqlLogSequenceNumber), asked)
            .GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The position up to which everything that the server has sent has been handed out, keepalives included.</summary>
    public Lsn Received
    {
        get
        {
            // In this order: the read is looked at after the position.
            var arrived = Arrived;
            return _received?.Observe(arrived, Volatile.Read(ref _pending) is { IsCompleted: false } waiting ? waiting : null) ?? arrived;
        }
    }

    /// <summary>The highest position that the connection has heard of, be it that of a message that is on its way to the reader.</summary>
    public Lsn Arrived => new((ulong)_connection.LastReceivedLsn);

    /// <summary>Waits until the server has begun to stream.</summary>
    /// <exception cref="Npgsql.PostgresException">The server refuses, for example because the slot is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Npgsql sends START_REPLICATION with the first read, which may wait for a change for ever; the server's first keepalive
        // comes at once. Whatever ends the read ends the wait.
        _pending = _messages.MoveNextAsync().AsTask();
        while (!_pending.IsCompleted && Arrived == Lsn.None)
        {
            await Task.WhenAny(_pending, Task.Delay(StartPause, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_pending.IsFaulted)
        {
            await MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next message. One that has been received already, which is what a backlog consists of, is taken without anything asynchronous.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the read goes on and the stream stays usable.</exception>
    public ValueTask<WalMessage> ReadAsync(CancellationToken cancellationToken)
    {
        _received?.Pass(_current);
        cancellationToken.ThrowIfCancellationRequested();
        if (_pending is null)
        {
            var next = _messages.MoveNextAsync();
            if (next.IsCompletedSuccessfully)
            {
                return next.Result ? TakeAsync() : throw Ended();
            }

            _pending = next.AsTask();
        }

        return WaitAsync(cancellationToken);
    }

    /// <summary>Tells the server that everything up to <paramref name="position"/> is finished.</summary>
    public async ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken)
    {
        // A position that was never received would make the server skip what comes before it.
        if (position > Arrived)
        {
            throw new InvalidOperationException($"Position {position} cannot be confirmed: only {Arrived} was received.");
        }

        _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(position.Value));
        try
        {
            await _connection.SendStatusUpdate(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (BrokenStream.Is(e))
        {
            throw BrokenStream.Because(e);
        }
        finally
        {
            // A status with no flush position confirms nothing, and lets a server that shuts down go by what was received: it must not wait for changes
            // that are still being handled.
            _connection.SetReplicationStatus(default);
        }
    }

    /// <summary>Ends the stream and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAllAsync().ConfigureAwait(false);
        try
        {
            while (await (_pending ?? _messages.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                _pending = null;
            }
        }
#pragma warning disable CA1031 // Cancelled or broken: either way the stream has ended, and there is nobody to tell.
        catch
#pragma warning restore CA1031
        {
            _pending = null;
        }

        await _messages.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _body.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WalMessage> WaitAsync(CancellationToken cancellationToken) =>
        await MoveNextAsync(cancellationToken).ConfigureAwait(false) ? await TakeAsync().ConfigureAwait(false) : throw Ended();

    /// <summary>Takes the message that was moved to.</summary>
    private ValueTask<WalMessage> TakeAsync()
    {
        var message = _messages.Current;
        var length = message.Data.Length > _maxBytes ? HeadOfTooLarge : checked((int)message.Data.Length);
        if (_buffer.Length < length || (_buffer.Length > KeptBuffer && length <= KeptBuffer))
        {
            _buffer = new byte[length <= KeptBuffer ? KeptBuffer : length];
        }

        _current = new Lsn((ulong)message.WalStart);
        var body = _buffer.AsMemory(0, length);
        var taken = new WalMessage(_current, message.ServerClock, body, message.Data.Length);
        var read = _body.ReadAsync(message.Data, body);
        return read.IsCompletedSuccessfully ? new ValueTask<WalMessage>(taken) : TakeAsync(read, taken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<WalMessage> TakeAsync(ValueTask read, WalMessage taken)
    {
        await read.ConfigureAwait(false);
        return taken;
    }

    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var moved = await _pending!.WaitAsync(cancellationToken).ConfigureAwait(false);
            _pending = null;
            return moved;
        }
        catch (PostgresException e) when (!_isText && e.SqlState == PostgresErrorCodes.UndefinedFunction)
        {
            // A published column whose type, or whose elements' type, cannot be sent as binary, wanted or not. Every type has a text form.
            throw _text.TurnOn($"the server has no binary form of a published value ({e.MessageText})", e);
        }
        catch (Exception e) when (BrokenStream.Is(e))
        {
            throw BrokenStream.Because(e);
        }
    }

    private static IOException Ended() => new("The server ended the replication stream.");

    /// <summary>publication_names is a list of identifiers within a string literal: quoted as both.</summary>
    private static string PublicationList(string publication) =>
        $"\"{publication.Replace("\"", "\"\"", StringComparison.Ordinal)}\"".Replace("'", "''", StringComparison.Ordinal);

    private sealed class Slot(string name) : LogicalReplicationSlot("pgoutput", new ReplicationSlotOptions(name));
}
