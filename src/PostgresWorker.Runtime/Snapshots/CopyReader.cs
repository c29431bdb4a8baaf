using System.Buffers;
using System.Buffers.Binary;

namespace PostgresWorker.Snapshots;

/// <summary>
/// Reads the rows of <see href="https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS">COPY ... (FORMAT binary)</see>: a header, then for each row int16 count of fields and for each
/// of those int32 length (-1 for NULL) and value, then -1.
/// </summary>
/// <param name="stream">What is copied.</param>
/// <param name="limit">How many bytes may be read: more than one row is not, beyond that.</param>
internal sealed class CopyReader(Stream stream, long limit)
{
    private const int Header = 11 + sizeof(int) + sizeof(int), BufferSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(BufferSize);
    private int _read;
    private bool _isBehindHeader;

    /// <summary>How many bytes have come.</summary>
    public long Length { get; private set; }

    /// <summary>Whether rows were left, for there were too many bytes of them.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reads all rows, or as many as may be.</summary>
    /// <param name="take">Takes the fields of a row.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task ReadAsync(Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var rows = 0;
        while (true)
        {
            while (TryTake(out var fields, out var length))
            {
                if (fields < 0)
                {
                    return;
                }

                take(_buffer.WrittenSpan.Slice(_read, length));
                _read += length;
                rows++;
            }

            if (rows > 0 && Length > limit)
            {
                IsCut = true;
                return;
            }

            Compact();
            var count = await stream.ReadAsync(_buffer.GetMemory(BufferSize), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new IOException("The server ended a COPY before its last row.");
            }

            _buffer.Advance(count);
            Length += count;
        }
    }

    /// <summary>Whether a whole row has come, or the end; <see cref="_read"/> is then where its first field is.</summary>
    private bool TryTake(out int fields, out int length)
    {
        (fields, length) = (0, 0);
        var rest = _buffer.WrittenSpan[_read..];
        var start = _isBehindHeader ? 0 : Header;
        if (rest.Length < start + sizeof(short))
        {
            return false;
        }

        fields = BinaryPrimitives.ReadInt16BigEndian(rest[start..]);
        var at = start + sizeof(short);
        for (var i = 0; i < fields; i++)
        {
            if (rest.Length < at + sizeof(int))
            {
                return false;
            }

            var size = BinaryPrimitives.ReadInt32BigEndian(rest[at..]);
            at += sizeof(int) + Math.Max(size, 0);
            if (rest.Length < at)
            {
                return false;
            }
        }

        length = at - start - sizeof(short);
        _read += start + sizeof(short);
        _isBehindHeader = true;
        return true;
    }

    /// <summary>Forgets what was taken.</summary>
    private void Compact()
    {
        if (_read == 0)
        {
            return;
        }

        var rest = _buffer.WrittenSpan[_read..].ToArray();
        _buffer.ResetWrittenCount();
        _buffer.Write(rest);
        _read = 0;
    }
}
