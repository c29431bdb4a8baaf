using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker;
using PostgresWorker.TestWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<DeliveryLog>();
builder.Services.AddSingleton<Trouble>();
builder.Services.AddSingleton(Console.Out);
builder.AddPostgresWorker(worker =>
{
    if (builder.Configuration["Bank"] is not null)
    {
        worker.AddSource("bank");
        worker.AddListeners<BankModule>();
        return;
    }

    worker.AddSource("test");
    worker.AddListeners<ItemsModule>();

    // Only for the test that asks for them: the tests that kill and measure have one source.
    if (builder.Configuration["Shapes"] is not null)
    {
        worker.AddSource("shapes");
        worker.AddSource("untyped");
        worker.AddListeners<PostgresWorker.TestWorker.Shapes.PostgresWorkerModule>();
    }
});
builder.Build().Run();
