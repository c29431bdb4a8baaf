using System.Globalization;
using System.Text;

namespace PostgresWorker.Integration.Worker;

/// <summary>A line of the test worker's log: one delivered change.</summary>
internal sealed record DeliveredLine(string ChangeId, long Key, int Version, string Text)
{
    /// <summary>When it was delivered, by a clock that all processes share; where the worker was asked for it.</summary>
    public long Stamp { get; private init; }

    public Lsn CommitLsn => Lsn.Parse(ChangeId.Split(':')[1]);

    /// <summary>The number of a change of an outbox.</summary>
    public long OutboxId => long.Parse(ChangeId.Split(':')[2], CultureInfo.InvariantCulture);

    /// <summary>How many whole lines there are.</summary>
    public static int Count(string path) => File.Exists(path) ? ReadText(path).Count((byte)'\n') : 0;

    /// <summary>All whole lines; a line that a kill cut off was not delivered.</summary>
    public static IReadOnlyList<DeliveredLine> ReadAll(string path)
    {
        var text = Encoding.UTF8.GetString(ReadText(path));
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static ReadOnlySpan<byte> ReadText(string path)
    {
        // The worker goes on writing.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static DeliveredLine Parse(string line)
    {
        var words = line.Split(' ');
        var (text, stamp) = line.LastIndexOf(" @", StringComparison.Ordinal) is >= 0 and var at ? (line[..at], line[(at + 2)..]) : (line, "0");
        return new DeliveredLine(words[0], long.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture), text)
        {
            Stamp = long.Parse(stamp, CultureInfo.InvariantCulture),
        };
    }
}
