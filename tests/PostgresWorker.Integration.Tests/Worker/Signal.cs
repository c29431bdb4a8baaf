using System.Diagnostics;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Worker;

/// <summary>Stops a program as a machine that is suspended does, and lets it go on.</summary>
internal static class Signal
{
    public static Task StopAsync(ThrowAwayProgram program) => SendAsync(program, "-STOP");

    public static Task ContinueAsync(ThrowAwayProgram program) => SendAsync(program, "-CONT");

    private static async Task SendAsync(ThrowAwayProgram program, string signal)
    {
        using var kill = Process.Start("/bin/kill", [signal, $"{program.ProcessId}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
