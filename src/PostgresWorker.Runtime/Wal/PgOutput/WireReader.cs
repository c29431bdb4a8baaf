using System.Buffers.Binary;
using System.Text;

namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// Reads the fields of one message in order: integers in network byte order, strings that end with a zero byte
/// (<see href="https://www.postgresql.org/docs/current/protocol-message-types.html">message data types</see>).
/// Whatever is missing is an error that names the message and the field.
/// </summary>
internal ref struct WireReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PgOutputMessageKind _kind;
    private readonly int _length;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts after the letter of <paramref name="message"/>, which must be that of <paramref name="kind"/>.</summary>
    public WireReader(ReadOnlySpan<byte> message, PgOutputMessageKind kind)
    {
        var actual = PgOutputDecoder.KindOf(message);
        if (actual != kind)
        {
            throw new PgOutputException($"A message of the kind {actual} was decoded as {kind}; decode it as what KindOf says.");
        }

        _kind = kind;
        _length = message.Length;
        _rest = message[1..];
    }

    /// <summary>All that is left, without taking it.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte(string field) => Bytes(sizeof(byte), field)[0];

    public ushort UInt16(string field) => BinaryPrimitives.ReadUInt16BigEndian(Bytes(sizeof(ushort), field));

    public uint UInt32(string field) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(sizeof(uint), field));

    public int Int32(string field) => BinaryPrimitives.ReadInt32BigEndian(Bytes(sizeof(int), field));

    public ulong UInt64(string field) => BinaryPrimitives.ReadUInt64BigEndian(Bytes(sizeof(ulong), field));

    public Lsn Lsn(string field) => new(UInt64(field));

    /// <summary>Microseconds since 2000-01-01 in UTC; infinite and far times are errors, for no commit has them.</summary>
    public DateTimeOffset Time(string field)
    {
        const long minimum = -63_082_281_600_000_000, maximum = 252_455_615_999_999_999; // 0001-01-01, 9999-12-31 23:59:59.999999
        var microseconds = (long)UInt64(field);
        return microseconds is >= minimum and <= maximum
            ? new DateTimeOffset(new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond))
            : throw Malformed(field, "is a time outside the years 1 to 9999");
    }

    public string CString(string field)
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Malformed(field, "is a string without its ending zero byte");
        }

        try
        {
            var text = StrictUtf8.GetString(_rest[..end]);
            _rest = _rest[(end + 1)..];
            return text;
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(field, "is not UTF-8, which the connection's client_encoding promises");
        }
    }

    /// <summary>The name of a schema, which is sent empty for pg_catalog.</summary>
    public string Namespace(string field) => CString(field) is { Length: > 0 } name ? name : "pg_catalog";

    /// <summary>The next <paramref name="count"/> bytes; a count from the wire may be anything, also negative.</summary>
    public ReadOnlySpan<byte> Bytes(int count, string field)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw Malformed(field, $"needs {count} bytes and {_rest.Length} are left");
        }

        var bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    /// <summary>The error for items that are more than the message can hold: thrown before anything is allocated for them.</summary>
    public readonly void Demand(int count, int minimumSize, string field)
    {
        if (count < 0 || (long)count * minimumSize > _rest.Length)
        {
            throw Malformed(field, $"announces {count} items of at least {minimumSize} bytes and {_rest.Length} bytes are left");
        }
    }

    /// <summary>Ends the message, which must have nothing left.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new PgOutputException($"The pgoutput message {_kind} has {_rest.Length} bytes after its last field. {WayOut}");
        }
    }

    /// <summary>The error for a field; <paramref name="problem"/> never has a row's value in it.</summary>
    public readonly PgOutputException Malformed(string field, string problem) =>
        new($"Field '{field}' of the pgoutput message {_kind} {problem} (at byte {_length - _rest.Length} of {_length}). {WayOut}");

    private const string WayOut = "It is not protocol version 1, or was damaged on its way: reconnecting makes the server send it again; if it fails again, report it with the server's version.";
}
