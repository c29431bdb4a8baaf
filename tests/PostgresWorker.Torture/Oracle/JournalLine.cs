using System.Globalization;
using PostgresWorker.Torture.Faults;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Oracle;

/// <summary>A line of a worker's journal: a listener has handled a change, or a row of a snapshot.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Listener">The listener.</param>
/// <param name="Content">What was handled.</param>
/// <param name="ChangeId">Its id.</param>
/// <param name="Began">When the listener was called.</param>
/// <param name="Ended">When it had handled it.</param>
internal sealed record JournalLine(int Pid, string Listener, Content Content, string ChangeId, long Began, long Ended)
{
    /// <summary>Whether it is a row that was there, and no change.</summary>
    public bool IsRow => Content.Action == Journal.Row;

    /// <summary>All there are, in the order in which they were handled.</summary>
    public static IReadOnlyList<JournalLine> ReadAll(string folder) =>
        [.. Journals.Lines(folder, Journal.Handlings).Select(line => Parse(line.Pid, line.Line)).OrderBy(delivery => delivery.Ended)];

    private static JournalLine Parse(int pid, string line)
    {
        var parts = line.Split(' ');
        var table = parts[0] switch
        {
            MarkListeners.Name or MarkListeners.Emptied => "marks",
            FitListeners.Name or FitListeners.Loose => ReferenceStream.Fits,
            MessageListener.Name => ReferenceStream.Messages,
            _ => "items",
        };
        var seq = parts[1] == "TRUNCATE" ? parts[3] : parts[6];
        return new JournalLine(
            pid,
            parts[0],
            new Content(parts[1], table, Number(parts[4]), (int)Number(parts[5]), Number(seq)),
            parts[2],
            Number(parts[7]),
            Number(parts[8]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
