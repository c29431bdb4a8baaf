using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker;
using PostgresWorker.TestWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<DeliveryLog>();
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("test");
    worker.AddListeners();
});
builder.Build().Run();
