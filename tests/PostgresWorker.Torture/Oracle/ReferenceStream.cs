using System.Globalization;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;
using PostgresWorker.Torture.Worker;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Oracle;

/// <summary>Reads the second slot from its beginning to its end, when all is over: by Npgsql's own decoder, which shares nothing with the runtime's.</summary>
internal sealed class ReferenceStream
{
    /// <summary>For messages, what the table's name is for rows.</summary>
    public const string Messages = "messages";

    /// <summary>The table that changes its columns.</summary>
    public const string Fits = "fits";

    /// <summary>What a dead letter's layout says where the column is as the property is.</summary>
    public const string FittingLayout = """{"layout": {"columns": [{"name": "weight", "type": {"oid": 23}}]}}""";

    private const uint WeightType = 23;

    private readonly List<ReferenceEvent> _events = [];
    private readonly List<ReferenceEvent> _transaction = [];
    private NpgsqlLogSequenceNumber _commit;
    private NpgsqlLogSequenceNumber _last;
    private uint _xid;
    private long _committedAt;
    private int _ordinal;
    private bool _isOver;

    /// <summary>All that was committed, in the order of commits.</summary>
    /// <param name="connectionString">The server.</param>
    /// <param name="messages">Whether messages are read too.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<ReferenceEvent>> ReadAsync(string connectionString, bool messages, CancellationToken ct)
    {
        var stream = new ReferenceStream();
        await using var connection = new LogicalReplicationConnection(connectionString);
        await connection.Open(ct);
        var options = new PgOutputReplicationOptions(Schema.Oracle, PgOutputProtocolVersion.V1, messages: messages);
        await foreach (var message in connection.StartReplication(new PgOutputReplicationSlot(Schema.Oracle), options, ct))
        {
            await stream.TakeAsync(message, ct);
            if (stream._isOver && message is CommitMessage)
            {
                break;
            }
        }

        return stream._events;
    }

    private async Task TakeAsync(PgOutputReplicationMessage message, CancellationToken ct)
    {
        switch (message)
        {
            case BeginMessage begin:
                (_commit, _xid, _last, _ordinal) = (begin.TransactionFinalLsn, begin.TransactionXid, default, 0);
                _committedAt = Clock.Of(new DateTimeOffset(DateTime.SpecifyKind(begin.TransactionCommitTimestamp, DateTimeKind.Utc)));
                break;
            case InsertMessage insert:
                await AddAsync("INSERT", insert.Relation, insert.WalStart, null, insert.NewRow, ct);
                break;
            case FullUpdateMessage update:
                await AddAsync("UPDATE", update.Relation, update.WalStart, update.OldRow, update.NewRow, ct);
                break;
            case FullDeleteMessage delete:
                await AddAsync("DELETE", delete.Relation, delete.WalStart, null, delete.OldRow, ct);
                break;
            case TruncateMessage truncate:
                Add(new Content("TRUNCATE", truncate.Relations[0].RelationName, 0, 0, _xid), null, truncate.WalStart);
                break;
            case LogicalDecodingMessage { Prefix: MessageListener.Prefix } told:
                await TellAsync(told, ct);
                break;
            case UpdateMessage or DeleteMessage:
                throw new InvalidOperationException($"{message.GetType().Name} does not carry the whole old row.");
            case CommitMessage:
                foreach (var each in _transaction)
                {
                    _events.Add(each with { Index = _events.Count });
                }

                _transaction.Clear();
                break;
        }
    }

    private async Task AddAsync(string action, RelationMessage relation, NpgsqlLogSequenceNumber at, ReplicationTuple? old, ReplicationTuple row, CancellationToken ct)
    {
        if (relation.RelationName == "oracle_end")
        {
            _isOver = true;
            return;
        }

        // Looked at first: the relation is filled anew by the next of its table.
        var isMisfit = relation.RelationName == Fits && !relation.Columns.Any(column => column is { ColumnName: "weight", DataTypeId: WeightType });
        var before = old is null ? (Content?)null : await ReadAsync("DELETE", relation, old, ct);
        var content = await ReadAsync(action, relation, row, ct);
        Add(content, before?.Key == content.Key ? null : before, at, isMisfit);
    }

    private void Add(Content content, Content? oldRow, NpgsqlLogSequenceNumber at, bool isMisfit = false)
    {
        _ordinal = at == _last ? _ordinal + 1 : 0;
        _last = at;
        _transaction.Add(new ReferenceEvent(content, oldRow, string.Create(CultureInfo.InvariantCulture, $"{_commit}:{at}:{_ordinal}"), (ulong)_commit, _committedAt) { IsMisfit = isMisfit });
    }

    /// <summary>A message is known by where its record ends, and one that is no transaction's is one for itself.</summary>
    private async Task TellAsync(LogicalDecodingMessage message, CancellationToken ct)
    {
        using var reader = new StreamReader(message.Data);
        var (writer, seq) = MessageListener.Read(await reader.ReadToEndAsync(ct));
        var content = new Content("MESSAGE", Messages, 0, writer, seq);
        var at = message.MessageLsn;
        if (message.Flags == 1)
        {
            _transaction.Add(new ReferenceEvent(content, null, $"{_commit}:{at}:-1", (ulong)_commit, _committedAt));
        }
        else
        {
            _events.Add(new ReferenceEvent(content, null, $"{at}:{at}:-1", (ulong)at - 1, _committedAt) { Index = _events.Count });
        }
    }

    /// <summary>The first three columns of all tables.</summary>
    private static async Task<Content> ReadAsync(string action, RelationMessage relation, ReplicationTuple tuple, CancellationToken ct)
    {
        List<string> values = [];
        await foreach (var value in tuple.WithCancellation(ct))
        {
            if (values.Count < 3)
            {
                values.Add(await value.Get<string>(ct));
            }
        }

        return new Content(action, relation.RelationName, long.Parse(values[0], CultureInfo.InvariantCulture), int.Parse(values[1], CultureInfo.InvariantCulture), long.Parse(values[2], CultureInfo.InvariantCulture));
    }
}
