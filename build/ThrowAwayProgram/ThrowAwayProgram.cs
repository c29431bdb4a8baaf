using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>
/// A program that is run for a test or a demonstration: its lines can be waited for, and it ends at the latest when this process does,
/// however this ends. (On Windows only with an orderly end.)
/// </summary>
public sealed class ThrowAwayProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProgramLines _lines;
    private readonly Task _reading;
    private readonly string _name;

    private ThrowAwayProgram(string name, Process process, Action<string>? onLine)
    {
        (_name, _process, _lines) = (name, process, new ProgramLines());
        ProcessId = process.Id;
        if (!OperatingSystem.IsWindows())
        {
            ProcessId = int.Parse(process.StandardOutput.ReadLine() ?? "", CultureInfo.InvariantCulture);
        }

        _reading = Task.Run(() => ReadAsync(onLine));
    }

    /// <summary>The program's process id.</summary>
    public int ProcessId { get; }

    /// <summary>What it has written so far, standard error among it.</summary>
    public IReadOnlyList<string> Lines => _lines.Snapshot();

    /// <summary>Starts <c>dotnet</c> with <paramref name="assembly"/>, in the assembly's folder.</summary>
    /// <param name="assembly">The full path of the program's assembly.</param>
    /// <param name="environment">Environment variables that it gets besides those of this process.</param>
    /// <param name="onLine">Called with each line that it writes.</param>
    public static ThrowAwayProgram StartDotnet(string assembly, IReadOnlyDictionary<string, string> environment, Action<string>? onLine = null) =>
        Start("dotnet", [assembly], Path.GetDirectoryName(assembly)!, environment, onLine);

    /// <summary>Starts a program.</summary>
    /// <param name="program">The program, as the system finds it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">The folder to start it in.</param>
    /// <param name="environment">Environment variables that it gets besides those of this process.</param>
    /// <param name="onLine">Called with each line that it writes.</param>
    public static ThrowAwayProgram Start(
        string program, string[] arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment, Action<string>? onLine = null)
    {
        // In a session of its own, so that Ctrl-C reaches this process only, which then ends the program in order.
        string[] setsid = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        string[] command = OperatingSystem.IsWindows()
            ? [program, .. arguments]
            : [.. setsid, "/bin/sh", "-c", Script(), "supervise", program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ThrowAwayProgram(Path.GetFileName(arguments.FirstOrDefault(program)), Process.Start(start)!, onLine);
    }

    /// <summary>Waits until <paramref name="condition"/> holds, asking again and again while the program runs.</summary>
    /// <exception cref="InvalidOperationException">The program ended first; the message shows its last lines.</exception>
    public async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, CancellationToken ct)
    {
        while (!await condition(ct).ConfigureAwait(false))
        {
            if (_process.HasExited)
            {
                await _reading.ConfigureAwait(false);
                throw Ended("it was ready");
            }

            await Task.Delay(25, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a line that fits, already written or still to come.</summary>
    /// <exception cref="InvalidOperationException">The program ended without one; the message shows its last lines.</exception>
    /// <exception cref="TimeoutException"><paramref name="ct"/> was cancelled first; the message shows the last lines.</exception>
    public async Task<string> LineAsync(Func<string, bool> fits, CancellationToken ct)
    {
        try
        {
            return await _lines.FirstAsync(fits, ct).ConfigureAwait(false) ?? throw Ended("it wrote the line that was waited for");
        }
        catch (OperationCanceledException e) when (ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{_name} did not write the line that was waited for in time. {LastLines}", e);
        }
    }

    /// <summary>Asks the program to end (SIGTERM), waits until it has, and returns its exit code. After 30 s it is killed.</summary>
    public async Task<int> StopAsync(CancellationToken ct = default)
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill();
        }

        _process.StandardInput.Close();
        return await EndAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Kills the program, as a crash would, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken ct = default)
    {
        using (var program = Process.GetProcessById(ProcessId))
        {
            program.Kill();
        }

        await EndAsync(ct).ConfigureAwait(false);
    }

    /// <summary>Waits until the program has ended by itself, and returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken ct = default)
    {
        await _process.WaitForExitAsync(ct).ConfigureAwait(false);
        await _reading.WaitAsync(ct).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task ReadAsync(Action<string>? onLine)
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            onLine?.Invoke(line);
            _lines.Add(line);
        }

        _lines.End();
    }

    private string LastLines => $"Its last lines:\n{string.Join('\n', Lines.TakeLast(30))}";

    private InvalidOperationException Ended(string before) =>
        new($"{_name} ended before {before}. {LastLines}");

    private static string Script()
    {
        using var stream = typeof(ThrowAwayProgram).Assembly.GetManifestResourceStream("supervise.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
