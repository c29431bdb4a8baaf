using System.Text;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>Reads what workers have written down.</summary>
internal static class Journals
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(60);

    /// <summary>How often something befell a worker.</summary>
    public static int CountOf(Arena arena, string what) => Lines(arena.Folder, Journal.Befallings).Count(line => line.Line.StartsWith($"{what} ", StringComparison.Ordinal));

    /// <summary>How often something befalls workers: at least for a time, and until it did.</summary>
    public static async Task<int> WhenBefallsAsync(Arena arena, string what, int milliseconds)
    {
        var before = CountOf(arena, what);
        await Task.Delay(milliseconds);
        await Patience.UntilAsync(() => CountOf(arena, what) > before, Reach);
        return CountOf(arena, what) - before;
    }

    /// <summary>All whole lines of the files of a name, with the process that wrote them; a line that a kill cut off was not written.</summary>
    public static IEnumerable<(int Pid, string Line)> Lines(string folder, string name)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"*.{name}"))
        {
            var pid = int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture);
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.ASCII);
            var text = reader.ReadToEnd();
            var end = text.LastIndexOf('\n');
            foreach (var line in end < 0 ? [] : text[..end].Split('\n'))
            {
                yield return (pid, line);
            }
        }
    }
}
