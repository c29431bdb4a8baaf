using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PostgresWorker;
using Webhook;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddOptions<WebhookOptions>().BindConfiguration("Webhook")
    .Validate(options => options.IsValid, "Webhook:Url must be a URL, and Webhook:Secret whsec_ and 24 to 64 bytes in base64.")
    .ValidateOnStart();
builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }));
builder.Services.AddSingleton<WebhookSender>();
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");
    worker.AddListeners();
});

// Where a collector is named (OTEL_EXPORTER_OTLP_ENDPOINT), it is sent metrics and spans.
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
{
    builder.Services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("webhook"))
        .WithMetrics(metrics => metrics.AddMeter(PostgresWorkerTelemetry.Meter).AddOtlpExporter())
        .WithTracing(tracing => tracing.AddSource(PostgresWorkerTelemetry.ActivitySource).AddOtlpExporter());
}

builder.Build().Run();
