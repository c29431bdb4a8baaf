using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>Whatever arrives, there is a well-formed message or a <see cref="PgOutputException"/>, and nothing is allocated beyond a multiple of it.</summary>
public sealed class DamagedMessageTests
{
    // An exception with its stack trace and message; then strings (two bytes a character) and columns (some 60 bytes for ten).
    private const long Allowance = 64 * 1024, AllowancePerByte = 16;

    private static readonly Gen<byte> Bytes = Gen.Choose(0, 255).Select(value => (byte)value);

    /// <summary>Known letters, so that the fields are reached; small counts and lengths as often as wild ones.</summary>
    private static readonly Gen<byte[]> Messages =
        from letter in Gen.Elements("BMCORYIUDT".Select(letter => (byte)letter).ToArray())
        from rest in Gen.OneOf(Bytes, Gen.Constant((byte)0), Gen.Elements("KONnutb\x01\x02"u8.ToArray())).ArrayOf()
        select (byte[])[letter, .. rest];

    /// <summary>The end of one server's message after the beginning of another's.</summary>
    private static readonly Gen<byte[]> Spliced =
        from first in Gen.Elements(ServerMessages.All)
        from second in Gen.Elements(ServerMessages.All)
        from cut in Gen.Choose(0, 80)
        from resume in Gen.Choose(0, 80)
        select (byte[])[.. first.Bytes.Take(cut), .. second.Bytes.Skip(resume)];

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "65535 columns of a relation", new MessageBuilder('R').Int32(1).String("").String("").Byte('d').Int16(65_535).ToBytes() },
        { "65535 columns of a row", new MessageBuilder('I').Int32(1).Byte('N').Int16(65_535).ToBytes() },
        { "65535 columns of an old row", new MessageBuilder('D').Int32(1).Byte('K').Int16(65_535).Byte('n').ToBytes() },
        { "2147483647 bytes of a value", new MessageBuilder('I').Int32(1).Byte('N').Int16(1).Byte('t').Int32(int.MaxValue).ToBytes() },
        { "-1 bytes of a value", new MessageBuilder('I').Int32(1).Byte('N').Int16(1).Byte('b').Int32(-1).ToBytes() },
        { "-2147483648 bytes of a value", new MessageBuilder('U').Int32(1).Byte('O').Int16(1).Byte('b').Int32(int.MinValue).ToBytes() },
        { "2147483647 truncated tables", new MessageBuilder('T').Int32(int.MaxValue).Byte(0).ToBytes() },
        { "1073741824 truncated tables", new MessageBuilder('T').Int32(0x40000000).Byte(0).ToBytes() },
        { "-1 truncated tables", new MessageBuilder('T').Int32(-1).Byte(0).ToBytes() },
        { "2147483647 bytes of content", new MessageBuilder('M').Byte(0).Int64(1).String("").Int32(int.MaxValue).ToBytes() },
        { "-1 bytes of content", new MessageBuilder('M').Byte(0).Int64(1).String("").Int32(-1).ToBytes() },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Hostile_count_is_refused_before_anything_is_allocated(string what, byte[] message)
    {
        Assert.Throws<PgOutputException>(() => Decoded.Any(message));
        Assert.True(AllocatedBy(message) < Allowance, what);
    }

    [Theory]
    [MemberData(nameof(ServerMessageTests.Messages), MemberType = typeof(ServerMessageTests), DisableDiscoveryEnumeration = true)]
    public void Message_that_ends_early_is_an_error(ServerMessage message)
    {
        var bytes = message.Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<PgOutputException>(() => Decoded.Any(bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(ServerMessageTests.Messages), MemberType = typeof(ServerMessageTests), DisableDiscoveryEnumeration = true)]
    public void Message_that_goes_on_is_an_error(ServerMessage message)
    {
        foreach (byte next in new byte[] { 0, (byte)'N', (byte)'n', 0xFF })
        {
            var error = Assert.Throws<PgOutputException>(() => Decoded.Any([.. message.Bytes, next]));
            Assert.Contains("has 1 bytes after its last field", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ServerMessageTests.Messages), MemberType = typeof(ServerMessageTests), DisableDiscoveryEnumeration = true)]
    public void Message_with_one_other_byte_is_well_formed_or_an_error(ServerMessage message)
    {
        var bytes = message.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            var original = bytes[i];

            // All of them where the structure is; in the long values, which are opaque, a few.
            for (var value = 0; value < 256; value += i is > 100 and < 2_000 ? 51 : 1)
            {
                bytes[i] = (byte)value;
                AssertWellFormedOrRefused(bytes);
            }

            bytes[i] = original;
        }
    }

    [Fact]
    public void Any_bytes_are_well_formed_or_an_error() => Check(Bytes.ArrayOf(), 3_000);

    [Fact]
    public void Any_bytes_after_a_known_letter_are_well_formed_or_an_error() => Check(Messages, 10_000);

    [Fact]
    public void Any_two_halves_are_well_formed_or_an_error() => Check(Spliced, 5_000);

    private static void Check(Gen<byte[]> messages, int count) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count),
        Prop.ForAll(messages.ToArbitrary(), message =>
        {
            AssertWellFormedOrRefused(message);
            return AllocatedBy(message) < Allowance + (AllowancePerByte * message.Length);
        }));

    private static void AssertWellFormedOrRefused(byte[] message)
    {
        try
        {
            Assert.NotEmpty(Decoded.Describe(message));
        }
        catch (PgOutputException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static long AllocatedBy(byte[] message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Decoded.Any(message);
        }
        catch (PgOutputException)
        {
            // Refusing allocates too.
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
