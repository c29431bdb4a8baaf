using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PostgresWorker.Generated;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>Decodes a message of any kind.</summary>
internal static class Decoded
{
    /// <summary>Decodes and drops it.</summary>
    public static void Any(ReadOnlySpan<byte> message)
    {
        switch (PgOutputDecoder.KindOf(message))
        {
            case PgOutputMessageKind.Begin: PgOutputDecoder.Begin(message); break;
            case PgOutputMessageKind.Message: PgOutputDecoder.LogicalMessage(message); break;
            case PgOutputMessageKind.Commit: PgOutputDecoder.Commit(message); break;
            case PgOutputMessageKind.Origin: PgOutputDecoder.Origin(message); break;
            case PgOutputMessageKind.Relation: PgOutputDecoder.Relation(message); break;
            case PgOutputMessageKind.Type: PgOutputDecoder.Type(message); break;
            case PgOutputMessageKind.Insert: PgOutputDecoder.Insert(message); break;
            case PgOutputMessageKind.Update: PgOutputDecoder.Update(message); break;
            case PgOutputMessageKind.Delete: PgOutputDecoder.Delete(message); break;
            case PgOutputMessageKind.Truncate: PgOutputDecoder.Truncate(message); break;
        }
    }

    /// <summary>All that it says, in one line.</summary>
    public static string Describe(ReadOnlySpan<byte> message)
    {
        switch (PgOutputDecoder.KindOf(message))
        {
            case PgOutputMessageKind.Begin:
                var begin = PgOutputDecoder.Begin(message);
                return $"Begin {begin.CommitLsn} {Describe(begin.CommitTime)} xid {begin.TransactionId}";
            case PgOutputMessageKind.Message:
                var logical = PgOutputDecoder.LogicalMessage(message);
                return $"Message {(logical.IsTransactional ? "in transaction" : "alone")} {logical.Lsn} {logical.Prefix}: {Convert.ToHexStringLower(logical.Content)}";
            case PgOutputMessageKind.Commit:
                var commit = PgOutputDecoder.Commit(message);
                return $"Commit {commit.CommitLsn} to {commit.EndLsn} {Describe(commit.CommitTime)}";
            case PgOutputMessageKind.Origin:
                var origin = PgOutputDecoder.Origin(message);
                return $"Origin {origin.CommitLsn} {origin.Name}";
            case PgOutputMessageKind.Relation:
                return Describe(PgOutputDecoder.Relation(message));
            case PgOutputMessageKind.Type:
                var type = PgOutputDecoder.Type(message);
                return $"Type {type.Oid} {type.Namespace}.{type.Name}";
            case PgOutputMessageKind.Insert:
                var insert = PgOutputDecoder.Insert(message);
                return $"Insert {insert.RelationId} {Describe(insert.New)}";
            case PgOutputMessageKind.Update:
                var update = PgOutputDecoder.Update(message);
                return update.OldKind == OldTupleKind.None
                    ? $"Update {update.RelationId} {Describe(update.New)}"
                    : $"Update {update.RelationId} {update.OldKind} {Describe(update.Old)} to {Describe(update.New)}";
            case PgOutputMessageKind.Delete:
                var delete = PgOutputDecoder.Delete(message);
                return $"Delete {delete.RelationId} {delete.OldKind} {Describe(delete.Old)}";
            default:
                var truncate = PgOutputDecoder.Truncate(message);
                return $"Truncate {string.Join(' ', truncate.RelationIds)}{(truncate.Cascade ? " cascade" : "")}{(truncate.RestartIdentity ? " restart identity" : "")}";
        }
    }

    private static string Describe(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);

    private static string Describe(RelationMessage relation) =>
        $"Relation {relation.Oid} {relation.Namespace}.{relation.Name} {relation.Identity} " +
        $"({string.Join(", ", relation.Columns.Select(column => $"{column.Name} {column.TypeOid} {column.TypeModifier}{(column.IsInIdentity ? " key" : "")}"))})";

    /// <summary>The columns, walked without trust in what the decoder checked: whatever is wrong with them is another exception.</summary>
    private static string Describe(TupleData tuple)
    {
        var columns = new List<string>();
        var rest = tuple.Columns;
        while (!rest.IsEmpty)
        {
            var letter = (char)rest[0];
            rest = rest[1..];
            if (letter is 'n' or 'u')
            {
                columns.Add(letter.ToString());
                continue;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            var value = rest.Slice(4, length);
            rest = rest[(4 + length)..];
            columns.Add((letter, length) switch
            {
                (_, > 100) => $"{letter}*{length}",
                ('t', _) => $"t'{Encoding.UTF8.GetString(value)}'",
                ('b', _) => $"b'{Convert.ToHexStringLower(value)}'",
                _ => throw new InvalidOperationException($"A column of the format {letter}."),
            });
        }

        return columns.Count == tuple.ColumnCount
            ? $"({string.Join(", ", columns)})"
            : throw new InvalidOperationException($"{columns.Count} columns where {tuple.ColumnCount} were announced.");
    }
}
