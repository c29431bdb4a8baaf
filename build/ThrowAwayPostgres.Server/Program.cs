using System.Globalization;
using System.Runtime.InteropServices;
using PostgresWorker.ThrowAway;

int? version = args switch
{
    [] => null,
    ["--version", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major) => major,
    _ => -1,
};
if (version < 0)
{
    await Console.Error.WriteLineAsync("Usage: build/postgres [--version N]   (a major version, such as 16)");
    return 2;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
try
{
    await using var server = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Version = version }, stop.Token);
    Console.WriteLine($"Postgres {server.Version}, gone with Ctrl-C. Data directory: {server.DataDirectory}");
    Console.WriteLine(server.ConnectionString);
    await Task.Delay(Timeout.Infinite, stop.Token);
}
catch (OperationCanceledException)
{
    // Asked to stop: that is how this program ends.
}
catch (ThrowAwayPostgresException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

return 0;
