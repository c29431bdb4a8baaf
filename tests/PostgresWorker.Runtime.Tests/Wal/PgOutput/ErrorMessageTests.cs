using System.Text;

namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>Messages end up in logs, where the data of rows must not be.</summary>
public sealed class ErrorMessageTests
{
    private const string Secret = "secret";

    /// <summary>Every truncation and every mutation of a row of secrets, of whose letters none may be told.</summary>
    [Fact]
    public void Damaged_row_is_not_repeated()
    {
        var message = new MessageBuilder('U').Int32(1)
            .Byte('O').Tuple(Rows.TupleValue.Text(Secret), Rows.TupleValue.Binary(Encoding.UTF8.GetBytes(Secret)))
            .Byte('N').Tuple(Rows.TupleValue.Text(Secret), Rows.TupleValue.Unchanged)
            .ToBytes();
        var errors = new List<string>();
        for (var length = 1; length < message.Length; length++)
        {
            errors.Add(Assert.Throws<PgOutputException>(() => Decoded.Any(message.AsSpan(0, length))).Message);
        }

        for (var i = 1; i < message.Length; i++)
        {
            for (var value = 0; value < 256; value++)
            {
                var mutant = message.ToArray();
                mutant[i] = (byte)value;
                if (Record.Exception(() => Decoded.Any(mutant)) is { } error)
                {
                    errors.Add(error.Message);
                    Assert.Null(error.InnerException);
                }
            }
        }

        Assert.True(errors.Count > 1_000);
        Assert.All(errors.Distinct(StringComparer.Ordinal), AssertSilent);
    }

    [Fact]
    public void Message_names_the_thing_the_place_and_the_way_out()
    {
        var error = Assert.Throws<PgOutputException>(() => Decoded.Any(new MessageBuilder('O').Int32(1).ToBytes()));
        Assert.StartsWith("Field 'commit LSN' of the pgoutput message Origin needs 8 bytes and 4 are left (at byte 1 of 5). ", error.Message, StringComparison.Ordinal);
        Assert.Contains("reconnecting makes the server send it again", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSilent(string message)
    {
        Assert.DoesNotContain(Secret, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ecre", message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)), message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("0x", message, StringComparison.Ordinal);
    }
}
