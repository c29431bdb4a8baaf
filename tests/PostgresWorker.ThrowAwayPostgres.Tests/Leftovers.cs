using System.Globalization;

namespace PostgresWorker.ThrowAway.Tests;

/// <summary>What there is of a server on this machine: its folder, and its postmaster's process.</summary>
/// <param name="Folder">The temporary folder with the data directory in it.</param>
/// <param name="Postmaster">The postmaster's process id.</param>
internal sealed record Leftovers(string Folder, int Postmaster)
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    public static Leftovers Of(string dataDirectory)
    {
        var firstLine = File.ReadLines(Path.Combine(dataDirectory, "postmaster.pid")).First();
        return new Leftovers(Path.GetDirectoryName(dataDirectory)!, int.Parse(firstLine, CultureInfo.InvariantCulture));
    }

    public bool Any => Directory.Exists(Folder) || Runs;

    // An ended process whose parent has not yet taken notice still has an entry, but no command line.
    public bool Runs
    {
        get
        {
            try
            {
                return File.ReadAllText($"/proc/{Postmaster}/cmdline").Contains(Folder, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    public async Task AreGoneAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_deadline);
        while (Any)
        {
            await Task.Delay(50, deadline.Token);
        }
    }
}
