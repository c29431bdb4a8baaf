using OutboxRelay;
using PostgresWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new TopicFolder(builder.Configuration["Topics"]!));
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");      // Capture = Outbox, in appsettings.json
    worker.AddListeners();
});
builder.Build().Run();
