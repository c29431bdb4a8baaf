using System.Diagnostics;
using System.Globalization;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Wal.PgOutput;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Fuzz;

/// <summary>
/// Recorded messages, values and rows of JSON, damaged: each is read or refused by an error of ours, in no time, whatever stands before and behind it in memory. 200,000 of them; as many as
/// <c>POSTGRESWORKER_FUZZ</c> says, and with <c>POSTGRESWORKER_SEED</c> again.
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20), Look = TimeSpan.FromMilliseconds(200);

    private long _began;
    private byte[] _current = [];

    private static int Count => int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_FUZZ") ?? "200000", CultureInfo.InvariantCulture);

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_SEED") ?? Environment.TickCount.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    [Fact]
    public async Task Damaged_bytes_are_read_or_refused_in_no_time_and_nothing_beside_them_is()
    {
        var (seed, count) = (Seed, Count);
        _began = Stopwatch.GetTimestamp();
        var fuzzing = Task.Run(() => Fuzz(seed, count), TestContext.Current.CancellationToken);
        while (!fuzzing.IsCompleted)
        {
            Assert.True(Stopwatch.GetElapsedTime(Volatile.Read(ref _began)) < MaxTime, $"{Convert.ToHexString(_current)} is read for ever (seed {seed}).");
            await Task.WhenAny(fuzzing, Task.Delay(Look, TestContext.Current.CancellationToken));
        }

        var read = await fuzzing;
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {count} damaged messages, values and rows: {read} were read all the same, the others refused (seed {seed})");
        Assert.InRange(read, count / 20, count * 19L / 20);
    }

    private long Fuzz(int seed, int count)
    {
#pragma warning disable RS0030 // Seeded: what fails fails again.
        var random = new Random(seed);
#pragma warning restore RS0030
        var messages = ServerMessages.All.Select(message => message.Bytes).ToArray();
        var values = DamagedValueTests.Samples().ToArray();
        var rows = JsonRows.Samples().ToArray();
        var read = 0L;
        for (var i = 0; i < count; i++)
        {
            var (bytes, reading) = (i % 4) switch
            {
                0 or 1 => (messages[random.Next(messages.Length)], ReadMessage),
                2 => values[random.Next(values.Length)],
                _ => rows[random.Next(rows.Length)],
            };
            _current = Damage.Of(random, bytes);
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            read += IsRead(_current, reading, seed) ? 1 : 0;
        }

        return read;
    }

    private static bool IsRead(byte[] damaged, Action<byte[]> reading, int seed)
    {
        try
        {
            reading(damaged);
            return true;
        }
        catch (Exception error) when (error is PgOutputException or RowReadException or FormatException)
        {
            return false;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{Convert.ToHexString(damaged)} (seed {seed})", error);
        }
    }

    private static void ReadMessage(byte[] message) => Surrounded.Read(message, static span => Decoded.Describe(span));
}
