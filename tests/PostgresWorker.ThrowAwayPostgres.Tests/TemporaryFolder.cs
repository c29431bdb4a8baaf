namespace PostgresWorker.ThrowAway.Tests;

/// <summary>A folder for servers' folders, so that a test sees what its own server leaves behind.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("postgresworker-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // As root, the server runs as another user.
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_111_111);
        }
    }

    public string Path { get; }

    public async Task HasAnEntryAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!Directory.EnumerateFileSystemEntries(Path).Any())
        {
            await Task.Delay(5, deadline.Token);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
