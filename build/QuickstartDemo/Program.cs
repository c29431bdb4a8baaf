using System.Diagnostics;
using System.Runtime.InteropServices;
using PostgresWorker.QuickstartDemo;
using PostgresWorker.ThrowAway;

var watch = Stopwatch.StartNew();
if (args is not ([] or ["--once"]))
{
    await Console.Error.WriteLineAsync("Usage: build/demo [--once]");
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
    return await Demo.RunAsync(once: args is ["--once"], watch, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Asked for: the end of a demo that goes on, and a failure of one that was to come to its own end.
    Console.WriteLine("Stopped; everything is removed.");
    return args is [] ? 0 : 130;
}
catch (Exception e) when (e is ThrowAwayPostgresException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
