using System.Diagnostics;

namespace PostgresWorker.ThrowAway.Tests;

public sealed class CleanupTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposed_it_leaves_no_process_and_no_folder()
    {
        var server = await ThrowAwayPostgres.StartAsync(ct: Ct);
        var leftovers = Leftovers.Of(server.DataDirectory);
        Assert.True(leftovers.Any);

        await server.DisposeAsync();
        Assert.False(Directory.Exists(leftovers.Folder));
        await leftovers.AreGoneAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Disposed_while_stopped_it_leaves_no_folder()
    {
        var server = await ThrowAwayPostgres.StartAsync(ct: Ct);
        await server.StopAsync(ct: Ct);
        await server.DisposeAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(server.DataDirectory)));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Its_program_ended_by_a_signal_leaves_nothing(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var program = Process.Start(new ProcessStartInfo("dotnet", ["ThrowAwayPostgres.Server.dll"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            // Killed, the .NET runtime itself would leave the sockets of its diagnostics.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        try
        {
            var dataDirectory = (await program.StandardOutput.ReadLineAsync(Ct))!.Split("Data directory: ")[1];
            var leftovers = Leftovers.Of(dataDirectory);
            Assert.True(leftovers.Runs);

            using var kill = Process.Start("kill", ["-" + signal, $"{program.Id}"]);
            await program.WaitForExitAsync(Ct);
            await leftovers.AreGoneAsync();
        }
        finally
        {
            program.Kill();
        }
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing()
    {
        using var temporary = new TemporaryFolder();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var start = ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { TemporaryDirectory = temporary.Path }, cancel.Token);
        await temporary.HasAnEntryAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }
}
