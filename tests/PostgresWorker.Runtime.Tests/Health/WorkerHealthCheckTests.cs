using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostgresWorker.Control;
using PostgresWorker.Health;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Health;

public sealed class WorkerHealthCheckTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SourceControl _control;
    private readonly WorkerHealthCheck _check;

    public WorkerHealthCheckTests()
    {
        _control = new SourceControl("shop", new HashSet<string>(StringComparer.Ordinal) { "orders" }, () => new SourceOptions(), _time, new WorkerTelemetry(meters: null));
        _check = new WorkerHealthCheck([_control]);
    }

    [Fact]
    public async Task A_loop_that_stands_still_is_named_until_it_moves_or_ends()
    {
        using var moving = _control.Telemetry.Beats.Begin("feedback");
        using var still = _control.Telemetry.Beats.Begin("watch");
        Pass(WorkerHealthCheck.StandsStillAfter - TimeSpan.FromSeconds(1), moving);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        Pass(TimeSpan.FromSeconds(1), moving);
        var result = await CheckAsync();
        Assert.Equal((HealthStatus.Unhealthy, "The watch loop of source 'shop' has not moved for 120 s."), (result.Status, result.Description));
        still.Move();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        Pass(WorkerHealthCheck.StandsStillAfter, moving);
        still.Dispose();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Theory]
    [InlineData(SourceState.Halted)]
    [InlineData(SourceState.Reconnecting)]
    [InlineData(SourceState.Standby)]
    public async Task A_source_that_does_not_work_is_no_reason_to_end_the_process(SourceState state)
    {
        _control.Enter(state, new IOException("away"));
        _time.Advance(TimeSpan.FromDays(1));
        var result = await CheckAsync();
        Assert.Equal((HealthStatus.Healthy, state.ToString()), (result.Status, result.Data["shop"]));
    }

    [Fact]
    public async Task A_source_without_listeners_is_ready()
    {
        var idle = new SourceControl("idle", new HashSet<string>(StringComparer.Ordinal), () => new SourceOptions(), _time, new WorkerTelemetry(meters: null));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new SourceHealthCheck(idle))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Checks_are_added_whether_sources_come_before_or_behind(bool isBefore)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (isBefore)
        {
            builder.Services.AddHealthChecks().AddPostgresWorker();
        }

        builder.AddPostgresWorker(worker => worker.AddSource("shop").AddSource("billing"));
        if (!isBefore)
        {
            builder.Services.AddHealthChecks().AddPostgresWorker();
        }

        using var host = builder.Build();
        var registrations = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.Equal(
            [("postgres_worker", "live"), ("postgres_worker.billing", "ready"), ("postgres_worker.shop", "ready")],
            registrations.Select(registration => (registration.Name, registration.Tags.Single())).Order());
    }

    private void Pass(TimeSpan time, LoopBeat moving)
    {
        _time.Advance(time);
        moving.Move();
    }

    private Task<HealthCheckResult> CheckAsync(IHealthCheck? check = null) => (check ?? _check).CheckHealthAsync(
        new HealthCheckContext { Registration = new HealthCheckRegistration("checked", check ?? _check, failureStatus: null, tags: null) }, TestContext.Current.CancellationToken);
}
