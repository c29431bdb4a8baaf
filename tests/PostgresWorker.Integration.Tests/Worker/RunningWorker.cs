using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Worker;

/// <summary>A worker within the test process, with its inbox and its log.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    // The server asks for none. It may be in no line that any test's worker logs.
    private const string Password = "password-of-the-suite-4e1b";

    private readonly IHost _host;

    private RunningWorker(IHost host, RecordedLog log)
    {
        _host = host;
        Log = log;
    }

    public Inbox Inbox => _host.Services.GetRequiredService<Inbox>();

    public RecordedLog Log { get; }

    public IPostgresWorker Control => _host.Services.GetRequiredService<IPostgresWorker>();

    public IServiceProvider Services => _host.Services;

    public IDeadLetters DeadLetters => _host.Services.GetRequiredService<IDeadLetters>();

    public ISnapshots Snapshots => _host.Services.GetRequiredService<ISnapshots>();

    /// <summary>Completes when the host has stopped, by itself or not.</summary>
    public Task Stopped => _host.WaitForShutdownAsync(CancellationToken.None);

    /// <summary>Starts a worker of the orders' listeners and returns when it reads changes.</summary>
    public static async Task<RunningWorker> StartAsync(TestDatabase database, Action<SourceOptions>? configure = null, Inbox? inbox = null)
    {
        var worker = await BeginAsync<Shop>(database, configure, inbox);
        await worker.IsStreamingAsync();
        return worker;
    }

    /// <summary>Starts a worker of the listeners of one source, and of what <paramref name="more"/> adds.</summary>
    public static Task<RunningWorker> BeginAsync<TSource>(
        TestDatabase database, Action<SourceOptions>? configure = null, Inbox? inbox = null, Action<IPostgresWorkerBuilder>? more = null)
        where TSource : ISourceNamed => BeginAsync<TSource, OnlySource<TSource>>(database, configure, inbox, more);

    /// <summary>Starts a worker of a module's listeners.</summary>
    public static async Task<RunningWorker> BeginAsync<TSource, TModule>(
        TestDatabase database, Action<SourceOptions>? configure = null, Inbox? inbox = null, Action<IPostgresWorkerBuilder>? more = null, Func<IPostgresWorker, Task>? beforeStart = null)
        where TSource : ISourceNamed
        where TModule : IListenerModule
    {
        var log = new RecordedLog();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([new($"ConnectionStrings:{TSource.Name}", $"{database.ConnectionString};Password={Password}")]);
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        builder.Services.AddSingleton(inbox ?? new Inbox());
        builder.AddPostgresWorker(worker =>
        {
            worker.AddSource(TSource.Name, options =>
            {
                options.Slot = database.Slot;
                options.Publication = database.Publication;
                options.Capture = database.Capture;
                configure?.Invoke(options);
            });
            worker.AddListeners<TModule>();
            more?.Invoke(worker);
        });
        var running = new RunningWorker(builder.Build(), log);
        await (beforeStart?.Invoke(running.Control) ?? Task.CompletedTask);
        await running._host.StartAsync(TestContext.Current.CancellationToken);
        return running;
    }

    public async Task IsStreamingAsync()
    {
        await Eventually.IsTrueAsync(() => Log.Contains(PostgresWorkerEventIds.Streaming) || Log.Contains(PostgresWorkerEventIds.OutboxRead) || Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"the worker reads changes; its log is:\n{Log}");
        Assert.False(Log.Contains(PostgresWorkerEventIds.SourceHalted), Log.ToString());
    }

    public Task HasHandledAsync(int count) => Eventually.IsTrueAsync(() => Inbox.Handled.Count >= count, () => $"{count} changes were handled, and not {Inbox.Handled.Count}; the worker's log is:\n{Log}");

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        Assert.DoesNotContain(Password, Log.ToString(), StringComparison.Ordinal);
    }
}
