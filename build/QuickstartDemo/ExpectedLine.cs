namespace PostgresWorker.QuickstartDemo;

/// <summary>A change that was made, and the line that the quickstart is to write about it.</summary>
/// <param name="Change">What was done, in words.</param>
/// <param name="Start">How the line begins.</param>
/// <param name="End">How the line ends.</param>
internal sealed record ExpectedLine(string Change, string Start, string End = "attempt 1)")
{
    public bool Fits(string line) => line.StartsWith(Start, StringComparison.Ordinal) && line.EndsWith(End, StringComparison.Ordinal);
}
