using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>
/// A shell beside this process that stops the server and removes its folder when this process ends in any way, SIGKILL included:
/// then the pipe between them ends. On Windows there is none, and only an orderly end cleans up.
/// </summary>
internal sealed class Warden : IDisposable
{
    private readonly Process? _shell;

    private Warden(Process? shell) => _shell = shell;

    public static Warden Watch(string folder, IEnumerable<string> stopCommand)
    {
        if (OperatingSystem.IsWindows())
        {
            return new Warden(null);
        }

        string[] command = [.. OwnSession.Prefix, "/bin/sh", "-c", Script(), "warden", folder, .. stopCommand];
        return new Warden(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        }));
    }

    /// <summary>Says which command is in flight, by its process id; null when it has ended.</summary>
    public void Note(int? processId)
    {
        try
        {
            _shell?.StandardInput.WriteLine(processId?.ToString(CultureInfo.InvariantCulture));
            _shell?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Somebody killed the warden. The server is of use without it.
        }
    }

    /// <summary>Lets the warden go: it removes what is still there, and ends.</summary>
    public async Task ReleaseAsync()
    {
        if (_shell is null)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        _shell.StandardInput.Close();
        try
        {
            await _shell.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill();
        }
    }

    public void Dispose() => _shell?.Dispose();

    private static string Script()
    {
        using var stream = typeof(Warden).Assembly.GetManifestResourceStream("warden.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
