using System.Globalization;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Oracle;

/// <summary>Reads the second slot from its beginning to its end, when all is over: by Npgsql's own decoder, which shares nothing with the runtime's.</summary>
internal sealed class ReferenceStream
{
    private readonly List<ReferenceEvent> _events = [];
    private readonly List<ReferenceEvent> _transaction = [];
    private NpgsqlLogSequenceNumber _commit;
    private NpgsqlLogSequenceNumber _last;
    private uint _xid;
    private long _committedAt;
    private int _ordinal;
    private bool _isOver;

    /// <summary>All that was committed, in the order of commits.</summary>
    public static async Task<IReadOnlyList<ReferenceEvent>> ReadAsync(string connectionString, CancellationToken ct)
    {
        var stream = new ReferenceStream();
        await using var connection = new LogicalReplicationConnection(connectionString);
        await connection.Open(ct);
        var options = new PgOutputReplicationOptions(Schema.Oracle, PgOutputProtocolVersion.V1);
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

        var oldKey = old is null ? (long?)null : (await ReadAsync(old, ct)).Key;
        var (key, writer, seq) = await ReadAsync(row, ct);
        Add(new Content(action, relation.RelationName, key, writer, seq), oldKey == key ? null : oldKey, at);
    }

    private void Add(Content content, long? oldKey, NpgsqlLogSequenceNumber at)
    {
        _ordinal = at == _last ? _ordinal + 1 : 0;
        _last = at;
        _transaction.Add(new ReferenceEvent(content, oldKey, string.Create(CultureInfo.InvariantCulture, $"{_commit}:{at}:{_ordinal}"), (ulong)_commit, _committedAt));
    }

    /// <summary>The first three columns of both tables.</summary>
    private static async Task<(long Key, int Writer, long Seq)> ReadAsync(ReplicationTuple tuple, CancellationToken ct)
    {
        List<string> values = [];
        await foreach (var value in tuple.WithCancellation(ct))
        {
            if (values.Count < 3)
            {
                values.Add(await value.Get<string>(ct));
            }
        }

        return (long.Parse(values[0], CultureInfo.InvariantCulture), int.Parse(values[1], CultureInfo.InvariantCulture), long.Parse(values[2], CultureInfo.InvariantCulture));
    }
}
