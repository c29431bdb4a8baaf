using System.Diagnostics;

namespace PostgresWorker.Benchmarks;

/// <summary>This program started again as a worker that empties an outbox until it is disposed of.</summary>
internal sealed class DrainProcess : IAsyncDisposable
{
    /// <summary>The argument that makes it one; a connection string follows.</summary>
    public const string Argument = "drain-outbox";

    private readonly Process _process;

    public DrainProcess(string connectionString) => _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(DrainProcess).Assembly.Location, Argument, connectionString]) { RedirectStandardInput = true, UseShellExecute = false })!;

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What the program then does: it ends when nobody holds its standard input any more.</summary>
    public static async Task RunAsync(string connectionString)
    {
        // What is measured is not when it begins.
        using var host = OutboxBench.Worker(connectionString, pollInterval: TimeSpan.FromMilliseconds(20));
        await host.StartAsync().ConfigureAwait(false);
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
