using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.Torture.Worker;

/// <summary>Is told what writers say in the log itself: their number, and what number of theirs it is.</summary>
internal sealed class MessageListener(Journal journal, Trouble trouble)
{
    public const string Name = "told", Prefix = "torture";

    [PostgresMessage("torture", Prefix, Name = Name)]
    public async Task OnMessage(LogicalMessage message, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await trouble.MeetAsync(ct);
        var (writer, seq) = Read(message.Text);
        journal.Handled(Name, message, 0, writer, seq, began);
    }

    /// <summary>Who wrote a message, and what number of his it is.</summary>
    public static (int Writer, long Seq) Read(string text)
    {
        var parts = text.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
