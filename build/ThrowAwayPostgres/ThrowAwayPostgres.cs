using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>
/// A Postgres server of one's own on a free port of 127.0.0.1, with <c>wal_level = logical</c>, in a temporary folder. Disposing it stops
/// the server and removes the folder; so does the end of this process, however it ends.
/// </summary>
public sealed partial class ThrowAwayPostgres : IAsyncDisposable
{
    private const int StartAttempts = 5;

    private readonly ThrowAwayPostgresOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ServerUser _user;
    private readonly string _folder;
    private readonly Warden _warden;
    private int _disposed;

    private ThrowAwayPostgres(ThrowAwayPostgresOptions options, PostgresBinaries binaries, ServerUser user)
    {
        (_options, _binaries, _user) = (options, binaries, user);
        _folder = Path.Combine(options.TemporaryDirectory, "postgresworker-" + Path.GetRandomFileName());
        DataDirectory = Path.Combine(_folder, "data");

        // Before there is anything to remove, so that there is no moment at which it could be left behind.
        _warden = Warden.Watch(_folder, [.. user.Prefix, binaries.Program("pg_ctl"), .. StopArguments(PostgresStopMode.Immediate)]);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Makes and starts a server, and returns when it accepts connections.</summary>
    /// <param name="options">What it is to be like; null for the defaults.</param>
    /// <param name="ct">Ends the start; nothing is left behind.</param>
    /// <exception cref="ThrowAwayPostgresException">No server was found, or it does not start; the message shows the end of its log.</exception>
    public static async Task<ThrowAwayPostgres> StartAsync(ThrowAwayPostgresOptions? options = null, CancellationToken ct = default)
    {
        options ??= new ThrowAwayPostgresOptions();
        var binaries = await PostgresSearch.FindAsync(options.BinDirectory, options.Version, ct).ConfigureAwait(false);
        var server = new ThrowAwayPostgres(options, binaries, ServerUser.Choose());
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter(options.StartTimeout);
            await server.InitializeAsync(deadline.Token).ConfigureAwait(false);
            await server.StartOnFreePortAsync(deadline.Token).ConfigureAwait(false);
            return server;
        }
        catch (Exception e)
        {
            var log = server.LogTail();
            await server.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && !ct.IsCancellationRequested)
            {
                throw new ThrowAwayPostgresException($"Postgres {binaries.Version} in '{binaries.Directory}' did not start within {options.StartTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s; give it more {nameof(options.StartTimeout)}. The end of its log:\n{log}", e);
            }

            throw;
        }
    }

    /// <summary>Connects the superuser <c>postgres</c> to the database <c>postgres</c>.</summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    /// <summary>The server's port on 127.0.0.1; the same for its whole life.</summary>
    public int Port { get; private set; }

    /// <summary>The server's version, such as 15.18.</summary>
    public Version Version => _binaries.Version;

    /// <summary>The server's data directory.</summary>
    public string DataDirectory { get; }

    private string LogFile => Path.Combine(_folder, "server.log");

    /// <summary>Connects the superuser <c>postgres</c> to <paramref name="database"/>.</summary>
    public string ConnectionStringFor(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}");

    /// <summary>What the server has logged so far.</summary>
    public string ReadLog()
    {
        if (!File.Exists(LogFile))
        {
            return "";
        }

        using var reader = new StreamReader(new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    /// <summary>Stops the server and waits until it is down. Its data stay, for <see cref="StartAgainAsync"/>.</summary>
    public async Task StopAsync(PostgresStopMode mode = PostgresStopMode.Fast, CancellationToken ct = default)
    {
        var result = await RunAsync(_binaries.Program("pg_ctl"), StopArguments(mode), ct).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ThrowAwayPostgresException($"The server on port {Port} could not be stopped ({mode}): {result.Output}\nThe end of its log:\n{LogTail()}");
        }
    }

    /// <summary>Starts the stopped server again, with its data and on its port, and returns when it accepts connections.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        var result = await PgCtlStartAsync(ct).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw CouldNotStart(result);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (File.Exists(Path.Combine(DataDirectory, "postmaster.pid")))
        {
            // Where this fails the warden tries once more, and the folder goes in any case: a server without its folder ends by itself.
            await RunAsync(_binaries.Program("pg_ctl"), StopArguments(PostgresStopMode.Immediate), CancellationToken.None).ConfigureAwait(false);
        }

        await _warden.ReleaseAsync().ConfigureAwait(false);
        _warden.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task InitializeAsync(CancellationToken ct)
    {
        await MakeFolderAsync().ConfigureAwait(false);
        string[] arguments = ["-D", DataDirectory, "--no-sync", "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C"];
        var result = await RunAsync(_binaries.Program("initdb"), arguments, ct).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ThrowAwayPostgresException(
                $"initdb of Postgres {Version} in '{_binaries.Directory}' ended with exit code {result.ExitCode}; the user '{_user.Name}' must be able to run it there.\n{result.Output}");
        }
    }

    private async Task MakeFolderAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
            return;
        }

        var result = await RunAsync("mkdir", ["-m", "700", _folder], CancellationToken.None, "/").ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ThrowAwayPostgresException(
                $"The user '{_user.Name}' must be able to make a folder in '{_options.TemporaryDirectory}'. Set TMPDIR to a folder where that user can.\n{result.Output}");
        }
    }

    private async Task StartOnFreePortAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = LoopbackPort.Choose();
            await File.AppendAllLinesAsync(Path.Combine(DataDirectory, "postgresql.conf"), ServerSettings.Lines(Port, _folder, _options.Settings), ct).ConfigureAwait(false);
            var result = await PgCtlStartAsync(ct).ConfigureAwait(false);
            if (result.ExitCode == 0)
            {
                return;
            }

            // Somebody else may have taken the port since it was chosen.
            if (attempt == StartAttempts || !LogTail().Contains("could not bind", StringComparison.Ordinal))
            {
                throw CouldNotStart(result);
            }

            File.Delete(LogFile);
        }
    }

    private async Task<ProgramRun> PgCtlStartAsync(CancellationToken ct)
    {
        // Never cut short (its own -t ends it): a server that has not yet written its process id could not be stopped.
        string[] arguments = ["start", "-D", DataDirectory, "-w", "-t", Seconds(_options.StartTimeout), "-l", LogFile];
        var result = await RunAsync(_binaries.Program("pg_ctl"), arguments, CancellationToken.None).ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        return result;
    }

    private async Task<ProgramRun> RunAsync(string program, string[] arguments, CancellationToken ct, string? workingDirectory = null)
    {
        try
        {
            return await _user.RunAsync(program, arguments, workingDirectory ?? _folder, pid => _warden.Note(pid), ct).ConfigureAwait(false);
        }
        finally
        {
            _warden.Note(null);
        }
    }

    private string[] StopArguments(PostgresStopMode mode) =>
        ["stop", "-D", DataDirectory, "-w", "-t", Seconds(_options.StartTimeout), "-m", mode.ToString().ToLowerInvariant()];

    private ThrowAwayPostgresException CouldNotStart(ProgramRun result) =>
        new($"Postgres {Version} in '{_binaries.Directory}' did not start: {result.Output}\nThe end of its log:\n{LogTail()}");

    private string LogTail() => string.Join('\n', ReadLog().TrimEnd().Split('\n').TakeLast(20));

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private void OnProcessExit(object? sender, EventArgs e) => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
