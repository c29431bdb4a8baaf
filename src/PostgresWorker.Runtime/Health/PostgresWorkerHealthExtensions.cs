using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostgresWorker.Control;
using PostgresWorker.Health;
using PostgresWorker.Hosting;

namespace PostgresWorker;

/// <summary>Adds the worker's health checks: <c>builder.Services.AddHealthChecks().AddPostgresWorker()</c>.</summary>
public static class PostgresWorkerHealthExtensions
{
    /// <summary>The name of the check that says whether the worker's loops move, and the beginning of the sources' checks' names: <c>postgres_worker.shop</c>.</summary>
    public const string CheckName = "postgres_worker";

    /// <summary>The tag of the worker's check: whether the process is to be kept.</summary>
    public const string LiveTag = "live";

    /// <summary>The tag of the sources' checks: whether they do their work.</summary>
    public const string ReadyTag = "ready";

    /// <summary>
    /// Adds a check of the worker (<c>postgres_worker</c>, tag <c>live</c>) and one of each source (<c>postgres_worker.{source}</c>, tag <c>ready</c>), whether sources are added before or behind it. All are answered from
    /// memory, without a query.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    public static IHealthChecksBuilder AddPostgresWorker(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure<IEnumerable<SourceName>>(static (options, sources) =>
        {
            options.Registrations.Add(new HealthCheckRegistration(
                CheckName, static services => new WorkerHealthCheck(services.GetRequiredService<WorkerControl>().All), failureStatus: null, tags: [LiveTag]));
            foreach (var source in sources)
            {
                options.Registrations.Add(new HealthCheckRegistration(
                    $"{CheckName}.{source.Name}", services => new SourceHealthCheck(services.GetRequiredService<WorkerControl>().Of(source.Name)), failureStatus: null, tags: [ReadyTag]));
            }
        });
        return builder;
    }
}
