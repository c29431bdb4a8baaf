using System.Text;
using System.Text.RegularExpressions;

namespace PostgresWorker.Package.Tests;

/// <summary>A step of a page: a file to write, commands with what they say, or what a program says that runs on.</summary>
internal abstract record TranscriptStep;

internal sealed record FileStep(string Name, string Text) : TranscriptStep;

internal sealed record CommandStep(string Command, string Output) : TranscriptStep;

/// <param name="Command">Starts the program; null where it runs already.</param>
/// <param name="Output">What it says then.</param>
/// <param name="IsEnd">Whether it is stopped first, and <paramref name="Output"/> is the end of it.</param>
internal sealed record WorkerStep(string? Command, string Output, bool IsEnd) : TranscriptStep;

/// <summary>A page of documentation that can be replayed.</summary>
internal static partial class Transcript
{
    private const string Elision = "…";

    public static IEnumerable<TranscriptStep> Read(string page) => Block().Matches(page).SelectMany(block => (block.Groups["kind"].Value, block.Groups["name"].Value) switch
    {
        ("console", "worker") => Worker(block.Groups["text"].Value),
        ("console", _) => Commands(block.Groups["text"].Value),
        (_, { Length: > 0 } name) => [new FileStep(name, block.Groups["text"].Value)],
        _ => Array.Empty<TranscriptStep>(),
    });

    /// <summary>What fits an output of the page: to its end, or as a beginning.</summary>
    public static Regex Pattern(string output, bool isWhole)
    {
        var pattern = new StringBuilder(@"\A");
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            pattern.Append(line == Elision ? @"(.*\n)*?" : $"{Regex.Escape(line).Replace(Regex.Escape(Elision), ".*", StringComparison.Ordinal)}\\n");
        }

        return new Regex(pattern.Append(isWhole ? @"\z" : "").ToString(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    private static IEnumerable<TranscriptStep> Commands(string text) => Command().Matches(text).Select(match => new CommandStep(match.Groups["command"].Value, match.Groups["output"].Value));

    private static IEnumerable<TranscriptStep> Worker(string text)
    {
        var parts = text.Split("^C\n");
        var begin = Command().Match(parts[0]);
        if (begin.Success)
        {
            yield return new WorkerStep(begin.Groups["command"].Value, begin.Groups["output"].Value, IsEnd: false);
        }
        else if (parts[0].Length > 0)
        {
            yield return new WorkerStep(null, parts[0], IsEnd: false);
        }

        if (parts.Length > 1)
        {
            yield return new WorkerStep(null, parts[1], IsEnd: true);
        }
    }

    [GeneratedRegex(@"^```(?<kind>[a-z]+)( (?<name>[\w.-]+))?\n(?<text>(.*\n)*?)```$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<command>.*)\n(?<output>([^$\n].*\n)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Command();
}
