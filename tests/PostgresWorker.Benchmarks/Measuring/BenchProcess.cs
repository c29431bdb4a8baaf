using System.Diagnostics;

namespace PostgresWorker.Benchmarks;

/// <summary>This program started again, for what is measured as a process of its own. It is spoken with in lines, and ends when nobody holds its standard input any more.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private readonly Process _process;

    public BenchProcess(params IEnumerable<string> arguments) => _process = Process.Start(
        new ProcessStartInfo("dotnet", [typeof(BenchProcess).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The next line that it says.</summary>
    public async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false)
        ?? throw new InvalidOperationException("The process that was to be measured ended; what it wrote to its standard error stands above.");

    /// <summary>Says a line to it.</summary>
    public Task WriteAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
