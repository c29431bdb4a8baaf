namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// A row in a message, whole and well-formed: int16 count of columns, then for each a letter (n, u, t or b) and, for t and b,
/// int32 length and value. See <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see>.
/// </summary>
internal readonly ref struct TupleData(int columnCount, ReadOnlySpan<byte> columns)
{
    public int ColumnCount { get; } = columnCount;

    /// <summary>The columns, without their count: what <see cref="Generated.TupleReader"/> takes. Part of the message, not a copy.</summary>
    public ReadOnlySpan<byte> Columns { get; } = columns;

    internal static TupleData Read(scoped ref WireReader reader, string tuple)
    {
        int count = reader.UInt16(tuple);
        reader.Demand(count, sizeof(byte), tuple);
        var columns = reader.Rest;
        for (var i = 0; i < count; i++)
        {
            switch ((char)reader.Byte(tuple))
            {
                case 'n' or 'u':
                    break;
                case 't' or 'b':
                    reader.Bytes(reader.Int32(tuple), tuple);
                    break;
                default:
                    // The byte itself stays out of the message: after a wrong length it is a piece of a value.
                    throw reader.Malformed(tuple, $"has a column, number {i + 1} of {count}, that is neither null, unchanged, text nor binary");
            }
        }

        return new TupleData(count, columns[..^reader.Remaining]);
    }
}
